"""What must hold at the end: every change was done, none twice, and all records say so."""

from collections import Counter

from db import tables
from domain.ids import Noun
from tests.chaos.agenda import Agenda
from tests.live.soundness import in_turn, is_sound, rows


async def was_done_once(agenda: Agenda) -> None:
    """Everything that was planned was done, once; the feed, the ledger and the records agree."""
    await is_sound(agenda.practice)
    await _the_feed_tells_of_each_once(agenda)
    await _each_attendance_was_changed_so_often(agenda)
    await _each_session_is_where_it_was_moved_last(agenda)
    await _each_todo_was_written_once(agenda)


async def _the_feed_tells_of_each_once(agenda: Agenda) -> None:
    planned = Counter((change.key, change.kind) for change in agenda.made)
    fed = await rows(agenda.practice, tables.changes)
    assert (
        Counter(told for row in fed if (told := (row.idempotency_key, row.kind)) in planned)
        == planned
    )
    assert {row.idempotency_key for row in fed} == {change.key for change in agenda.made}


async def _each_attendance_was_changed_so_often(agenda: Agenda) -> None:
    entries = await rows(agenda.practice, tables.entries)
    for attendance in agenda.attendances:
        chain = [entry for entry in entries if entry.attendance_id == attendance.key]
        assert len(in_turn(chain)) == attendance.changes


async def _each_session_is_where_it_was_moved_last(agenda: Agenda) -> None:
    items = await rows(agenda.practice, tables.items)
    whose = {row.session_id: agenda.practice.id_of(Noun.MEMBER, row.clinician_id) for row in items}
    for session in agenda.sessions:
        assert whose[session.key] == agenda.whose(session)


async def _each_todo_was_written_once(agenda: Agenda) -> None:
    titles = Counter(row.title for row in await rows(agenda.practice, tables.todos))
    written = [change.input["title"] for change in agenda.made if "title" in change.input]
    assert [titles[title] for title in written] == [1] * len(written)
