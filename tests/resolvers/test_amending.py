"""Cycles 1, 5 and 7: what amending a cycle may do, and what it sets off."""

import pytest

from domain.cycles import CycleStatus
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import Practice
from tests.resolvers.cases_of_ten import codes, linked, ten, titles

SUMMARY, RENEWAL = "Progress Summary Due", "Cycle Renewal Due"


async def test_a_cycle_never_authorizes_fewer_than_are_consumed_and_carried_in(
    api: Api, practice: Practice
) -> None:
    cycle = (await ten(practice, used=4, carried_in=2)).cycle

    lowered = await api.run("CycleAmend", cycleId=cycle, authorized=5)
    carried = await api.run("CycleAmend", cycleId=cycle, carriedIn=7)
    exactly = await api.run("CycleAmend", cycleId=cycle, authorized=6)

    assert codes(lowered) == [("BELOW_CONSUMED", "authorized")]
    assert codes(carried) == [("BELOW_CONSUMED", "carriedIn")]
    assert [lowered["errors"][0]["used"], carried["errors"][0]["used"]] == [6, 11]
    assert (exactly["errors"], exactly["cycle"]["remaining"]) == ([], 0)


async def test_lowering_below_what_is_booked_lists_the_sessions_it_orphans_first(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, used=5, booked=4)

    refused = await api.run("CycleAmend", cycleId=made.cycle, authorized=7)
    accepted = await api.run("CycleAmend", cycleId=made.cycle, authorized=7, acceptOrphans=True)

    (error,) = refused["errors"]
    orphaned = [session["id"] for session in accepted["orphanedSessions"]]
    assert codes(refused) == [("ORPHANS_SESSIONS", "authorized")]
    assert (error["total"], sorted(error["sessions"])) == (2, sorted(orphaned))
    assert accepted["cycle"]["projected"] == accepted["cycle"]["authorized"] == 7
    assert await linked(practice, made.key) == made.booked[:2]


async def test_no_more_than_20_orphans_are_named_and_all_are_counted(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, booked=25)

    refused = await api.run("CycleAmend", cycleId=made.cycle, authorized=1)

    assert (len(refused["errors"][0]["sessions"]), refused["errors"][0]["total"]) == (20, 24)


async def test_raising_re_arms_no_milestone(api: Api, practice: Practice) -> None:
    made = await ten(practice, used=7, booked=1)
    eighth = await api.run("AttendanceComplete", attendanceId=made.booked[0])

    raised = await api.run("CycleAmend", cycleId=made.cycle, authorized=20)
    lowered = await api.run("CycleAmend", cycleId=made.cycle, authorized=10)

    assert titles(eighth) == [SUMMARY]
    assert titles(raised) == titles(lowered) == []


async def test_a_milestone_that_the_amended_cycle_makes_true_for_the_first_time_fires(
    api: Api, practice: Practice
) -> None:
    fewer, sooner = await ten(practice, used=7), await ten(practice, used=5)

    lowered = await api.run("CycleAmend", cycleId=fewer.cycle, authorized=7)
    earlier = await api.run("CycleAmend", cycleId=sooner.cycle, summaryPercent=50)
    again = await api.run("CycleAmend", cycleId=sooner.cycle, summaryPercent=None)

    assert titles(lowered) == [SUMMARY, RENEWAL]
    assert (titles(earlier), titles(again)) == ([SUMMARY], [])


async def test_absent_stays_and_null_is_the_practices_own_threshold(
    api: Api, practice: Practice
) -> None:
    made = await ten(practice, used=8, summary_percent=90, renewal_percent=95)

    absent = await api.run("CycleAmend", cycleId=made.cycle, renewalPercent=99)
    null = await api.run("CycleAmend", cycleId=made.cycle, summaryPercent=None)

    assert (titles(absent), titles(null)) == ([], [SUMMARY])
    assert shares(absent) == (90, 99)
    assert shares(null) == (None, 99)


def shares(payload: Json) -> tuple[int | None, int | None]:
    """The cycle's own thresholds."""
    return payload["cycle"]["summaryPercent"], payload["cycle"]["renewalPercent"]


async def test_what_changes_nothing_writes_nothing(api: Api, practice: Practice) -> None:
    made = await ten(practice)

    same = await api.run("CycleAmend", cycleId=made.cycle, authorized=10)

    assert (same["errors"], same["cycle"]["version"]) == ([], 1)


async def test_only_a_draft_is_given_another_service_mix(api: Api, practice: Practice) -> None:
    draft = await ten(practice, status=CycleStatus.DRAFT)
    active = await ten(practice)
    mix = [practice.id_of(Noun.SERVICE, practice.service)]

    assert codes(await api.run("CycleAmend", cycleId=draft.cycle, serviceIds=mix)) == []
    assert codes(await api.run("CycleAmend", cycleId=active.cycle, serviceIds=mix)) == [
        ("INVALID", "serviceIds")
    ]


@pytest.mark.parametrize("status", [CycleStatus.COMPLETED, CycleStatus.DISCONTINUED])
async def test_a_cycle_that_ended_is_not_amended_until_it_is_reopened(
    api: Api, practice: Practice, status: CycleStatus
) -> None:
    ended = await ten(practice, status=status)

    refused = await api.run("CycleAmend", cycleId=ended.cycle, authorized=20)

    assert codes(refused) == [("CYCLE_ENDED", "cycleId")]


async def test_bad_counts_and_thresholds_are_told_at_once(api: Api, practice: Practice) -> None:
    cycle = (await ten(practice)).cycle

    for count in (0, -5, 1001):
        wrong = {"authorized": count, "carriedIn": -1, "summaryPercent": 0, "renewalPercent": 101}
        refused = await api.run("CycleAmend", cycleId=cycle, **wrong)
        assert codes(refused) == [("INVALID", name) for name in wrong]
