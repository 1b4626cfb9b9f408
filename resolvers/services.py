"""Creating, updating and retiring services."""

from uuid import UUID

from db.work import Work
from db.writing import services
from domain.access import Act
from domain.changes import ChangeKind, differing
from domain.errors import DomainError, NotFound, Refused
from domain.forms import Form, amended, created, faults_in, refuse, stepped, tidied
from domain.ids import Noun
from domain.places import STEPS, Standing
from domain.services import RULES, WAYS
from domain.states import must_follow
from resolvers.outcome import Outcome
from resolvers.versions import must_be_current

PATH = ("input", "serviceId")


async def create(work: Work, form: Form) -> Outcome:
    """Create a service."""
    work.demand(Act.MANAGE_SERVICES)
    refuse(faults_in(form, RULES))
    new = tidied(form, WAYS)
    key = await services.add(work, new)
    work.record(created(ChangeKind.SERVICE_CREATED, Noun.SERVICE, key, new))
    return Outcome({"service": key})


async def update(work: Work, key: UUID | None, expected: int | None, form: Form) -> Outcome:
    """Change what is given of a service."""
    work.demand(Act.MANAGE_SERVICES)
    faults = faults_in(form, RULES)
    held = await _held(work, key, expected, faults)
    refuse(faults)
    changed = differing(tidied(form, WAYS), held.kept)
    if changed:
        await services.change(work, held.key, changed)
        kind = ChangeKind.SERVICE_UPDATED
        work.record(amended(kind, Noun.SERVICE, held.key, held.kept, changed))
    return Outcome({"service": held.key})


async def retire(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Retire a service: nothing new gives it."""
    work.demand(Act.MANAGE_SERVICES)
    held = await _held(work, key, expected, [])
    must_follow(STEPS, "service", held.standing, Standing.RETIRED, PATH)
    await services.retire(work, held.key)
    kind = ChangeKind.SERVICE_RETIRED
    work.record(stepped(kind, Noun.SERVICE, held.key, held.standing, Standing.RETIRED))
    return Outcome({"service": held.key})


async def _held(
    work: Work, key: UUID | None, expected: int | None, faults: list[DomainError]
) -> services.Held:
    held = await services.hold(work, key) if key else None
    if held is None:
        raise Refused([NotFound(path=PATH), *faults])
    must_be_current(Noun.SERVICE, held.key, held.version, expected)
    return held
