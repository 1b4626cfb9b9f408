"""From a text to a document that is valid and within the limits, or to what is wrong with it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged as overlapping
from graphql.validation.validate import ValidationAbortedError
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from domain.errors import DomainError
from domain.naming import camel
from schema.faults import MOST_ERRORS, coded, fault
from schema.places import placed
from schema.weighing import Limits, Measure, Scales, Weight

# graphql-core compares fields of one name in pairs, up to 0.8 s of them. This is 0.15 s, and still
# 300 fields of one name in one place; real documents have a few.
overlapping.MAX_COMPLEXITY_BUDGET = 100_000

OPEN = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
CLOSED = (*OPEN, NoSchemaIntrospectionCustomRule)

WORDS: Mapping[str, str] = {
    "length": "it is {counted} characters long",
    "depth": "it is {counted} levels deep",
    "root_fields": "it has {counted} root fields",
    "fields": "it has {counted} fields, fragments counted where they are spread",
    "aliases": "it has {counted} aliases",
    "directives": "it has {counted} directives",
    "filters": "its filters are made of {counted} objects",
    "cost": "its answer could hold {counted} values",
}


class Unfit(Exception):
    """The document or its variables cannot be run; `errors` say why."""

    def __init__(self, *errors: GraphQLError) -> None:
        super().__init__(errors[0].message)
        self.errors = list(errors)


@contextmanager
def compiling() -> Iterator[None]:
    """Unfit where what is asked is nested deeper than Python goes."""
    try:
        yield
    except RecursionError as deep:
        told = "The question is nested too deeply to be compiled: ask for fewer levels."
        raise Unfit(GraphQLError(told)) from deep


@contextmanager
def told_at(*path: str | int) -> Iterator[None]:
    """Unfit, told at this place of the answer, where an argument is out of bounds."""
    try:
        yield
    except DomainError as error:
        raise Unfit(fault(error, [*path])) from error


@dataclass(frozen=True, slots=True)
class Rules:
    """What a document may be. `introspection`: whether it may ask about the schema itself;
    `suggestions`: whether a wrong name is answered with similar ones.
    """

    limits: Limits = field(default_factory=Limits)
    introspection: bool = True
    suggestions: bool = True


def parsed(schema: GraphQLSchema, rules: Rules, text: str) -> DocumentNode:
    """The text as a valid document; Unfit for what is none, or beyond the limits. It is weighed
    before it is validated, because validation is dearer: what is too much costs its parsing alone.
    """
    try:
        document = _within(schema, rules.limits, text)
    except GraphQLError as wrong:
        raise Unfit(_told(wrong)) from wrong
    errors = validate(
        schema,
        document,
        OPEN if rules.introspection else CLOSED,
        max_errors=MOST_ERRORS - 1,
        hide_suggestions=not rules.suggestions,
    )
    if errors:
        raise Unfit(*[placed(_told(error), document) for error in errors])
    return document


def _within(schema: GraphQLSchema, limits: Limits, text: str) -> DocumentNode:
    if len(text) > limits.length:
        raise Unfit(too_complex("length", len(text), limits.length))
    document = parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
    try:
        for weight in Scales(schema, document).operations():
            check(weight, limits)
    except RecursionError as deep:
        raise Unfit(coded("QUERY_TOO_COMPLEX", "Too many fragments inside each other.")) from deep
    return document


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The named operation, or the only one; Unfit where there is none or more than one. No name at
    all is what an empty one is, too.
    """
    found = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    named = [d for d in found if not name or (d.name and d.name.value == name)]
    if len(named) != 1:
        raise Unfit(GraphQLError(_which(named, name)))
    return named[0]


def _which(named: list[OperationDefinitionNode], name: str | None) -> str:
    if named:
        return "The document has several operations: name one as `operationName`."
    return "The document has no operation of that name." if name else "The document is empty."


def weighed(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    sizes: Mapping[str, int],
) -> tuple[Weight, Mapping[str, Measure]]:
    """What an operation asks for when its variables ask for so much, and how each is measured."""
    scales = Scales(schema, document, sizes)
    return scales.operation(operation), scales.sized


def check(weight: Weight, limits: Limits) -> None:
    """Unfit for what is beyond the limits."""
    measure = weight.exceeded(limits)
    if measure is not None:
        raise Unfit(too_complex(measure, getattr(weight, measure), asdict(limits)[measure]))


def too_complex(measure: str, counted: int, limit: int) -> GraphQLError:
    """The refusal of a document that asks for too much, with what was counted and the limit."""
    told = f"The document asks for too much: {WORDS[measure].format(counted=counted)}"
    return coded(
        "QUERY_TOO_COMPLEX",
        f"{told}, and {limit} is the most. Ask for less, or in several requests.",
        measure=camel(measure),
        counted=counted,
        limit=limit,
    )


def _told(error: GraphQLError) -> GraphQLError:
    """The error; with its code where graphql-core gave up on the document's size."""
    if not _gave_up(error):
        return error
    coding = {"code": "QUERY_TOO_COMPLEX"}
    return GraphQLError(
        error.message, source=error.source, positions=error.positions, extensions=coding
    )


def _gave_up(error: GraphQLError) -> bool:
    aborted = isinstance(error, ValidationAbortedError) and "errors" not in error.message
    return aborted or error.message.endswith("Parsing aborted.")
