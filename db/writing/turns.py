"""Who changes what is of a case waits for their turn with it.

Every change locks in one order: its idempotency key, the organization, then *the cases that it is
about* in the order of their keys; a session and its attendances; owners of hours, people and
places; the feed's counter last. So nobody waits for somebody who waits for them. Whoever has a case
has all that is of it: its cycles, their ledgers and milestones, its attendances.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, select

from db.tables import attendances, cases, cycles, sessions
from db.work import Work
from domain.cases import CaseStatus

_HERE: BindParameter[UUID] = bindparam("organization")
_KEY: BindParameter[UUID] = bindparam("key")
_KEYS: BindParameter[UUID] = bindparam("keys", expanding=True)


def _cases(of: Select[tuple[UUID]]) -> Select[tuple[UUID]]:
    found = select(cases.c.id).where(cases.c.organization_id == _HERE, cases.c.id.in_(of))
    return found.order_by(cases.c.id).with_for_update(key_share=True)


def _attended(*which: ColumnElement[bool]) -> Select[tuple[UUID]]:
    """The cases of attendances."""
    return select(attendances.c.case_id).where(attendances.c.organization_id == _HERE, *which)


_OF_ATTENDANCE = _cases(_attended(attendances.c.id == _KEY))
_OF_ATTENDANCES = _cases(_attended(attendances.c.id.in_(_KEYS)))
_OF_SESSION = _cases(_attended(attendances.c.session_id == _KEY))
_visited = select(attendances.c.session_id).where(
    attendances.c.organization_id == _HERE, attendances.c.id == _KEY
)
_OF_VISIT = _cases(_attended(attendances.c.session_id.in_(_visited)))
_VISIT = (
    select(sessions.c.id)
    .where(sessions.c.organization_id == _HERE, sessions.c.id.in_(_visited))
    .with_for_update(key_share=True)
)
_OF_CYCLE = _cases(
    select(cycles.c.case_id).where(cycles.c.organization_id == _HERE, cycles.c.id == _KEY)
)


# A closed case has no cycle in force.
_OF_PRACTICE = (
    select(cases.c.id)
    .where(cases.c.organization_id == _HERE, cases.c.status == bindparam("status"))
    .order_by(cases.c.id)
    .with_for_update(key_share=True)
)


async def of_attendance(work: Work, key: UUID) -> None:
    """Wait for the attendance's case, if it has one."""
    await work.lock(_OF_ATTENDANCE, key=key)


async def of_attendances(work: Work, keys: Collection[UUID]) -> None:
    """Wait for the cases of the attendances, of those that have one."""
    await work.lock(_OF_ATTENDANCES, keys=keys)


async def of_session(work: Work, key: UUID) -> None:
    """Wait for the cases of all who attend the session."""
    await work.lock(_OF_SESSION, key=key)


async def of_visit(work: Work, attendance: UUID) -> None:
    """Wait for the cases of all who attend the attendance's session, and for the session."""
    await work.lock(_OF_VISIT, key=attendance)
    await work.lock(_VISIT, key=attendance)


async def of_cycle(work: Work, key: UUID) -> None:
    """Wait for the cycle's case; who books on it meanwhile waits, and sees what became of it."""
    await work.lock(_OF_CYCLE, key=key)


async def of_practice(work: Work) -> None:
    """Wait for every open case of the practice: whoever judges one by the practice's settings has
    done so, or will by those that come.
    """
    await work.lock(_OF_PRACTICE, status=CaseStatus.OPEN)
