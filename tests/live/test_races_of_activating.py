"""Two writers activate cycles of one case that share their services."""

from uuid import UUID

from db.tables import attendances, cycles, services
from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Json
from tests.live.crowd import Crowd, codes, done
from tests.live.soundness import is_sound, rows
from tests.practice import Practice

CASES = 8


async def two_drafts(practice: Practice, other: UUID) -> list[Json]:
    """The inputs that activate two drafts of a new case; both serve the same two services."""
    case = await practice.add_case()
    mix = [practice.service, other]
    drafts = [
        await practice.add_cycle(case, status=CycleStatus.DRAFT, services=services)
        for services in (mix, mix[::-1])
    ]
    await practice.add_attendance(case)
    return [{"cycleId": practice.id_of(Noun.CYCLE, draft)} for draft in drafts]


async def test_exactly_one_becomes_active_and_gets_the_open_sessions(crowd: Crowd) -> None:
    money = {"fee_minor": 9000, "wage_minor": 4000}
    other = await crowd.practice.add(services, name="Taping", minutes=15, color="#993366", **money)
    drafts = [await two_drafts(crowd.practice, other) for _ in range(CASES)]

    rivals = [await crowd.run("CycleActivate", both) for both in drafts]

    active = [c for c in await rows(crowd.practice, cycles) if c.status is CycleStatus.ACTIVE]
    assert [codes(pair) for pair in rivals] == [["SERVICE_ALREADY_SERVED"]] * CASES
    assert [len(done(pair)) for pair in rivals] == [1] * CASES
    assert len({cycle.case_id for cycle in active}) == len(active) == CASES
    assert {a.cycle_id for a in await rows(crowd.practice, attendances)} == {c.id for c in active}
    await is_sound(crowd.practice)
