"""Creating, updating and retiring locations."""

from uuid import UUID

from db.work import Work
from db.writing import locations, people
from domain.access import Act
from domain.changes import ChangeKind, differing
from domain.errors import DomainError, NotFound, Refused
from domain.forms import Form, amended, created, faults_in, refuse, stepped, tidied
from domain.ids import Noun
from domain.places import LOCATION, STEPS, WAYS, Standing
from domain.states import must_follow
from resolvers.named import unfit
from resolvers.outcome import Outcome
from resolvers.versions import must_be_current

PATH = ("input", "locationId")


async def create(work: Work, form: Form) -> Outcome:
    """Create a location."""
    work.demand(Act.MANAGE_LOCATIONS)
    refuse([*faults_in(form, LOCATION), *await _unfit_manager(work, form)])
    new = tidied(form, WAYS)
    key = await locations.add(work, new)
    work.record(created(ChangeKind.LOCATION_CREATED, Noun.LOCATION, key, new))
    return Outcome({"location": key})


async def update(work: Work, key: UUID | None, expected: int | None, form: Form) -> Outcome:
    """Change what is given of a location."""
    work.demand(Act.MANAGE_LOCATIONS)
    faults = [*faults_in(form, LOCATION), *await _unfit_manager(work, form)]
    held = await _held(work, key, expected, faults)
    refuse(faults)
    changed = differing(tidied(form, WAYS), held.kept)
    if changed:
        await locations.change(work, held.key, changed)
        kind = ChangeKind.LOCATION_UPDATED
        work.record(amended(kind, Noun.LOCATION, held.key, held.kept, changed))
    return Outcome({"location": held.key})


async def retire(work: Work, key: UUID | None, expected: int | None) -> Outcome:
    """Retire a location: nothing new takes place there."""
    work.demand(Act.MANAGE_LOCATIONS)
    held = await _held(work, key, expected, [])
    must_follow(STEPS, "location", held.standing, Standing.RETIRED, PATH)
    await locations.retire(work, held.key)
    kind = ChangeKind.LOCATION_RETIRED
    work.record(stepped(kind, Noun.LOCATION, held.key, held.standing, Standing.RETIRED))
    return Outcome({"location": held.key})


async def _held(
    work: Work, key: UUID | None, expected: int | None, faults: list[DomainError]
) -> locations.Held:
    held = await locations.hold(work, key) if key else None
    if held is None:
        raise Refused([NotFound(path=PATH), *faults])
    must_be_current(Noun.LOCATION, held.key, held.version, expected)
    return held


async def _unfit_manager(work: Work, form: Form) -> list[DomainError]:
    """Refusals of the manager whom the form names, if it does."""
    manager = form.get("manager_id")
    if not isinstance(manager, UUID):
        return []
    return unfit(await people.members_known(work, {manager}), manager, ("input", "managerId"))
