"""Compiled reads on SQLite, compiled reads on PostgreSQL and the reference answer alike.

`make test` asks the same documents each time, more than 2,000 of them; `make fuzz` fresh ones.
"""

from itertools import count
from random import Random

from tests.reading.agreement import Agreement
from tests.reading.conftest import FUZZ
from tests.reading.values import Values
from tests.reading.walks import walk

DOCUMENTS = FUZZ or 1400


def test_random_walks_over_the_schema_are_answered_alike(agreement: Agreement, seed: int) -> None:
    values = Values(agreement.everything, Random(seed))

    for number in count():
        if agreement.documents == DOCUMENTS:
            break
        text, writer = walk(seed + number, values)
        agreement.check(text, writer.runs(2))

    assert agreement.documents == DOCUMENTS
    assert agreement.objects > 2 * DOCUMENTS
