"""Saving many attendances at once: one transaction, each answered for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.work import Work
from db.writing import attendances
from domain.access import Act
from domain.attendances import AttendanceStatus, must_be_named_once, must_not_be_too_many
from domain.errors import DomainError, Forbidden, NotForYou, Refused
from resolvers.attendances import complete
from resolvers.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Ending:
    """How one of them ended."""

    attendance: UUID | None
    outcome: AttendanceStatus
    without_consuming: bool
    expected: int | None


async def complete_many(work: Work, endings: Sequence[Ending]) -> Outcome:
    """End up to 100 attendances in the order given. One that is refused does not stop the others:
    it alone is undone, and its refusals name its place (Sessions 5). So is one that asks to consume
    nothing where the viewer's role may not: whether to ask is each item's, not the whole input's.
    """
    work.demand(Act.COMPLETE_ATTENDANCE)
    must_not_be_too_many(len(endings))
    named = [each.attendance for each in endings]
    await attendances.hold_all(work, [key for key in named if key])
    done: list[Outcome] = []
    refused: list[DomainError] = []
    for place, ending in enumerate(endings):
        try:
            async with work.attempt():
                must_be_named_once(ending.attendance, named[:place])
                done.append(await _one(work, ending))
        except Forbidden as error:
            path = ("input", "items", str(place), "withoutConsuming")
            refused.append(NotForYou(str(error), path))
        except DomainError as error:
            refused.append(error.under("input", "items", str(place)))
        except Refused as several:
            refused += [error.under("input", "items", str(place)) for error in several.errors]
    return _together(done, refused)


async def _one(work: Work, ending: Ending) -> Outcome:
    return await complete(
        work, ending.attendance, ending.outcome, ending.without_consuming, ending.expected
    )


def _together(done: Sequence[Outcome], refused: Sequence[DomainError]) -> Outcome:
    def each(name: str) -> tuple[UUID, ...]:
        found = [outcome.shown[name] for outcome in done]
        return tuple(dict.fromkeys(key for key in found if isinstance(key, UUID)))

    todos = [outcome.shown["todos_created"] for outcome in done]
    shown = {
        "attendances": each("attendance"),
        "sessions": each("session"),
        "cycles": each("cycle"),
        "todos_created": tuple(key for some in todos if isinstance(some, tuple) for key in some),
    }
    return Outcome(shown, refused=tuple(refused))
