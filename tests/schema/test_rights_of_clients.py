"""A client sees their own sessions and public notes, and nothing of anybody else."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import update

from db import tables
from domain.attendances import AttendanceStatus
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import NOON, TOMORROW, Practice
from tests.schema import walker
from tests.schema.care import Care, note, put, session_of
from tests.schema.walker import documents, walked
from tests.schema.ways import over_http

WORD = "Zanzibar"
WAGE = 987_654


@dataclass(frozen=True)
class Group:
    """A group session of the client and of Zanzibar, whose every trace is secret to the client."""

    session: str
    own: str
    others: str
    alone: str
    stranger: UUID

    def secrets(self, care: Care) -> list[str]:
        """What a client may not see."""
        keys = [self.others, self.alone, care.case, care.cycle, care.draft, care.todo]
        return [WORD, str(WAGE), "@practice.example", self.stranger.hex, *keys]


@pytest_asyncio.fixture
async def group(practice: Practice, care: Care) -> Group:
    """The client in a group with a stranger, who also has a case and a session of their own."""
    stranger = await practice.add_client(WORD, WORD)
    case = await practice.add_case(client_id=stranger, title=WORD)
    cycle = await practice.add_cycle(case)
    others = await practice.add_attendance(case, cycle, NOON + TOMORROW * 5, client=stranger)
    session = await session_of(practice, others)
    own = await practice.add(tables.attendances, session_id=session, client_id=practice.client)
    alone = await practice.add_attendance(case, cycle, NOON + TOMORROW * 6, client=stranger)
    for kept in (session, await session_of(practice, alone)):
        await note(practice, kept, WORD)
    await publish(practice, session)
    return Group(
        practice.id_of(Noun.SESSION, session),
        practice.id_of(Noun.ATTENDANCE, own),
        practice.id_of(Noun.ATTENDANCE, others),
        practice.id_of(Noun.ATTENDANCE, alone),
        stranger,
    )


async def publish(practice: Practice, session: UUID) -> None:
    """A public note for all who attend, and a wage that only staff may know."""
    noted = update(tables.sessions).where(tables.sessions.c.id == session)
    async with practice.store.transaction() as tx:
        await tx.execute(noted.values(public_note="Bring a towel"))
        await tx.execute(update(tables.services).values(wage_minor=WAGE))
        await tx.execute(update(tables.cases).values(title=f"{WORD} knee"))
        await tx.execute(update(tables.todos).values(title=f"Call {WORD}", note=WORD))


async def test_whatever_a_client_asks_nothing_of_others_is_in_the_answer(
    api: Api, care: Care, group: Group
) -> None:
    seen = await walked(api.as_("client"), documents(care, 2))

    assert [secret for secret in group.secrets(care) if secret in seen] == []
    for own in (care.client, care.session, care.attendance, group.session, group.own):
        assert own in seen
    assert "Bring a towel" in seen


async def test_a_member_sees_all_that_is_kept_from_clients(
    api: Api, care: Care, group: Group
) -> None:
    seen = await walked(api, documents(care, 1))

    assert [secret for secret in group.secrets(care) if secret not in seen] == []


async def test_by_id_a_client_finds_own_sessions_and_the_own_row_alone(
    api: Api, practice: Practice, care: Care, group: Group
) -> None:
    stranger = practice.id_of(Noun.CLIENT, group.stranger)
    ids = {
        care.client: "client",
        stranger: "client",
        care.session: "session",
        group.session: "session",
        care.case: "case",
        care.cycle: "cycle",
        care.todo: "node",
        group.others: "node",
        group.alone: "node",
    }

    found = {}
    for id, field in ids.items():
        answer = await over_http(api.as_("client"), f'{{ {field}(id: "{id}") {{ id }} }}')
        found[id] = answer["data"][field] is not None

    assert {id for id in found if found[id]} == {care.client, care.session, group.session}


async def test_in_a_group_a_client_sees_the_own_part_and_that_it_is_a_group(
    api: Api, care: Care, group: Group
) -> None:
    seen = await api.as_("client").read("Session", id=group.session)

    assert seen["kind"] == "GROUP"
    assert (seen["publicNote"], seen["privateNote"]) == ("Bring a towel", None)
    (part,) = seen["attendances"]
    assert part == {
        **part,
        "id": group.own,
        "client": {"id": care.client, "name": "José Álvarez"},
        "case": None,
        "cycle": None,
        "isConsuming": None,
        "whyNotConsuming": None,
    }


@pytest.mark.parametrize("others", AttendanceStatus)
@pytest.mark.parametrize("own", AttendanceStatus)
async def test_how_others_of_a_group_stand_changes_nothing_that_a_client_is_told_of_the_session(
    api: Api, practice: Practice, group: Group, own: AttendanceStatus, others: AttendanceStatus
) -> None:
    over = datetime(2020, 1, 1, tzinfo=UTC)
    await put(practice, tables.sessions, group.session, starts_at=over, ends_at=over)
    await ended(practice, group.own, own)
    before = await told_of(api, group.session)

    await ended(practice, group.others, others)
    after = await told_of(api, group.session)

    done, is_open = own is AttendanceStatus.COMPLETED, own is AttendanceStatus.OPEN
    derived = {"bookingStatus": "COMPLETED" if done else "BOOKED", "isUnsaved": is_open}
    assert before == after
    assert {name: after["session"][name] for name in derived} == derived
    assert [after[name]["totalCount"] for name in ("done", "unsaved")] == [done, is_open]


async def ended(practice: Practice, attendance: str, status: AttendanceStatus) -> None:
    """An attendance that stands like that."""
    at = None if status is AttendanceStatus.OPEN else NOON
    await put(practice, tables.attendances, attendance, status=status, completed_at=at)


async def told_of(api: Api, session: str) -> Json:
    """Everything plain that a client is told of the session, also by filters."""
    kind = walker.SCHEMA.type_map["Session"]
    found = f'filter: {{ items: {{ session: {{ ids: ["{session}"] }} }}'
    asked = f"""{{ session(id: "{session}") {{ {walker.selection(kind, 1)} }}
      done: sessions({found} bookingStatus: [COMPLETED] }}) {{ totalCount }}
      unsaved: sessions({found} isUnsaved: true }}) {{ totalCount }} }}"""
    answer = await over_http(api.as_("client"), asked)
    assert "errors" not in answer, answer
    data: Json = answer["data"]
    return data


async def test_a_client_is_not_told_who_did_it_or_whom_it_was_booked_over(
    api: Api, practice: Practice, care: Care, group: Group
) -> None:
    clinician = practice.people["clinician"]
    await put(practice, tables.attendances, care.ended, completed_by_id=clinician)
    async with practice.store.transaction() as tx:
        await tx.execute(update(tables.items).values(conflict_overridden=True))
    part = "completedBy { id } session { items { conflictOverridden } }"
    asked = f"""{{ attendances {{ nodes {{ {part} }} }}
      saved: attendances(filter: {{ completedBy: {{}} }}) {{ totalCount }}
      over: sessions(filter: {{ items: {{ conflictOverridden: true }} }}) {{ totalCount }}
      under: sessions(filter: {{ items: {{ conflictOverridden: false }} }}) {{ totalCount }} }}"""

    told = {who: (await over_http(api.as_(who), asked))["data"] for who in ("client", "staff")}

    counted = {
        who: [told[who][n]["totalCount"] > 0 for n in ("saved", "over", "under")] for who in told
    }
    assert counted == {"client": [False, False, False], "staff": [True, True, False]}
    parts = told["client"]["attendances"]["nodes"]
    assert [part["completedBy"] for part in parts] == [None] * len(parts)
    assert {item["conflictOverridden"] for p in parts for item in p["session"]["items"]} == {None}


async def test_lists_count_only_what_a_client_sees(api: Api, care: Care, group: Group) -> None:
    lists = ("clients", "cases", "cycles", "sessions", "attendances", "todos")
    query = " ".join(f"{name} {{ totalCount nodes {{ id }} }}" for name in lists)

    answer = await over_http(api.as_("client"), f"{{ {query} }}")

    counted = {
        name: (page["totalCount"], len(page["nodes"])) for name, page in answer["data"].items()
    }
    own = {"clients": 1, "cases": 0, "cycles": 0, "sessions": 4, "attendances": 4, "todos": 0}
    assert counted == {name: (count, count) for name, count in own.items()}


async def test_no_filter_or_order_tells_a_client_about_others(
    api: Api, practice: Practice, care: Care, group: Group
) -> None:
    stranger = practice.id_of(Noun.CLIENT, group.stranger)
    asked = {
        "SessionFilter": (
            "sessions",
            [
                {"attendances": {"client": {"search": WORD}}},
                {"attendances": {"client": {"ids": [stranger]}}},
                {"attendances": {"ids": [group.others]}},
                {"attendances": {"case": {"status": ["OPEN"]}}},
                {"attendances": {"cycle": {"status": ["ACTIVE"]}}},
            ],
        ),
        "ClientFilter": (
            "clients",
            [
                {"search": WORD},
                {"cases": {"status": ["OPEN"]}},
                {"todos": {"status": ["OPEN"]}},
            ],
        ),
        "AttendanceFilter": (
            "attendances",
            [
                {"case": {"status": ["OPEN"]}},
                {"cycle": {"status": ["ACTIVE"]}},
                {"session": {"attendances": {"client": {"ids": [stranger]}}}},
            ],
        ),
    }
    counted = []

    for kind, (name, narrowings) in asked.items():
        query = f"query($f: {kind}) {{ {name}(filter: $f) {{ totalCount }} }}"
        for narrowed in narrowings:
            found = await over_http(api.as_("client"), query, {"f": narrowed})
            assert "errors" not in found, (narrowed, found)
            counted.append(found["data"][name]["totalCount"])

    assert counted == [0] * 11
