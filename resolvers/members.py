"""Creating, updating, retiring and restoring members."""

from collections.abc import Collection
from uuid import UUID

from db.work import Work
from db.writing import members, people
from domain.access import Act
from domain.changes import ChangeKind, differing
from domain.errors import DomainError, NotFound, Refused
from domain.forms import Form, amended, created, faults_in, refuse, stepped, tidied
from domain.ids import Noun
from domain.members import (
    RULES,
    STEPS,
    WAYS,
    Member,
    Standing,
    must_leave_an_owner,
    must_stay_signed_in,
    touching,
)
from domain.states import must_follow
from resolvers.named import unfit, unfit_email
from resolvers.outcome import Outcome
from resolvers.versions import must_be_current

PATH = ("input", "memberId")
ROLE = ("input", "role")
_KINDS = {
    Standing.RETIRED: ChangeKind.MEMBER_RETIRED,
    Standing.ACTIVE: ChangeKind.MEMBER_RESTORED,
}


async def create(work: Work, form: Form) -> Outcome:
    """Create a member."""
    work.demand(Act.MANAGE_MEMBERS)
    work.demand(*touching(form["role"]))
    refuse([*faults_in(form, RULES), *await _unfit(work, form)])
    new = tidied(form, WAYS)
    key = await members.add(work, new)
    work.record(created(ChangeKind.MEMBER_CREATED, Noun.MEMBER, key, new))
    return Outcome({"member": key})


async def update(work: Work, key: UUID | None, expected: int | None, form: Form) -> Outcome:
    """Change what is given of a member."""
    work.demand(Act.MANAGE_MEMBERS)
    work.demand(*touching(form.get("role")))
    faults = [*faults_in(form, RULES), *await _unfit(work, form, key)]
    member, owners = await _held(work, key, expected, faults)
    refuse(faults)
    changed = differing(tidied(form, WAYS), member.kept)
    if "role" in changed:
        must_stay_signed_in(work.viewer, member, ROLE)
        must_leave_an_owner(member, owners, ROLE)
    if changed:
        await members.change(work, member.key, changed)
        kind = ChangeKind.MEMBER_UPDATED
        work.record(amended(kind, Noun.MEMBER, member.key, member.kept, changed))
    return Outcome({"member": member.key})


async def stand(work: Work, key: UUID | None, expected: int | None, wanted: Standing) -> Outcome:
    """Retire or restore a member."""
    work.demand(Act.MANAGE_MEMBERS)
    member, owners = await _held(work, key, expected, [])
    must_follow(STEPS, "member", member.standing, wanted, PATH)
    if wanted is Standing.RETIRED:
        must_stay_signed_in(work.viewer, member, PATH)
        must_leave_an_owner(member, owners, PATH)
    await members.stand(work, member.key, wanted)
    work.record(stepped(_KINDS[wanted], Noun.MEMBER, member.key, member.standing, wanted))
    return Outcome({"member": member.key})


async def _held(
    work: Work, key: UUID | None, expected: int | None, faults: list[DomainError]
) -> tuple[Member, Collection[UUID]]:
    """The member and the active owners; Forbidden where it is an owner and the viewer is none."""
    member, owners = await members.hold(work, key) if key else (None, ())
    if member is None:
        raise Refused([NotFound(path=PATH), *faults])
    work.demand(*touching(member.role))
    must_be_current(Noun.MEMBER, member.key, member.version, expected)
    return member, owners


async def _unfit(work: Work, form: Form, key: UUID | None = None) -> list[DomainError]:
    """Refusals of the address, and of the location that the form limits the member to, if it
    does.
    """
    taken = await unfit_email(work, members.is_taken, form, key)
    place = form.get("location_id")
    if not isinstance(place, UUID):
        return taken
    known = await people.locations_known(work, {place})
    return [*taken, *unfit(known, place, ("input", "locationId"))]
