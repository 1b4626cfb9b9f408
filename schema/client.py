"""Clients."""

import strawberry

from schema import lists
from schema.attendance import Attendance
from schema.basics import Moment, Node, described
from schema.case import Case
from schema.pages import Connection
from schema.refs import SessionRef
from schema.todo import Todo
from schema.words import Category, Channel


@strawberry.type(description="A person treated.")
class Client(Node):
    """Whom it is all for."""

    name: str = described("Given name and family name.")
    given_name: str = described("Given name, at most 200 characters.")
    family_name: str = described("Family name, at most 200 characters.")
    email: str | None = described("Where e-mail goes; no two clients of a practice share one.")
    phone: str | None = described("Phone number in E.164, such as +12125550123.")
    preferred_channel: Channel | None = described("How to be reached; null: no preference.")
    unsubscribed_from: list[Category] = described("What the client does not want to be sent.")
    is_archived: bool = described("Whether the client is no longer treated.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    created_at: Moment = described("When registered.")
    sessions: Connection[SessionRef] = lists.sessions("What the client attends, latest first.")
    cases: list[Case] = described("The client's cases, oldest first; none for clients.")
    todos: list[Todo] = described("Work about the client, oldest first; none for clients.")

    attendances: Connection[Attendance] = lists.attendances("Parts in sessions, newest first.")
