"""What a practice is made of before anybody is treated there."""

from dataclasses import dataclass

from db.demo.courses import Course
from domain.access import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A member to be. `place` is the index of their location (None: all); who `treats` has a
    calendar of their own.
    """

    name: str
    email: str
    role: Role
    color: str
    place: int | None = None
    treats: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A service to be; money in minor units."""

    name: str
    minutes: int
    color: str
    fee_minor: int
    wage_minor: int


@dataclass(frozen=True, slots=True)
class Setup:
    """A practice to be. The offers stand in the order of `courses.Part`; `phones` are the first
    digits of numbers that are reserved for fiction, a hundred each.
    """

    name: str
    zone: str
    currency: str
    locations: tuple[str, ...]
    team: tuple[Seat, ...]
    offers: tuple[Offer, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    mail_host: str
    phones: tuple[str, ...]
    clients: int
    cases: int
    courses: tuple[Course, ...]
