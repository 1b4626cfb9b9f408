"""Cases and their cycles."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.courses import Course, Part, Stage
from db.demo.draft import Draft, add, chance, day_from_today, local, office_hour
from db.demo.people import Practice, Service
from db.tables import cases, cycle_runs, cycle_services, cycles
from domain.cases import CaseStatus
from domain.cycles import CycleStatus

# Outside working hours, so that a cycle takes each of its days as a whole or not at all.
BEFORE_WORK = 7 * 60 + 30


@dataclass(frozen=True, slots=True)
class Referral:
    """A case to be."""

    client: UUID
    location: UUID
    clinician: UUID
    title: str
    course: Course


@dataclass(frozen=True, slots=True)
class Care:
    """A case that was opened; `active` are its active cycles with their service mix."""

    case: UUID
    client: UUID
    location: UUID
    clinician: UUID
    course: Course
    opened_at: datetime
    cycles: list[tuple[UUID, Stage]] = field(default_factory=list)
    active: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)


def services_of(practice: Practice, mix: tuple[Part, ...]) -> tuple[Service, ...]:
    """The services that do these parts."""
    return tuple(practice.services[part] for part in mix)


def open_case(draft: Draft, practice: Practice, referral: Referral) -> Care:
    """The case, and every cycle of its course."""
    at = office_hour(draft, draft.rng.randrange(44, 80))
    case = _add_case(draft, at, referral)
    course = referral.course
    care = Care(case, referral.client, referral.location, referral.clinician, course, at)
    for stage in course.stages:
        _add_cycle(draft, practice, care, stage)
    return care


def _add_case(draft: Draft, at: datetime, referral: Referral) -> UUID:
    course = referral.course
    issued_on = None if chance(draft, 8) else at.date() - timedelta(days=draft.rng.randrange(1, 9))
    return add(
        draft,
        cases,
        at,
        client_id=referral.client,
        location_id=referral.location,
        supervisor_id=referral.clinician if course.supervised else None,
        title=referral.title,
        status=CaseStatus.CLOSED if course.closed else CaseStatus.OPEN,
        issued_on=issued_on,
        expires_on=issued_on and issued_on + timedelta(days=180),
        max_sessions=draft.rng.choice((30, 40, 60)) if chance(draft, 4) else None,
        booking_policy=course.policy,
    )


def _add_cycle(draft: Draft, practice: Practice, care: Care, stage: Stage) -> None:
    at = office_hour(draft, stage.since + 1)
    is_draft = stage.status is CycleStatus.DRAFT
    cycle = add(
        draft,
        cycles,
        at,
        case_id=care.case,
        status=stage.status,
        authorized=stage.authorized,
        carried_in=stage.carried_in,
        summary_percent=stage.summary,
        renewal_percent=None,
        activated_at=None if is_draft else _morning(draft, stage.since),
        ended_at=_morning(draft, stage.until) if stage.until else None,
        ended_because=stage.because,
    )
    _add_mix(draft, practice, care, cycle, stage)
    _add_runs(draft, cycle, at, stage)
    care.cycles.append((cycle, stage))


def _add_mix(draft: Draft, practice: Practice, care: Care, cycle: UUID, stage: Stage) -> None:
    mix = tuple(service.key for service in services_of(practice, stage.mix))
    for service in mix:
        draft.rows[cycle_services.name].append(
            {
                "organization_id": draft.organization,
                "cycle_id": cycle,
                "service_id": service,
                "case_id": care.case,
                "cycle_status": stage.status,
            }
        )
    if stage.status is CycleStatus.ACTIVE:
        care.active[cycle] = mix


def _add_runs(draft: Draft, cycle: UUID, at: datetime, stage: Stage) -> None:
    add(draft, cycle_runs, at, cycle_id=cycle, number=1)
    if stage.reopened is not None:
        add(draft, cycle_runs, _morning(draft, stage.reopened), cycle_id=cycle, number=2)


def _morning(draft: Draft, days_ago: int) -> datetime:
    return local(draft, day_from_today(draft, -days_ago), BEFORE_WORK)
