"""Organization, locations, members and services."""

from dataclasses import dataclass
from uuid import UUID

from db.demo.draft import Draft, add, mint, office_hour
from db.demo.setups import Offer, Seat, Setup
from db.tables import feeds, locations, members, organizations, services
from domain.access import Role
from domain.cases import BookingPolicy


@dataclass(frozen=True, slots=True)
class Service:
    """What a visit needs to know of a service."""

    key: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class Practice:
    """Who and what is there: `treating` by location, members by e-mail, `desk` saves at the
    reception.
    """

    setup: Setup
    locations: tuple[UUID, ...]
    members: dict[str, UUID]
    managers: dict[UUID, UUID]
    treating: dict[UUID, tuple[UUID, ...]]
    services: tuple[Service, ...]
    desk: UUID


def found(draft: Draft, setup: Setup) -> Practice:
    """The practice as it stood on its first day."""
    _add_organization(draft, setup)
    places = tuple(_add_location(draft, name) for name in setup.locations)
    team = [_add_member(draft, seat, places) for seat in setup.team]
    hired = list(zip(setup.team, team, strict=True))
    return Practice(
        setup,
        places,
        {seat.email: key for seat, key in hired},
        {places[s.place]: key for s, key in hired if _manages(s) and s.place is not None},
        {place: _treating(hired, at) for at, place in enumerate(places)},
        tuple(_add_service(draft, offer) for offer in setup.offers),
        next((key for seat, key in hired if seat.role is Role.STAFF), team[0]),
    )


def _manages(seat: Seat) -> bool:
    return seat.role is Role.CLINIC_MANAGER


def _treating(hired: list[tuple[Seat, UUID]], place: int) -> tuple[UUID, ...]:
    """Clinicians first: of them a group, too, takes its own."""
    here = [(seat, key) for seat, key in hired if seat.treats and seat.place in (place, None)]
    here.sort(key=lambda pair: pair[0].role is not Role.CLINICIAN)
    return tuple(key for _, key in here)


def _add_organization(draft: Draft, setup: Setup) -> None:
    founded = office_hour(draft, 500)
    draft.rows[organizations.name].append(
        {
            "id": draft.organization,
            "created_at": founded,
            "name": setup.name,
            "time_zone": setup.zone,
            "currency": setup.currency,
            "booking_policy": BookingPolicy.WARN,
            "summary_percent": 80,
            "renewal_percent": 90,
        }
    )
    epoch = mint(draft.rng, draft.minted, founded)
    draft.rows[feeds.name].append(
        {"organization_id": draft.organization, "epoch": epoch, "head": 0}
    )


def _add_location(draft: Draft, name: str) -> UUID:
    at = office_hour(draft, 499)
    return add(draft, locations, at, name=name, time_zone=None, manager_id=None)


def _add_member(draft: Draft, seat: Seat, places: tuple[UUID, ...]) -> UUID:
    return add(
        draft,
        members,
        office_hour(draft, 498),
        name=seat.name,
        email=seat.email,
        role=seat.role,
        color=seat.color,
        is_active=True,
        location_id=None if seat.place is None else places[seat.place],
    )


def _add_service(draft: Draft, offer: Offer) -> Service:
    key = add(
        draft,
        services,
        office_hour(draft, 497),
        name=offer.name,
        minutes=offer.minutes,
        color=offer.color,
        fee_minor=offer.fee_minor,
        wage_minor=offer.wage_minor,
        is_retired=False,
    )
    return Service(key, offer.minutes)
