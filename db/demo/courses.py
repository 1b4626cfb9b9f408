"""How far the care of a case has come: a table, walked through again and again."""

from dataclasses import dataclass
from enum import IntEnum

from domain.cases import BookingPolicy
from domain.cycles import CycleStatus


class Part(IntEnum):
    """What a service is for: its place in the list of offers."""

    EVALUATION = 0
    MAIN = 1
    SHORT = 2
    EXTRA = 3
    OTHER = 4
    GROUP = 5


USUAL = (Part.MAIN, Part.SHORT)
ASIDE = (Part.OTHER,)
TOGETHER = (Part.GROUP, Part.MAIN)


@dataclass(frozen=True, slots=True)
class Stage:
    """A cycle to be. It was activated `since` days ago and ended `until` days ago; in between,
    `consumed` sessions were treated on it. `ahead` are booked from today on. A `reopened` one
    was ended and taken up again so many days ago.
    """

    status: CycleStatus
    authorized: int = 10
    consumed: int = 0
    carried_in: int = 0
    ahead: int = 2
    mix: tuple[Part, ...] = USUAL
    since: int = 33
    until: int = 0
    because: str | None = None
    reopened: int | None = None
    summary: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A case to be: `loose` sessions were treated before any cycle was active, the evaluation
    first; `loose_ahead` are booked although none is.
    """

    stages: tuple[Stage, ...] = ()
    loose: int = 1
    loose_ahead: int = 0
    closed: bool = False
    supervised: bool = True
    policy: BookingPolicy | None = None


def draft(authorized: int) -> Stage:
    """Created, not yet activated."""
    return Stage(CycleStatus.DRAFT, authorized, since=3, ahead=0)


def active(authorized: int, used: int, ahead: int = 2, carried_in: int = 0) -> Stage:
    """Active, with `used` of `authorized` gone, `carried_in` of them elsewhere."""
    consumed = used - carried_in
    since = 33 if consumed else 4
    return Stage(CycleStatus.ACTIVE, authorized, consumed, carried_in, ahead, since=since)


def aside(authorized: int, used: int) -> Stage:
    """Active beside another one, for another service."""
    return Stage(CycleStatus.ACTIVE, authorized, used, mix=ASIDE, since=26)


def together(alone: int) -> Stage:
    """Active, for a group (whose sessions are not counted here) and some sessions alone."""
    return Stage(CycleStatus.ACTIVE, 30, alone, ahead=1, mix=TOGETHER, since=38)


def completed(authorized: int, until: int = 10) -> Stage:
    """Used up and closed."""
    return Stage(CycleStatus.COMPLETED, authorized, authorized, ahead=0, since=35, until=until)


def discontinued(authorized: int, used: int, because: str, until: int = 12) -> Stage:
    """Stopped early."""
    status = CycleStatus.DISCONTINUED
    return Stage(status, authorized, used, ahead=0, since=35, until=until, because=because)


def reopened(authorized: int, used: int, ago: int) -> Stage:
    """Ended, and active again in its second run."""
    ahead = min(1, authorized - used)
    return Stage(CycleStatus.ACTIVE, authorized, used, ahead=ahead, since=35, reopened=ago)


def renewed(stage: Stage, since: int = 12) -> Stage:
    """The same, but activated later: the cycle before it ended two days earlier."""
    return Stage(stage.status, stage.authorized, stage.consumed, ahead=stage.ahead, since=since)


COURSES: tuple[Course, ...] = (
    Course((active(10, 5, 5),)),
    Course(loose=2, loose_ahead=2),
    Course((draft(8),), loose_ahead=1),
    Course((active(10, 0, 8),)),
    Course((active(10, 9, 1),)),
    Course((active(12, 4, 7),), policy=BookingPolicy.BLOCK),
    Course((active(10, 8),)),
    Course((completed(8, 14), renewed(active(10, 3, 6)))),
    Course((together(3),)),
    Course((active(14, 11),)),
    Course((active(10, 10, 0),)),
    Course((discontinued(10, 4, "Client moved out of the area."),), closed=True),
    Course((active(10, 1, 8),)),
    Course((active(15, 12, 2, carried_in=3),)),
    Course((active(10, 6, 4), aside(6, 3))),
    Course((active(9, 7),)),
    Course((reopened(10, 9, 10),)),
    Course((completed(10),), closed=True),
    Course((active(12, 7, 5),), policy=BookingPolicy.ALLOW),
    Course((together(4),)),
    Course((active(10, 2, 7),), supervised=False),
    Course((active(20, 18, 1, carried_in=8),), supervised=False),
    Course((completed(6), draft(6))),
    Course((active(5, 4, 1),)),
    Course((Stage(CycleStatus.ACTIVE, 10, 6, ahead=3, summary=50),)),
    Course((discontinued(12, 3, "Referred to orthopedic surgery."), draft(10)), loose_ahead=1),
    Course((active(8, 0, 6),), loose=2),
    Course((active(10, 7, 3), aside(8, 2))),
    Course((active(6, 6, 0),), supervised=False),
    Course((together(3),)),
    Course((active(12, 10),)),
    Course((reopened(8, 8, 6),)),
    Course((active(12, 3, 7),)),
    Course((completed(8, 16), renewed(active(8, 5, 2), 14))),
    Course((), loose=1, loose_ahead=1),
    Course((active(10, 4, 6),)),
)
