"""Registering, updating, archiving and restoring clients."""

from uuid import UUID

from db.work import Work
from db.writing import clients
from domain.access import Act
from domain.changes import ChangeKind, differing
from domain.clients import OWN, RULES, STEPS, WAYS, Standing
from domain.errors import DomainError, NotFound, Refused
from domain.forms import Form, amended, created, faults_in, refuse, stepped, tidied
from domain.ids import Noun
from domain.states import must_follow
from resolvers.named import unfit_email
from resolvers.outcome import Outcome
from resolvers.versions import must_be_current

PATH = ("input", "clientId")
_KINDS = {
    Standing.ARCHIVED: ChangeKind.CLIENT_ARCHIVED,
    Standing.CURRENT: ChangeKind.CLIENT_RESTORED,
}


async def register(work: Work, form: Form) -> Outcome:
    """Register a client."""
    work.demand(Act.REGISTER_CLIENT)
    refuse([*faults_in(form, RULES), *await unfit_email(work, clients.is_taken, form)])
    new = tidied(form, WAYS)
    key = await clients.add(work, new)
    work.record(created(ChangeKind.CLIENT_REGISTERED, Noun.CLIENT, key, new))
    return Outcome({"client": key})


async def update(work: Work, key: UUID | None, expected: int | None, form: Form) -> Outcome:
    """Change what is given of a client; clients change how they themselves are reached."""
    work.demand(Act.UPDATE_CONTACT)
    if not OWN.issuperset(form):
        work.demand(Act.UPDATE_CLIENT)
    taken = await unfit_email(work, clients.is_taken, form, key)
    faults = [*faults_in(form, RULES), *taken]
    held = await _held(work, key, expected, faults)
    refuse(faults)
    changed = differing(tidied(form, WAYS), held.kept)
    if changed:
        await clients.change(work, held, changed)
        kind = ChangeKind.CLIENT_UPDATED
        work.record(amended(kind, Noun.CLIENT, held.key, held.kept, changed))
    return Outcome({"client": held.key})


async def stand(work: Work, key: UUID | None, expected: int | None, wanted: Standing) -> Outcome:
    """Archive or restore a client."""
    work.demand(Act.ARCHIVE_CLIENT)
    held = await _held(work, key, expected, [])
    must_follow(STEPS, "client", held.standing, wanted, PATH)
    await clients.stand(work, held.key, wanted)
    work.record(stepped(_KINDS[wanted], Noun.CLIENT, held.key, held.standing, wanted))
    return Outcome({"client": held.key})


async def _held(
    work: Work, key: UUID | None, expected: int | None, faults: list[DomainError]
) -> clients.Held:
    held = await clients.hold(work, key) if key else None
    if held is None:
        raise Refused([NotFound(path=PATH), *faults])
    must_be_current(Noun.CLIENT, held.key, held.version, expected)
    return held
