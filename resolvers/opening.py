"""Opening a practice: the one change that is made before anybody is there to make it."""

from uuid import UUID

from db.work import Work
from db.writing import locations, members, organizations
from domain import places
from domain.access import Act, Role, Viewer
from domain.changes import ChangeKind
from domain.errors import DomainError
from domain.forms import Form, created, faults_in, refuse, tidied
from domain.ids import Noun, new_key
from domain.members import RULES, WAYS
from resolvers.outcome import Outcome


def first_owner() -> Viewer:
    """Who opens a practice: the owner that it is going to have."""
    return Viewer(new_key(), Role.OWNER, new_key())


async def open_practice(work: Work, practice: Form, location: Form, owner: Form) -> Outcome:
    """Make the viewer's practice, its first location, and the viewer a member of it. All that is
    wrong is told at once, under `practice`, `location` and `owner`.
    """
    work.demand(Act.UPDATE_ORGANIZATION, Act.MANAGE_LOCATIONS, Act.CHANGE_OWNER)
    refuse(_faults(practice, location, owner))
    await _organization(work, tidied(practice, places.WAYS))
    place = await _location(work, tidied(location, places.WAYS))
    await _owner(work, {**tidied(owner, WAYS), "role": work.viewer.role})
    shown = {"organization": work.organization, "location": place, "member": work.viewer.key}
    return Outcome(shown)


def _faults(practice: Form, location: Form, owner: Form) -> list[DomainError]:
    return [
        *(each.under("practice") for each in faults_in(practice, places.ORGANIZATION)),
        *(each.under("location") for each in faults_in(location, places.LOCATION)),
        *(each.under("owner") for each in faults_in(owner, RULES)),
    ]


async def _organization(work: Work, form: Form) -> None:
    await organizations.add(work, form)
    kind = ChangeKind.ORGANIZATION_OPENED
    work.record(created(kind, Noun.ORGANIZATION, work.organization, form))


async def _location(work: Work, form: Form) -> UUID:
    key = await locations.add(work, form)
    work.record(created(ChangeKind.LOCATION_CREATED, Noun.LOCATION, key, form))
    return key


async def _owner(work: Work, form: Form) -> None:
    key = await members.add(work, form, work.viewer.key)
    work.record(created(ChangeKind.MEMBER_CREATED, Noun.MEMBER, key, form))
