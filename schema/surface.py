"""The GraphQL surface, assembled from its parts."""

from datetime import date
from functools import cache

import strawberry
from graphql import GraphQLEnumType
from strawberry.schema.config import StrawberryConfig

from schema.basics import DAY, MOMENT, Moment
from schema.changes.attendance import AttendanceChanges
from schema.changes.booked import BookedChanges
from schema.changes.case import CaseChanges
from schema.changes.case_changes import CaseLaterChanges
from schema.changes.client import ClientChanges
from schema.changes.cycle import CycleChanges
from schema.changes.cycle_amend import CycleAmending
from schema.changes.cycle_ends import CycleEnds
from schema.changes.link import LinkChanges
from schema.changes.location import LocationChanges
from schema.changes.many import ManyChanges
from schema.changes.member import MemberChanges
from schema.changes.organization import OrganizationChanges
from schema.changes.service import ServiceChanges
from schema.changes.session import SessionChanges
from schema.changes.todo import TodoChanges
from schema.changes.todo_changes import TodoLaterChanges
from schema.changes.todo_create import TodoWriting
from schema.errors import CONCRETE
from schema.execution import CaseloadSchema
from schema.roots import Query, Subscription

DEFINITION = "strawberry-definition"


@strawberry.type(
    description="Changes: each one transaction, refused whole or done whole. Any may be refused "
    "with NOT_FOUND for an id, INVALID for a value, STALE_VERSION and IDEMPOTENCY_KEY_REUSED; what "
    "else refuses one, it says itself. Who may not is told FORBIDDEN by a top-level error."
)
class Mutation(
    AttendanceChanges,
    BookedChanges,
    CaseChanges,
    CaseLaterChanges,
    ClientChanges,
    CycleAmending,
    CycleChanges,
    CycleEnds,
    LinkChanges,
    LocationChanges,
    ManyChanges,
    MemberChanges,
    OrganizationChanges,
    ServiceChanges,
    SessionChanges,
    TodoChanges,
    TodoLaterChanges,
    TodoWriting,
):
    """Every change."""


@cache
def assembled() -> CaseloadSchema:
    """The schema, the same for everybody who asks."""
    schema = CaseloadSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=CONCRETE,
        config=StrawberryConfig(scalar_map={Moment: MOMENT, date: DAY}, sort_schema=True),
    )
    for kind in schema.core.type_map.values():
        if isinstance(kind, GraphQLEnumType) and DEFINITION in kind.extensions:
            hand_over_words(kind)
    return schema


def hand_over_words(kind: GraphQLEnumType) -> None:
    """Let the enum give its domain's words to resolvers. Sorting a schema remakes Strawberry's
    enums as plain ones, which give bare text: equal to the word, but not the word, so that
    `outcome is AttendanceStatus.COMPLETED` would be false of what a front end sent.
    """
    words = kind.extensions[DEFINITION].wrapped_cls
    for name, value in kind.values.items():
        value.value = words[name]
