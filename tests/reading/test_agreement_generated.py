"""The same agreement over the documents that hypothesis-graphql makes of the schema."""

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.reading.agreement import Agreement
from tests.reading.conftest import FUZZ
from tests.reading.documents import dressed, generated
from tests.reading.values import Values

DOCUMENTS = FUZZ or 1050
# A document may come twice, or have two fields of one name that cannot be merged.
TRIES = DOCUMENTS * 11 // 10


def test_documents_by_hypothesis_are_answered_alike(agreement: Agreement, seed: int) -> None:
    values = Values(agreement.everything, Random(seed))
    twists = st.integers(0, 2**32)

    @settings(
        max_examples=TRIES,
        derandomize=not FUZZ,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(generated(values), twists)
    def ask(document: str, twist: int) -> None:
        text, writer = dressed(document, twist, values)
        agreement.check(text, writer.runs(2))

    ask()

    assert agreement.documents >= DOCUMENTS
