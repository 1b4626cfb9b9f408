"""The demo practice is the same every time, and breaks none of the rules that it shows."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import RowMapping, select

from db.demo import DemoPractice, has_practice, load_demo
from db.store import Store
from db.tables import metadata
from domain.attendances import AttendanceStatus
from domain.cycles import CycleStatus, MilestoneKind, reached, serving
from domain.todos import TITLES, TodoStatus

# A Sunday, a Monday soon after the clocks went back, and the last day of a year.
DAYS = (
    datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
    datetime(2027, 11, 8, 0, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
)


@dataclass(frozen=True)
class Loaded:
    """All rows by table name, in order of their keys."""

    now: datetime
    demo: DemoPractice
    rows: dict[str, list[RowMapping]]

    def by(self, table: str, column: str) -> dict[Any, list[RowMapping]]:
        found: dict[Any, list[RowMapping]] = defaultdict(list)
        for row in self.rows[table]:
            found[row[column]].append(row)
        return found

    def one(self, table: str) -> dict[Any, RowMapping]:
        return {row["id"]: row for row in self.rows[table]}

    def consumed(self) -> Counter[Any]:
        total: Counter[Any] = Counter()
        for entry in self.rows["entries"]:
            total[entry["cycle_id"]] += entry["delta"]
        return total


async def load(file: Path, now: datetime) -> Loaded:
    store = Store(f"sqlite:///{file}")
    async with store.transaction() as tx:
        await tx.run_sync(metadata.create_all)
        assert not await has_practice(tx)
        demo = await load_demo(tx, now)
        assert await has_practice(tx)
        rows = {
            table.name: list(
                (await tx.execute(select(table).order_by(*table.primary_key))).mappings()
            )
            for table in metadata.tables.values()
        }
    await store.close()
    return Loaded(now, demo, rows)


@pytest.fixture(scope="module", params=DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return asyncio.run(load(tmp_path_factory.mktemp("demo") / "demo.db", request.param))


def test_one_day_gives_the_same_rows(loaded: Loaded, tmp_path: Path) -> None:
    again = asyncio.run(load(tmp_path / "again.db", loaded.now.replace(hour=23, minute=1)))
    assert again.demo == loaded.demo
    for table, rows in loaded.rows.items():
        assert again.rows[table] == rows, table


def test_keys_sort_by_creation_and_nothing_is_of_the_future(loaded: Loaded) -> None:
    for table in ("clients", "cases", "cycles", "sessions", "attendances", "entries", "todos"):
        for _, rows in loaded.by(table, "organization_id").items():
            times = [row["created_at"] for row in rows]
            assert times == sorted(times), table
            assert times[-1] < loaded.now, table
            assert {row["id"].version for row in rows} == {7}


def test_there_is_enough_of_everything(loaded: Loaded) -> None:
    counts = {table: len(rows) for table, rows in loaded.rows.items()}
    assert counts["organizations"] == counts["feeds"] == 2
    assert (counts["members"], counts["locations"], counts["clients"]) == (10, 3, 130)
    assert (counts["cases"], counts["cycles"]) == (182, 198)
    assert 1500 <= counts["sessions"] <= 2500
    assert {row["status"] for row in loaded.rows["cycles"]} == set(CycleStatus)
    assert {row["status"] for row in loaded.rows["todos"]} == set(TodoStatus)
    assert {row["status"] for row in loaded.rows["attendances"]} == set(AttendanceStatus)
    assert {4, 5, 6} <= {len(who) for who in loaded.by("attendances", "session_id").values()}


def test_cycles_stand_at_every_stage(loaded: Loaded) -> None:
    consumed, shares = loaded.consumed(), set()
    for cycle in loaded.rows["cycles"]:
        used = cycle["carried_in"] + consumed[cycle["id"]]
        assert 0 <= used <= cycle["authorized"]
        assert cycle["status"] is not CycleStatus.COMPLETED or used == cycle["authorized"]
        assert cycle["status"] is not CycleStatus.DISCONTINUED or cycle["ended_because"]
        if cycle["status"] is CycleStatus.ACTIVE:
            shares.add(used / cycle["authorized"])
    assert {0, 7 / 9, 11 / 14, 0.8, 0.9, 1} <= shares
    assert len(shares) >= 15


def test_mix_and_runs_follow_the_cycle(loaded: Loaded) -> None:
    mixes, runs = loaded.by("cycle_services", "cycle_id"), loaded.by("cycle_runs", "cycle_id")
    for key, cycle in loaded.one("cycles").items():
        assert {row["cycle_status"] for row in mixes[key]} == {cycle["status"]}
        assert [row["number"] for row in runs[key]] in ([1], [1, 2])
    assert any(len(each) == 2 for each in runs.values())


def test_the_ledger_has_one_open_entry_per_treated_attendance(loaded: Loaded) -> None:
    chains, cycles = loaded.by("entries", "attendance_id"), loaded.one("cycles")
    for row in loaded.rows["attendances"]:
        chain = chains[row["id"]]
        consumes = row["status"] is AttendanceStatus.COMPLETED and row["cycle_id"] is not None
        assert [entry["delta"] for entry in chain] in ([[1], [1, -1, 1]] if consumes else [[]])
        assert {entry["cycle_id"] for entry in chain} <= {row["cycle_id"]}
        before = [None, *(entry["id"] for entry in chain)]
        assert [entry["previous_id"] for entry in chain] == before[: len(chain)]
        if consumes:
            cycle = cycles[row["cycle_id"]]
            assert cycle["activated_at"] <= chain[0]["created_at"]
            assert row["completed_at"] <= (cycle["ended_at"] or loaded.now)
    assert any(len(chain) == 3 for chain in chains.values())


def test_milestones_stand_exactly_where_they_were_reached(loaded: Loaded) -> None:
    runs, entries = loaded.by("cycle_runs", "cycle_id"), loaded.by("entries", "cycle_id")
    wanted = set()
    for key, cycle in loaded.one("cycles").items():
        ends = [*(run["created_at"] for run in runs[key][1:]), loaded.now]
        for run, end in zip(runs[key], ends, strict=True):
            used = sum(entry["delta"] for entry in entries[key] if entry["created_at"] < end)
            used += cycle["carried_in"]
            percents = (cycle["summary_percent"] or 80, cycle["renewal_percent"] or 90)
            for kind, percent in zip(MilestoneKind, percents, strict=True):
                if reached(used, cycle["authorized"], percent):
                    wanted.add((run["id"], key, kind, percent))
    found = [
        (m["run_id"], m["cycle_id"], m["kind"], m["percent"]) for m in loaded.rows["milestones"]
    ]
    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_each_milestone_has_its_todo(loaded: Loaded) -> None:
    todos, cases = loaded.by("todos", "milestone_id"), loaded.one("cases")
    locations, cycles = loaded.one("locations"), loaded.one("cycles")
    for milestone in loaded.rows["milestones"]:
        (todo,) = todos[milestone["id"]]
        case = cases[cycles[milestone["cycle_id"]]["case_id"]]
        manager = locations[case["location_id"]]["manager_id"]
        for_summary = milestone["kind"] is MilestoneKind.PROGRESS_SUMMARY_DUE
        assert todo["title"] == TITLES[milestone["kind"]]
        assert todo["assignee_id"] == (case["supervisor_id"] if for_summary else manager)
    assert todos[None], "some are made by hand"


def test_open_sessions_are_linked_to_the_active_cycle_that_serves_them(loaded: Loaded) -> None:
    active: dict[Any, dict[Any, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for row in loaded.rows["cycle_services"]:
        if row["cycle_status"] is CycleStatus.ACTIVE:
            active[row["case_id"]][row["cycle_id"]].add(row["service_id"])
    items = loaded.by("items", "session_id")
    for row in loaded.rows["attendances"]:
        if row["status"] is AttendanceStatus.OPEN:
            services = [item["service_id"] for item in items[row["session_id"]]]
            assert row["cycle_id"] == serving(active[row["case_id"]], services)


def test_only_past_sessions_have_ended_and_some_of_those_are_unsaved(loaded: Loaded) -> None:
    sessions = loaded.one("sessions")
    starts = [(sessions[a["session_id"]]["starts_at"], a) for a in loaded.rows["attendances"]]
    ended = [at for at, a in starts if a["status"] is not AttendanceStatus.OPEN]
    assert max(ended) < loaded.now
    assert any(at and at < loaded.now and a["completed_at"] is None for at, a in starts)
    for row in loaded.rows["attendances"]:
        assert row["completed_at"] is None or row["created_at"] < row["completed_at"] < loaded.now


def test_booking_stands_at_every_stage(loaded: Loaded) -> None:
    forms = {
        (len(items), sum(item["starts_at"] is not None for item in items))
        for items in loaded.by("items", "session_id").values()
    }
    assert forms == {(1, 1), (2, 2), (2, 1), (1, 0)}


def test_nobody_is_in_two_places(loaded: Loaded) -> None:
    busy: dict[Any, list[tuple[datetime, datetime]]] = defaultdict(list)
    attendances = loaded.by("attendances", "session_id")
    for item in loaded.rows["items"]:
        if item["starts_at"] is not None:
            clients = [a["client_id"] for a in attendances[item["session_id"]]]
            for who in (item["clinician_id"], *clients):
                busy[who].append((item["starts_at"], item["ends_at"]))
    assert None not in busy
    assert not [who for who, spans in busy.items() if overlap(spans)]


def overlap(spans: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(one[1] > other[0] for one, other in pairwise(sorted(spans)))


def test_sessions_keep_working_hours(loaded: Loaded) -> None:
    zones = {row["id"]: ZoneInfo(row["time_zone"]) for row in loaded.rows["organizations"]}
    for item in loaded.rows["items"]:
        if item["starts_at"] is not None:
            start, end = (
                item[c].astimezone(zones[item["organization_id"]]) for c in ("starts_at", "ends_at")
            )
            assert start.weekday() < 5
            assert start.hour >= 8
            assert (end.hour, end.minute) <= (18, 0)


def test_the_edge_is_one_treatment_from_each_milestone(loaded: Loaded) -> None:
    demo, cycle = loaded.demo, loaded.one("cycles")[loaded.demo.cycle]
    case = loaded.one("cases")[demo.case]
    assert loaded.one("clients")[case["client_id"]]["email"] == "client@demo.example"
    assert case["supervisor_id"] == demo.clinician
    assert loaded.one("locations")[case["location_id"]]["manager_id"] == demo.manager
    assert (cycle["case_id"], cycle["status"]) == (demo.case, CycleStatus.ACTIVE)
    assert (cycle["authorized"], loaded.consumed()[demo.cycle]) == (10, 7)
    linked = loaded.by("attendances", "cycle_id")[demo.cycle]
    left = {a["id"] for a in linked if a["status"] is AttendanceStatus.OPEN}
    assert left == set(demo.attendances)
    assert len(left) == 4
    sessions, attendances = loaded.one("sessions"), loaded.one("attendances")
    starts = [sessions[attendances[key]["session_id"]]["starts_at"] for key in demo.attendances]
    assert starts == sorted(starts)
    assert not [m for m in loaded.rows["milestones"] if m["cycle_id"] == demo.cycle]
