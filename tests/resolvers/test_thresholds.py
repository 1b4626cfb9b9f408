"""Cycles 6 and 7: a practice that lowers its thresholds is called at once by every cycle in force
that has reached them, once in its run.
"""

from uuid import UUID

import pytest

from db import tables
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api, Json
from tests.live.soundness import is_sound, rows
from tests.practice import Practice, found_practice
from tests.resolvers.cases_of_ten import ten, titles
from tests.resolvers.test_milestones import RENEWAL, SUMMARY, called, member
from tests.resolvers.test_statements_of_changes import counted
from tests.schema.test_audit import entries


async def thresholds(api: Api, summary: int, renewal: int) -> Json:
    """Set both of the practice's."""
    id = api.practice.id_of(Noun.ORGANIZATION, api.practice.organization)
    shares = {"progressSummaryPercent": summary, "renewalPercent": renewal}
    done = await api.as_("owner").run("OrganizationUpdate", organizationId=id, **shares)
    assert done["errors"] == []
    return done


async def test_lowered_thresholds_fire_at_once_what_cycles_in_force_have_reached(
    api: Api, practice: Practice
) -> None:
    both, one, none = [await ten(practice, used=used) for used in (5, 4, 3)]

    done = await thresholds(api, 40, 50)

    cycles = [todo["cycle"]["id"] for todo in done["todosCreated"]]
    assert cycles == [both.cycle, both.cycle, one.cycle]
    assert none.cycle not in cycles
    clinician, manager = member(practice, "clinician"), member(practice, "manager")
    assert called(done) == [
        (SUMMARY, clinician, "CLINICIAN"),
        (RENEWAL, manager, "CLINIC_MANAGER"),
        (SUMMARY, clinician, "CLINICIAN"),
    ]
    told = await entries(api, kind=["TODO_CREATED"])
    assert {entry["recordId"] for entry in told} == {todo["id"] for todo in done["todosCreated"]}
    await is_sound(practice)


async def test_sessions_carried_in_count_and_those_of_an_earlier_run_fire_anew(
    api: Api, practice: Practice
) -> None:
    carried = await ten(practice, used=1, carried_in=4)
    again = await ten(practice, used=5)
    run = await practice.add(tables.cycle_runs, cycle_id=again.key, number=2)
    (first,) = [
        row.id
        for row in await rows(practice, tables.cycle_runs)
        if row.cycle_id == again.key and row.id != run
    ]
    before = {"cycle_id": again.key, "run_id": first, "percent": 50}
    await practice.add(tables.milestones, kind="PROGRESS_SUMMARY_DUE", **before)

    done = await thresholds(api, 50, 90)

    assert [todo["cycle"]["id"] for todo in done["todosCreated"]] == [carried.cycle, again.cycle]
    fired = {row.run_id for row in await rows(practice, tables.milestones)}
    assert run in fired


async def test_a_threshold_that_fired_fires_no_more_in_its_run_however_it_is_set(
    api: Api, practice: Practice
) -> None:
    await ten(practice, used=5)

    told = [titles(await thresholds(api, *both)) for both in ((50, 90), (95, 95), (30, 50))]

    assert told == [[SUMMARY], [], [RENEWAL]]
    assert len(await rows(practice, tables.milestones)) == 2


@pytest.mark.parametrize("shares", [(80, 90), (85, 95)])
async def test_thresholds_that_are_not_lowered_fire_nothing(
    api: Api, practice: Practice, shares: tuple[int, int]
) -> None:
    # Nothing but what a cycle does calls for what it has reached.
    await ten(practice, used=10)

    assert titles(await thresholds(api, *shares)) == []


async def test_a_cycle_with_thresholds_of_its_own_or_not_in_force_is_not_called_by_the_practices(
    api: Api, practice: Practice
) -> None:
    own = {"summary_percent": 100, "renewal_percent": 100}
    await ten(practice, used=9, **own)
    for status in set(CycleStatus) - {CycleStatus.ACTIVE}:
        await ten(practice, used=9, status=status)
    half = await ten(practice, used=9, summary_percent=100)

    done = await thresholds(api, 10, 10)

    assert [(t["title"], t["cycle"]["id"]) for t in done["todosCreated"]] == [(RENEWAL, half.cycle)]


async def test_another_practice_is_not_called(api: Api, practice: Practice) -> None:
    neighbor = await found_practice(practice.store, "Pier")
    await ten(neighbor, used=9)

    assert titles(await thresholds(api, 10, 10)) == []
    assert await rows(neighbor, tables.todos) == []


async def test_five_hundred_cycles_are_called_with_as_many_statements_as_one(
    api: Api, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.viewers.FRESH_SECONDS", 3600)
    taken = []

    for at, count in ((70, 1), (60, 1), (50, 500)):
        await reached(practice, count, at)
        with counted() as sent:
            done = await thresholds(api, at, 100)
        assert titles(done) == [SUMMARY] * count
        taken.append(len(sent))

    assert taken[1] == taken[2]
    await is_sound(practice)


async def reached(practice: Practice, count: int, percent: int) -> list[UUID]:
    """So many cycles in force of which that share is used."""
    async with practice.together():
        return [
            await practice.add_cycle(await practice.add_case(), 100, carried_in=percent)
            for _ in range(count)
        ]
