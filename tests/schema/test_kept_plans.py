"""What is kept of plans is counted for the operator, and keeps nothing of a request alive."""

import gc

from schema.asking import Asking
from schema.documents import Documents
from tests.api import Api
from tests.practice import Practice
from tests.reading.agreement import SCHEMA
from tests.schema.care import Care
from tests.schema.inputs import accepted


async def stale(api: Api, care: Care) -> None:
    """A change, and one that is refused and shows the record as it is now."""
    renamed = accepted("CaseUpdate", care)
    assert (await api.run("CaseUpdate", **renamed))["errors"] == []
    (error,) = (await api.run("CaseUpdate", **renamed, expectedVersion=-1))["errors"]
    assert error["code"] == "STALE_VERSION"


async def test_plans_of_payloads_and_records_are_made_once_and_counted(
    api: Api, practice: Practice, care: Care
) -> None:
    documents = Documents(SCHEMA, practice.store.json)

    await stale(api, care)
    first = documents.counts()
    await stale(api, care)
    second = documents.counts()

    for kept in ("payloads", "records"):
        assert second[kept].hits > first[kept].hits
        assert second[kept].misses == first[kept].misses > 0
        assert 0 < second[kept].taken < second[kept].room


async def test_a_kept_plan_keeps_nothing_of_the_request_that_it_was_made_for(
    api: Api, care: Care
) -> None:
    await stale(api, care)
    # The server's connection knows its last request, until it has another.
    await api.read("Viewer")

    gc.collect()

    alive = [each for each in gc.get_objects() if isinstance(each, Asking)]
    assert [each for each in alive if each.kind == "mutation"] == []
