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
)
