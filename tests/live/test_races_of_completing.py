"""Many writers complete and reopen attendances of one cycle at once."""

from collections import Counter
from typing import Any

from db.tables import entries, todos
from tests.api import Api
from tests.live.crowd import Crowd, codes, done
from tests.live.scene import BOTH, at_the_edge
from tests.live.soundness import completed, is_sound, rows, used


async def test_of_fifty_writers_exactly_as_many_succeed_as_sessions_are_left(crowd: Crowd) -> None:
    edge = await at_the_edge(crowd.practice, used=0, left_open=50)

    payloads = await crowd.run(
        "AttendanceComplete", [{"attendanceId": attendance} for attendance in edge.open]
    )

    assert len(done(payloads)) == 10
    assert codes(payloads) == ["CYCLE_EXHAUSTED"] * 40
    assert await used(crowd.practice, edge.cycle) == 10
    assert {d["attendance"]["id"] for d in done(payloads)} == await completed(crowd.practice)
    assert sorted(todo.title for todo in await rows(crowd.practice, todos)) == sorted(BOTH)
    await is_sound(crowd.practice)


async def test_writers_that_complete_and_reopen_one_attendance_leave_a_ledger_that_takes_turns(
    crowd: Crowd,
) -> None:
    edge = await at_the_edge(crowd.practice, used=7, left_open=1)

    pairs = await crowd.at_once(
        [to_and_fro(crowd.doors[nth % len(crowd.doors)], edge.open[0]) for nth in range(20)]
    )

    succeeded = Counter(name for both in pairs for name, payload in both if not payload["errors"])
    chain = [row for row in await rows(crowd.practice, entries) if row.cycle_id == edge.cycle]
    assert {code for both in pairs for _, payload in both for code in codes([payload])} <= {
        "ILLEGAL_STEP"
    }
    assert len(chain) == 7 + succeeded["AttendanceComplete"] + succeeded["AttendanceReopen"]
    assert len(await rows(crowd.practice, todos)) == 1
    await is_sound(crowd.practice)


async def to_and_fro(door: Api, attendance: str) -> list[tuple[str, Any]]:
    """Complete, then reopen; each may come too late. The payloads."""
    changes = ("AttendanceComplete", "AttendanceReopen")
    return [(name, await door.run(name, attendanceId=attendance)) for name in changes]
