"""What all types are made of: fields with descriptions, moments, arguments of pages."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, NewType, NoReturn, TypeVar

import strawberry
from graphql import GraphQLError, ValueNode, value_from_ast_untyped

from domain.errors import sentence
from domain.moments import NotADay, NotAMoment, Unread, day_of, moment_of

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def of_literals(parse: Callable[[object], object]) -> Callable[..., object]:
    """How a scalar reads literals: as it reads variables, but a wrong one is told with its place in
    the document, which validation leaves out of an error that it did not make itself.
    """

    def parsed(node: ValueNode, variables: Any = None) -> object:
        try:
            return parse(value_from_ast_untyped(node, variables))
        except GraphQLError as wrong:
            raise GraphQLError(wrong.message, node) from wrong

    return parsed


def parse_day(value: object) -> date | Unread:
    """A day. A text that is none is told where it stands: in a change's input among all that is
    wrong there, in a question by its argument. What is no text is of the wrong type.
    """
    if not isinstance(value, str):
        raise GraphQLError(sentence(NotADay))
    return day_of(value)


DAY = strawberry.scalar(
    name="Date",
    description="A day as RFC 3339 has it, such as 2026-11-22, in a year from 1900 to 2200.",
    serialize=date.isoformat,
    parse_value=parse_day,
    parse_literal=of_literals(parse_day),
)


def parse_moment(value: object) -> datetime | Unread:
    """A moment; what is none is told as for days."""
    if not isinstance(value, str):
        raise GraphQLError(sentence(NotAMoment))
    return moment_of(value)


Moment = NewType("Moment", datetime)
MOMENT = strawberry.scalar(
    name="DateTime",
    description="A moment to the second as RFC 3339 has it, with an offset. Answers are in UTC.",
    serialize=datetime.isoformat,
    parse_value=parse_moment,
    parse_literal=of_literals(parse_moment),
)


def described(description: str) -> Any:
    """A field that the compiled reads answer."""
    return strawberry.field(description=description)


def compiled() -> NoReturn:
    """The body of every field with arguments: the compiled reads answer before it is called."""
    raise RuntimeError("This field is answered by the compiled reads.")


def given(description: str, name: str | None = None) -> Any:
    """An argument with its description."""
    return strawberry.argument(description=description, name=name)


First = Annotated[int | None, given("How many rows from the start: 1 to 100, default 20.")]
After = Annotated[str | None, given("A cursor: the page begins after its row.")]
Last = Annotated[int | None, given("How many rows from the end: 1 to 100.")]
Before = Annotated[str | None, given("A cursor: the page ends before its row.")]


@strawberry.interface(description="Anything with an id of its own.")
class Node:
    """Whatever `node(id:)` can find."""

    id: strawberry.ID = described("Names its type, as in `case_…`. Unique, and never reused.")
