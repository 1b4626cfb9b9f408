"""Compiled reads on SQLite, compiled reads on PostgreSQL and the reference answer alike.

`make test` asks the same documents each time, more than 2,000 of them; `make fuzz` fresh ones.
"""

from itertools import count
from random import Random

from graphql import GraphQLInputObjectType, GraphQLObjectType

from tests.reading.agreement import Agreement
from tests.reading.conftest import FUZZ
from tests.reading.reference import SDL
from tests.reading.values import Values
from tests.reading.walks import walk

DOCUMENTS = FUZZ or 1200
CHANGES = ("Mutation", "Payload", "Error", "Refusal", "__")
QUESTIONS = [
    kind
    for kind in SDL.type_map.values()
    if isinstance(kind, GraphQLObjectType) and not any(word in kind.name for word in CHANGES)
]
FILTERS = [
    kind
    for kind in SDL.type_map.values()
    if isinstance(kind, GraphQLInputObjectType) and kind.name.endswith("Filter")
]


def test_random_walks_over_the_schema_are_answered_alike(agreement: Agreement, seed: int) -> None:
    values = Values(agreement.everything, Random(seed))

    for number in count():
        if agreement.documents == DOCUMENTS:
            break
        text, writer = walk(seed + number, values)
        agreement.check(text, writer.runs(2))

    assert agreement.documents == DOCUMENTS
    assert agreement.objects > 2 * DOCUMENTS
    unseen = everything_to_show() - agreement.shown
    assert len(unseen) < len(everything_to_show()) / 20, sorted(unseen)


def everything_to_show() -> set[str]:
    """Every field that a question can ask for, and every filter, both met and not."""
    asked = {f"{kind.name}.{name}" for kind in QUESTIONS for name in kind.fields}
    parts = [f"{kind.name}.{name}" for kind in FILTERS for name in kind.fields]
    return asked | {f"{part}: {is_met}" for part in parts for is_met in (True, False)}
