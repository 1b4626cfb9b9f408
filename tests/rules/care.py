"""A case whose care is changed in any order, to see that the rules of cycles hold."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.attendances import AttendanceStatus
from domain.booked import Move
from domain.ids import Noun
from domain.sessions import Attendee, NewItem
from domain.todos import TodoStatus
from resolvers import (
    attendances,
    booked,
    bulk,
    case_changes,
    cycle_amending,
    cycle_ends,
    cycles,
    links,
    organizations,
    reopening,
    sessions,
    todo_changes,
    todos,
)
from resolvers.bulk import Ending
from resolvers.cycle_amending import Amendment
from resolvers.house import utc_now
from resolvers.sessions import NewSession
from tests.rules.counting import Books
from tests.rules.ground import Ground

WHICH = st.integers(0, 1)
NTH = st.integers(0, 30)
ENDED = st.sampled_from([one for one in AttendanceStatus if one is not AttendanceStatus.OPEN])
TREATED = AttendanceStatus.COMPLETED
MAX_SESSIONS = 5
# Every change that the rules below try; each must have been made, not only refused.
TRIED = {
    f"{act.__module__}.{act.__name__}"
    for act in (
        attendances.complete,
        reopening.reopen,
        booked.cancel,
        booked.reschedule,
        bulk.complete_many,
        case_changes.close,
        case_changes.reopen,
        cycle_amending.amend,
        cycle_ends.complete,
        cycle_ends.discontinue,
        cycle_ends.reopen,
        cycles.activate,
        cycles.create,
        links.relink,
        links.unlink,
        organizations.update,
        sessions.book,
        todo_changes.reopen,
        todos.close,
    )
}


class Care(RuleBasedStateMachine):
    """One case with two cycles for one service; whatever can be done is tried in any order."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self.case: UUID
        self.cycles: list[UUID] = []
        self.booked: list[UUID] = []
        self.hours = 0

    @initialize()
    def found(self) -> None:
        practice = self.ground.practice
        self.case = self.ground.run(practice.add_case(max_sessions=MAX_SESSIONS))
        for authorized in (4, 3):
            made = partial(
                cycles.create,
                case_key=self.case,
                services=[practice.service],
                authorized=authorized,
                carried_in=0,
            )
            self.cycles.append(self.made(made, "cycle"))
        self.change(cycles.activate, key=self.cycles[0])
        for _ in range(4):
            self.put_down(timed=True)

    def made(self, change: "partial[Any]", name: str) -> UUID:
        """The key of what the change made, which must not be refused."""
        outcome = self.ground.change(change)
        assert outcome is not None
        key = outcome.shown[name]
        assert isinstance(key, UUID)
        return key

    def change(self, act: Callable[..., Coroutine[Any, Any, Any]], **given: Any) -> None:
        """Try it; the rules may refuse it."""
        self.ground.change(partial(act, expected=None, **given))

    def books(self) -> Books:
        """All rows as they are now."""
        return self.ground.run(Books.of(self.ground.practice.store))

    def session_of(self, nth: int) -> tuple[UUID, UUID]:
        """The session of an attendance, and its only item."""
        books, key = self.books(), self.booked[nth % len(self.booked)]
        (session,) = [one.session_id for one in books.attendances if one.id == key]
        (item,) = [one.id for one in books.items if one.session_id == session]
        return session, item

    def span(self, timed: bool) -> dict[str, Any]:
        """Half an hour that nothing else has, by turns to come and past; or no time."""
        self.hours += 1
        starts = utc_now().replace(microsecond=0) + timedelta(hours=self.hours * (-1) ** self.hours)
        return {
            "starts_at": starts if timed else None,
            "ends_at": starts + timedelta(minutes=30) if timed else None,
        }

    @rule(timed=st.booleans())
    def book(self, timed: bool) -> None:
        if not self.closed():
            self.put_down(timed)

    def closed(self) -> bool:
        """Whether the case takes nothing."""
        return any(row.id == self.case and row.status == "CLOSED" for row in self.books().cases)

    def put_down(self, timed: bool) -> None:
        """Book a session on the case."""
        practice = self.ground.practice
        item = NewItem(practice.service, None, practice.location, *self.span(timed).values())
        who = Attendee(practice.client, self.case)
        new = NewSession(practice.location, (item,), (who,), 1, None, None, True)
        session = self.made(partial(sessions.book, new=new), "session")
        self.booked += [one.id for one in self.books().attendances if one.session_id == session]

    @rule(nth=NTH, timed=st.booleans())
    def reschedule(self, nth: int, timed: bool) -> None:
        session, item = self.session_of(nth)
        moves = [Move(item, self.span(timed))]
        self.change(booked.reschedule, key=session, moves=moves, override=True)

    @rule(nth=NTH)
    def cancel(self, nth: int) -> None:
        self.change(booked.cancel, key=self.session_of(nth)[0], because="Flu")

    @rule(nth=NTH, outcome=ENDED, without=st.booleans())
    def complete(self, nth: int, outcome: AttendanceStatus, without: bool) -> None:
        key = self.booked[nth % len(self.booked)]
        self.change(attendances.complete, key=key, outcome=outcome, without_consuming=without)

    @rule()
    def complete_all(self) -> None:
        for key in self.booked:
            self.change(attendances.complete, key=key, outcome=TREATED, without_consuming=False)

    @rule(nth=NTH)
    def complete_many(self, nth: int) -> None:
        endings = [Ending(key, TREATED, False, None) for key in self.booked[nth % 3 :]]
        self.ground.change(partial(bulk.complete_many, endings=endings))

    @rule(nth=NTH, override=st.booleans())
    def reopen(self, nth: int, override: bool) -> None:
        key = self.booked[nth % len(self.booked)]
        self.change(reopening.reopen, key=key, override=override)

    @rule(nth=NTH, which=WHICH)
    def relink(self, nth: int, which: int) -> None:
        key, cycle = self.booked[nth % len(self.booked)], self.cycles[which]
        self.change(links.relink, key=key, cycle=cycle)

    @rule(nth=NTH)
    def unlink(self, nth: int) -> None:
        self.change(links.unlink, key=self.booked[nth % len(self.booked)])

    @rule(which=WHICH, authorized=st.integers(1, 8), accept=st.booleans())
    def amend(self, which: int, authorized: int, accept: bool) -> None:
        new = Amendment({"authorized": authorized}, None, accept)
        self.change(cycle_amending.amend, key=self.cycles[which], new=new)

    @rule(which=WHICH, carried_in=st.integers(0, 3))
    def carry_in(self, which: int, carried_in: int) -> None:
        new = Amendment({"carried_in": carried_in}, None, accept_orphans=True)
        self.change(cycle_amending.amend, key=self.cycles[which], new=new)

    @rule(which=WHICH, percents=st.tuples(*[st.sampled_from([None, 1, 50, 100])] * 2))
    def call_sooner_or_later(self, which: int, percents: tuple[int | None, int | None]) -> None:
        given = dict(zip(("summary_percent", "renewal_percent"), percents, strict=True))
        new = Amendment(given, None, accept_orphans=False)
        self.change(cycle_amending.amend, key=self.cycles[which], new=new)

    @rule(percents=st.tuples(*[st.sampled_from([1, 50, 80, 100])] * 2))
    def call_all_sooner_or_later(self, percents: tuple[int, int]) -> None:
        names = ("progress_summary_percent", "renewal_percent")
        form = dict(zip(names, percents, strict=True))
        act = partial(organizations.update, expected=None, form=form)
        self.ground.change(partial(act, key=self.ground.practice.organization), self.ground.owner)

    @rule(which=WHICH)
    def activate(self, which: int) -> None:
        self.change(cycles.activate, key=self.cycles[which])

    @rule(which=WHICH)
    def complete_cycle(self, which: int) -> None:
        self.change(cycle_ends.complete, key=self.cycles[which])

    @rule(which=WHICH)
    def discontinue(self, which: int) -> None:
        self.change(cycle_ends.discontinue, key=self.cycles[which], reason="Ill")

    @rule(which=WHICH)
    def reopen_cycle(self, which: int) -> None:
        self.change(cycle_ends.reopen, key=self.cycles[which])

    @rule(which=WHICH)
    def use_up_and_start_over(self, which: int) -> None:
        # By chance alone these hardly ever follow each other.
        self.complete_all()
        books, key = self.books(), self.cycles[which]
        carried_in = next(row.carried_in for row in books.cycles if row.id == key)
        used_up = max(1, carried_in + books.open_entries(key))
        self.amend(which, used_up, accept=True)
        self.complete_cycle(which)
        self.discontinue(which)
        self.reopen_cycle(which)

    @rule(status=st.sampled_from([TodoStatus.DONE, TodoStatus.DISMISSED]))
    def close_todos(self, status: TodoStatus) -> None:
        for todo in self.books().todos:
            if todo.cycle_id in self.cycles:
                self.change(todos.close, key=todo.id, status=status)

    @rule()
    def reopen_todos(self) -> None:
        for todo in self.books().todos:
            if todo.cycle_id in self.cycles:
                self.change(todo_changes.reopen, key=todo.id)

    @rule()
    def close_case(self) -> None:
        self.change(case_changes.close, key=self.case)

    @rule()
    def wind_up(self) -> None:
        # Nor does anybody close a case by chance: nothing of it may be under way.
        for which in (0, 1):
            self.discontinue(which)
        for nth in range(len(self.booked)):
            self.cancel(nth)
        self.close_case()

    @rule()
    def reopen_case(self) -> None:
        self.change(case_changes.reopen, key=self.case)

    @invariant()
    def the_rules_of_cycles_hold(self) -> None:
        books = self.books()
        own = [row for row in books.cycles if row.id in self.cycles]
        counted = [books.numbers(row) for row in own]
        assert self.ground.read(Noun.CYCLE, [row.id for row in own], utc_now()) == counted
        for row, numbers in zip(own, counted, strict=True):
            assert numbers["consumed"] <= row.authorized - row.carried_in
            assert set(books.fired(row.id).values()) <= {1}
            assert books.missing(row) == []

    @invariant()
    def what_is_derived_of_the_case_is_what_its_rows_say(self) -> None:
        books, now = self.books(), utc_now()
        counted = [books.of_case(row, now) for row in books.cases if row.id == self.case]
        assert self.ground.read(Noun.CASE, [self.case], now) == counted
        rows = {row.id: row for row in books.attendances}
        reasons = [books.reason(rows[key]) for key in self.booked]
        assert self.ground.read(Noun.ATTENDANCE, self.booked, now) == [
            {"is_consuming": reason is None, "why_not_consuming": reason} for reason in reasons
        ]

    @invariant()
    def what_is_on_record_was_so_before_and_is_so_now(self) -> None:
        self.ground.run(self.ground.record.follow(self.ground.practice.store))
        assert self.ground.record.differs(self.books()) == {}

    @invariant()
    def the_ledger_is_only_ever_added_to(self) -> None:
        now = {tuple(row) for row in self.books().entries}
        assert self.ground.ledger <= now
        self.ground.ledger = now
