"""Compiled reads on SQLite, compiled reads on PostgreSQL and the reference answer alike.

`make test` asks the same documents each time, here and in `test_agreement_generated` 2,000 and
more; `make fuzz` asks fresh ones.
"""

from random import Random

from graphql import GraphQLInputObjectType, GraphQLObjectType

from tests.reading.agreement import Agreement
from tests.reading.conftest import FUZZ
from tests.reading.reference import SDL
from tests.reading.values import Values
from tests.reading.walks import walk

DOCUMENTS = FUZZ or 1000
CHANGES = ("Mutation", "Subscription", "Change", "Payload", "Error", "Refusal", "__")


def everything_to_show() -> set[str]:
    """Every field that a query can ask for, and every part of every filter."""
    fields = {
        kind.name: kind.fields
        for kind in SDL.type_map.values()
        if isinstance(kind, GraphQLObjectType) or kind.name.endswith("Filter")
        if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType)
    }
    asked = [kind for kind in fields if not any(word in kind for word in CHANGES)]
    return {f"{kind}.{name}" for kind in asked for name in fields[kind]}


def test_random_walks_over_the_schema_are_answered_alike(agreement: Agreement, seed: int) -> None:
    values = Values(agreement.everything, Random(seed), agreement.shown)
    whole = everything_to_show()

    for number in range(2 * DOCUMENTS):
        text, writer = walk(seed + number, values)
        agreement.check(text, writer.runs(2))
        if agreement.documents >= DOCUMENTS and whole <= agreement.shown:
            break

    assert agreement.documents >= DOCUMENTS
    assert sorted(whole - agreement.shown) == []
    assert agreement.objects > 5 * agreement.documents
