"""Changes of every kind, each a document's name and its input."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from domain.ids import Noun
from tests.api import Api, Json
from tests.live.scene import at_the_edge
from tests.practice import Practice
from tests.schema.care import Care, furnish
from tests.schema.inputs import IDS, accepted, booking, soon

Step: TypeAlias = tuple[str, Json]


@dataclass(frozen=True)
class Scene:
    """Changes to come, one after the other, and the ids of whom and what they concern. Before and
    after each, one of so many shares of all questions is asked.
    """

    steps: list[Step]
    about: list[str]
    shares: int = 1


Story: TypeAlias = Callable[[Api, Practice], Awaitable[Scene]]


def alone(name: str) -> Story:
    """One change of everyday records."""

    async def story(api: Api, practice: Practice) -> Scene:
        care = await furnish(practice)
        return Scene([(name, accepted(name, care))], care.all(), shares=4)

    return story


async def in_a_group(api: Api, practice: Practice) -> Scene:
    """Two attend one session: one part ends and is opened again, both move and are called off."""
    care = await furnish(practice)
    grace = practice.id_of(Noun.CLIENT, await practice.add_client("Grace", "Hopper"))
    opened = await api.run("CaseOpen", clientId=grace, locationId=care.location, title="Left hand")
    both = [
        {"clientId": care.client, "caseId": care.case},
        {"clientId": grace, "caseId": opened["case"]["id"]},
    ]
    wanted = booking(care, attendees=both)
    wanted["items"][0] |= {"startsAt": soon(200), "endsAt": soon(201)}
    session = (await api.run("SessionBook", **wanted))["session"]
    one = {"attendanceId": session["attendances"][0]["id"]}
    manager = practice.id_of(Noun.MEMBER, practice.people["manager"])
    item = {"itemId": session["items"][0]["id"], "clinicianId": manager, "startsAt": soon(400)}
    steps: list[Step] = [
        ("AttendanceComplete", one),
        ("AttendanceReopen", one),
        ("SessionReschedule", {"sessionId": session["id"], "items": [item]}),
        ("SessionCancel", {"sessionId": session["id"]}),
        ("AttendanceReopen", one),
    ]
    people = [id for who in both for id in who.values()]
    parts = [part["id"] for part in session["attendances"]]
    return Scene(steps, [*people, *parts, session["id"], item["itemId"], manager, care.member])


async def over_the_thresholds(api: Api, practice: Practice) -> Scene:
    """The eighth and the ninth of ten, one undone, and the count lowered below what is booked."""
    edge = await at_the_edge(practice, left_open=5)
    eighth, ninth = ({"attendanceId": id} for id in edge.open[:2])
    cycle = practice.id_of(Noun.CYCLE, edge.cycle)
    steps: list[Step] = [
        ("AttendanceComplete", eighth),
        ("AttendancesComplete", {"items": [ninth]}),
        ("AttendanceReopen", eighth),
        ("CycleAmend", {"cycleId": cycle, "authorized": 9, "acceptOrphans": True}),
    ]
    return Scene(steps, [edge.case, cycle, *edge.open])


async def elsewhere(api: Api, practice: Practice) -> Scene:
    """A case moves to another clinic, its work to another member and to a role."""
    care = await furnish(practice)
    steps: list[Step] = [
        ("CaseUpdate", {"caseId": care.case, "locationId": care.clinic}),
        ("CycleDiscontinue", {"cycleId": care.cycle, "reason": "Moved away"}),
        *[("TodoReassign", {"todoId": care.todo, **whom}) for whom in _hands(care)],
    ]
    places = [care.location, care.clinic]
    return Scene(steps, [care.case, care.cycle, care.todo, care.member, care.helper, *places])


async def on_and_off_its_cycle(api: Api, practice: Practice) -> Scene:
    """A cycle takes on what is open of its case, alone and in a group, gives it up and takes it on
    again; and the practice's thresholds come down to what it has used.
    """
    care = await furnish(practice)
    grace = practice.id_of(Noun.CLIENT, await practice.add_client("Grace", "Hopper"))
    place = {"clientId": grace, "locationId": care.clinic}
    case = (await api.run("CaseOpen", title="Right hand", **place))["case"]["id"]
    both = [{"clientId": care.client, "caseId": care.case}, {"clientId": grace, "caseId": case}]
    parts = [
        part["id"]
        for nth, attendees in enumerate((both, both[1:], both))
        for part in (await _booked(api, care, nth, attendees))["attendances"]
    ]
    drafted = {"caseId": case, "serviceIds": [care.service], "authorized": 10, "carriedIn": 2}
    cycle = {"cycleId": (await api.run("CycleCreate", **drafted))["cycle"]["id"]}
    steps: list[Step] = [
        ("CycleActivate", cycle),
        ("OrganizationUpdate", {"organizationId": care.organization, "renewalPercent": 20}),
        ("CycleAmend", {**cycle, "authorized": 3, "acceptOrphans": True}),
        ("CycleDiscontinue", {**cycle, "reason": "Moved away"}),
        ("CycleReopen", cycle),
    ]
    return Scene(steps, [grace, case, care.case, care.cycle, *cycle.values(), *parts], shares=4)


async def _booked(api: Api, care: Care, nth: int, attendees: list[Json]) -> Json:
    wanted = booking(care, attendees=attendees)
    wanted["items"][0] |= {"startsAt": soon(500 + nth), "endsAt": soon(501 + nth)}
    session: Json = (await api.run("SessionBook", **wanted))["session"]
    return session


def _hands(care: Care) -> list[Json]:
    return [
        {"assigneeId": care.member, "assigneeRole": None},
        {"assigneeId": care.helper},
        {"assigneeId": None, "assigneeRole": "STAFF"},
    ]


STORIES: tuple[Story, ...] = (
    *map(alone, IDS),
    in_a_group,
    over_the_thresholds,
    elsewhere,
    on_and_off_its_cycle,
)
