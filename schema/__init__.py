"""The GraphQL surface; Strawberry lives here, only here. This module assembles it."""

import strawberry
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from schema.basics import MOMENT, Moment
from schema.changes.attendance import AttendanceChanges
from schema.changes.case import CaseChanges
from schema.changes.cycle import CycleChanges
from schema.changes.session import SessionChanges
from schema.changes.todo import TodoChanges
from schema.errors import CONCRETE
from schema.execution import CaseloadSchema, Executor
from schema.roots import Query, Subscription


@strawberry.type(description="Changes: each one transaction, refused whole or done whole.")
class Mutation(AttendanceChanges, CaseChanges, CycleChanges, SessionChanges, TodoChanges):
    """Every change."""


def build_schema() -> CaseloadSchema:
    """The schema, not yet bound to a database."""
    return CaseloadSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=CONCRETE,
        extensions=[ParserCache, ValidationCache],
        execution_context_class=Executor,
        config=StrawberryConfig(scalar_map={Moment: MOMENT}, sort_schema=True),
    )
