"""A client: seen by all who work in the practice, and by themselves."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, literal_column

from db.reading.cursors import Order
from db.reading.fields import columns, computed, ident, many
from db.reading.filters import during, flag, ids, search, some
from db.reading.frame import Entity, Frame
from db.reading.nouns.attendance import NEWEST
from db.reading.nouns.session import BY_START, attended_by
from db.reading.pages import connection
from db.tables import clients
from domain.ids import Noun
from domain.keys import Aspect

BY_NAME = Order.by("name", "family_name", "given_name")


def own_or_staff(row: FromClause, frame: Frame) -> Sequence[ColumnElement[bool]]:
    """A client sees no other client."""
    if not frame.for_client:
        return ()
    frame.narrow_to_viewer(row, Aspect.CLIENTS)
    return (row.c.id == frame.viewer(),)


CLIENT = Entity(
    Noun.CLIENT,
    "Client",
    clients,
    {
        "id": ident(Noun.CLIENT),
        **columns("given_name", "family_name", "email", "phone", "is_archived", "version"),
        **columns("created_at", "preferred_channel", "unsubscribed_from"),
        "name": computed(
            lambda row, f: row.c.given_name.concat(literal_column("' '")).concat(row.c.family_name)
        ),
        "cases": many(Noun.CASE, "client_id", ("created_at", "id")),
        "attendances": connection(Noun.ATTENDANCE, "client_id", NEWEST),
        "sessions": connection(Noun.SESSION, attended_by("client_id"), BY_START),
        "todos": many(Noun.TODO, "client_id", ("created_at", "id")),
    },
    own_or_staff,
    {
        "ids": ids(Noun.CLIENT),
        "search": search("search_name"),
        "is_archived": flag("is_archived"),
        "created_at": during("created_at"),
        "cases": some(Noun.CASE, "client_id"),
        "attendances": some(Noun.ATTENDANCE, "client_id"),
        "todos": some(Noun.TODO, "client_id"),
    },
    {"NAME": ("family_name", "given_name"), "CREATED_AT": ("created_at",)},
)
