"""A member limited to a location sees and changes only what is there."""

import json
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio

from db import tables
from domain.access import Role
from domain.errors import NotFound, sentence
from domain.ids import Noun
from tests.api import Api, Json, document
from tests.practice import Practice
from tests.schema.care import Care, add_treated, furnish
from tests.schema.inputs import IDS, accepted, with_value
from tests.schema.rows import nothing_written
from tests.schema.walker import by_id, documents, walked
from tests.schema.ways import both, on, over_http, refusals

WORD = "Faraway"
# What belongs to a place; services, members and clients are the whole practice's.
LOCAL = (Noun.CASE, Noun.CYCLE, Noun.SESSION, Noun.ITEM, Noun.ATTENDANCE, Noun.TODO)
# Who changes these sees every place.
EVERYWHERE = ("Member", "Location", "Service", "Organization")
HERE = [name for name in IDS if not name.startswith(EVERYWHERE)]
LIMITED = [Role.CLINICIAN, Role.STAFF, Role.CLINIC_MANAGER]


@dataclass(frozen=True)
class Places:
    """The same things here and elsewhere. Every text of elsewhere holds WORD."""

    here: Care
    elsewhere: Care

    def secrets(self) -> list[str]:
        """What nobody of here may see."""
        away = self.elsewhere
        ids = (away.case, away.cycle, away.draft, away.session, away.attendance, away.ended)
        return [WORD, *[id.rpartition("_")[2] for id in (*ids, away.todo)]]


@pytest_asyncio.fixture
async def places(practice: Practice, care: Care) -> Places:
    """The practice with a second location, and members of the first alone."""
    other = await practice.add(tables.locations, name="Hill Road")
    for role in [*LIMITED, Role.ADMIN]:
        await practice.add_member(f"local {role}", role, practice.location)
    return Places(care, await furnish(practice, WORD, other))


@pytest.mark.parametrize(("role", "deep"), [*zip(LIMITED, (2, 1, 1), strict=True)])
async def test_whatever_is_asked_nothing_of_elsewhere_is_in_the_answer(
    api: Api, places: Places, role: Role, deep: int
) -> None:
    local = api.as_(f"local {role}")

    seen = await walked(local, documents(places.here, deep))
    sought = await walked(local, by_id(places.elsewhere))

    assert [secret for secret in places.secrets() if secret in seen + sought] == []
    assert places.here.case in seen
    assert places.here.attendance in seen


async def test_owners_and_admins_see_every_place_whatever_theirs_is(
    api: Api, places: Places
) -> None:
    seen = await walked(api.as_(f"local {Role.ADMIN}"), documents(places.elsewhere, 1))

    assert [secret for secret in places.secrets() if secret not in seen] == []


async def test_a_record_of_elsewhere_is_not_found_as_if_it_were_not_there(
    api: Api, places: Places
) -> None:
    local = api.as_(f"local {Role.CLINICIAN}")
    told, expected = {}, {}

    async with local.socket() as socket:
        for noun in ("case", "cycle", "session"):
            for kind in ("query", "subscription"):
                query = f"{kind} Find($id: ID!) {{ {noun}(id: $id) {{ id }} }}"
                told[noun, kind] = await on(socket, query, {"id": getattr(places.elsewhere, noun)})
                error = {"message": sentence(NotFound), "path": [noun]}
                found = {**error, "extensions": {"code": "NOT_FOUND"}}
                expected[noun, kind] = {"data": {noun: None}, "errors": [found]}

    assert told == expected


async def test_a_record_of_elsewhere_cannot_be_changed_or_used(
    api: Api, practice: Practice, places: Places
) -> None:
    local = api.as_(f"local {Role.CLINIC_MANAGER}")
    told = {}

    async with nothing_written(practice):
        for name in HERE:
            for path, noun in IDS[name].items():
                if noun in (*LOCAL, Noun.LOCATION):
                    field = {"AttendanceReopen": "ended", "CycleActivate": "draft"}.get(name, noun)
                    away = getattr(places.elsewhere, field)
                    input = with_value(accepted(name, places.here), path, away)
                    answer = await both(local, document(name), {"input": input})
                    told[name, path] = refusals(answer)

    assert len(told) == 33
    assert told == {
        (name, path): [("NOT_FOUND", ["input", *map(str, path)])] for name, path in told
    }


async def test_todos_about_a_case_that_moves_are_seen_where_it_is_treated_from_then_on(
    api: Api, practice: Practice, places: Places
) -> None:
    local = api.as_(f"local {Role.STAFF}")
    here, away = places.here, places.elsewhere

    async with local.watch("WatchTodos") as open_there:
        before = ids_in(await open_there.next())
        for case, place in ((here.case, away.location), (away.case, here.location)):
            await api.as_("owner").run("CaseUpdate", caseId=case, locationId=place)
        after = ids_in(await open_there.until(lambda seen: away.todo in ids_in(seen)))
    undone = await local.run("TodoComplete", todoId=here.todo)
    done = await local.run("TodoComplete", todoId=away.todo)

    assert (here.todo in before, away.todo in before) == (True, False)
    assert (here.todo in after, away.todo in after) == (False, True)
    assert [error["code"] for error in undone["errors"]] == ["NOT_FOUND"]
    assert done["errors"] == []


def ids_in(todos: Json) -> set[str]:
    """The ids of a page of todos."""
    return {todo["id"] for todo in todos["nodes"]}


async def test_what_is_here_can_be_changed(api: Api, practice: Practice, places: Places) -> None:
    local = api.as_(f"local {Role.CLINIC_MANAGER}")

    done = {
        name: (await local.run(name, **accepted(name, await furnish(practice))))["errors"]
        for name in HERE
    }

    assert not any(done.values())


FILTERS = [
    ("clients", {"cases": {"status": ["OPEN"]}}),
    ("clients", {"cases": {"location": {"ids": ["LOCATION"]}}}),
    ("clients", {"attendances": {"status": ["OPEN"]}}),
    ("clients", {"todos": {"status": ["OPEN"]}}),
]


async def test_no_filter_tells_what_is_elsewhere(api: Api, practice: Practice) -> None:
    other = await practice.add(tables.locations, name="Hill Road")
    await furnish(practice, WORD, other)
    await practice.add_member("local", Role.CLINICIAN, practice.location)
    place = practice.id_of(Noun.LOCATION, other)
    counted: dict[str, list[int]] = {}

    for name, narrowed in FILTERS:
        given = json.loads(json.dumps(narrowed).replace("LOCATION", place))
        query = f"query($f: ClientFilter) {{ {name}(filter: $f) {{ totalCount }} }}"
        for who in ("local", "owner"):
            found = await over_http(api.as_(who), query, {"f": given})
            counted.setdefault(who, []).append(found["data"][name]["totalCount"])

    assert counted == {"local": [0, 0, 0, 0], "owner": [1, 1, 1, 1]}


async def test_a_session_elsewhere_counts_on_a_case_of_here_but_is_not_shown(
    api: Api, practice: Practice, places: Places
) -> None:
    case, cycle = (UUID(id.rpartition("_")[2]) for id in (places.here.case, places.here.cycle))
    away = UUID(places.elsewhere.location.rpartition("_")[2])
    await add_treated(practice, case, cycle, away)

    shown = await api.as_(f"local {Role.CLINICIAN}").read("Cycle", id=places.here.cycle)

    assert shown["consumed"] == 2
    assert [entry["attendance"] is None for entry in shown["entries"]] == [False, True]
    assert shown["attendances"]["totalCount"] == 2
    assert len(shown["attendances"]["nodes"]) == 2
