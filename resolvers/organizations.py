"""Updating the practice's settings."""

from uuid import UUID

from db.work import Work
from db.writing import organizations
from domain.access import Act
from domain.changes import ChangeKind, differing
from domain.errors import NotFound, Refused
from domain.forms import Form, amended, faults_in, refuse, tidied
from domain.ids import Noun
from domain.places import ORGANIZATION, WAYS, lowers
from resolvers.milestones import fire_everywhere
from resolvers.outcome import Outcome
from resolvers.versions import must_be_current


async def update(work: Work, key: UUID | None, expected: int | None, form: Form) -> Outcome:
    """Change what is given of the settings. Where a threshold is lowered, the milestones of cycles
    in force that have reached it fire at once, as when one cycle's own is (Cycles 6, 7).
    """
    work.demand(Act.UPDATE_ORGANIZATION)
    faults = faults_in(form, ORGANIZATION)
    held = await organizations.hold(work, key) if key else None
    if key is None or held is None:
        raise Refused([NotFound(path=("input", "organizationId")), *faults])
    must_be_current(Noun.ORGANIZATION, key, held.version, expected)
    refuse(faults)
    changed = differing(tidied(form, WAYS), held.kept)
    if changed:
        await organizations.change(work, changed)
        kind = ChangeKind.ORGANIZATION_UPDATED
        work.record(amended(kind, Noun.ORGANIZATION, key, held.kept, changed))
    todos = await fire_everywhere(work) if lowers(changed, held.kept) else ()
    return Outcome({"organization": key, "todos_created": todos})
