"""After any sequence of changes the rules of cycles hold (Cycles 3, 5 and 7)."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from domain.attendances import AttendanceStatus
from domain.sessions import Attendee, NewItem
from resolvers import attendances, cycle_amending, cycle_ends, cycles, links, sessions
from resolvers.cycle_amending import Amendment
from resolvers.house import utc_now
from resolvers.outcome import Change
from resolvers.sessions import NewSession
from tests.rules.counting import Books
from tests.rules.ground import Ground

FEW = settings(
    max_examples=20,
    stateful_step_count=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
WHICH = st.integers(0, 1)
ENDED = st.sampled_from([one for one in AttendanceStatus if one is not AttendanceStatus.OPEN])


class Care(RuleBasedStateMachine):
    """One case with two cycles for one service; whatever can be done is tried in any order."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self.case: UUID
        self.cycles: list[UUID] = []
        self.booked: list[UUID] = []

    @initialize()
    def found(self) -> None:
        practice = self.ground.practice
        self.case = self.ground.run(practice.add_case())
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

    def made(self, change: Change, name: str) -> UUID:
        """The key of what the change made, which must not be refused."""
        outcome = self.ground.change(change)
        assert outcome is not None
        key = outcome.shown[name]
        assert isinstance(key, UUID)
        return key

    def change(self, act: Callable[..., Coroutine[Any, Any, Any]], **given: Any) -> None:
        """Try it; the rules may refuse it."""
        self.ground.change(partial(act, expected=None, **given))

    @rule(timed=st.booleans())
    def book(self, timed: bool) -> None:
        self.put_down(timed)

    def put_down(self, timed: bool) -> None:
        """Book a session on the case."""
        practice = self.ground.practice
        starts = utc_now().replace(microsecond=0) + timedelta(hours=len(self.booked) + 1)
        span = (starts, starts + timedelta(minutes=30)) if timed else (None, None)
        item = NewItem(practice.service, None, practice.location, *span)
        who = Attendee(practice.client, self.case)
        new = NewSession(practice.location, (item,), (who,), 1, None, None, True)
        session = self.made(partial(sessions.book, new=new), "session")
        books = self.ground.run(Books.of(practice.store))
        self.booked += [one.id for one in books.attendances if one.session_id == session]

    @rule(nth=st.integers(0, 30), outcome=ENDED, without=st.booleans())
    def complete(self, nth: int, outcome: AttendanceStatus, without: bool) -> None:
        if self.booked:
            key = self.booked[nth % len(self.booked)]
            self.change(attendances.complete, key=key, outcome=outcome, without_consuming=without)

    @rule()
    def complete_all(self) -> None:
        for key in self.booked:
            treated = AttendanceStatus.COMPLETED
            self.change(attendances.complete, key=key, outcome=treated, without_consuming=False)

    @rule(nth=st.integers(0, 30))
    def reopen(self, nth: int) -> None:
        if self.booked:
            self.change(attendances.reopen, key=self.booked[nth % len(self.booked)])

    @rule(nth=st.integers(0, 30), which=WHICH)
    def relink(self, nth: int, which: int) -> None:
        if self.booked:
            key, cycle = self.booked[nth % len(self.booked)], self.cycles[which]
            self.change(links.relink, key=key, cycle=cycle)

    @rule(nth=st.integers(0, 30))
    def unlink(self, nth: int) -> None:
        if self.booked:
            self.change(links.unlink, key=self.booked[nth % len(self.booked)])

    @rule(which=WHICH, authorized=st.integers(1, 8), accept=st.booleans())
    def amend(self, which: int, authorized: int, accept: bool) -> None:
        new = Amendment({"authorized": authorized}, None, accept)
        self.change(cycle_amending.amend, key=self.cycles[which], new=new)

    @rule(which=WHICH, carried_in=st.integers(0, 3))
    def carry_in(self, which: int, carried_in: int) -> None:
        new = Amendment({"carried_in": carried_in}, None, accept_orphans=True)
        self.change(cycle_amending.amend, key=self.cycles[which], new=new)

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
        self.discontinue(which)
        self.reopen_cycle(which)

    @invariant()
    def the_rules_hold(self) -> None:
        books = self.ground.run(Books.of(self.ground.practice.store))
        for row in books.cycles:
            if row.id in self.cycles:
                counted = books.numbers(row)
                assert self.ground.numbers(row.id) == counted
                assert counted["consumed"] <= row.authorized - row.carried_in
                assert set(books.fired(row.id).values()) <= {1}
                assert books.missing(row) == []


def test_after_any_sequence_of_changes_the_rules_of_cycles_hold(
    new_database: Callable[[], Coroutine[Any, Any, str]],
) -> None:
    with asyncio.Runner() as runner:
        ground = Ground.on(runner, runner.run(new_database()))
        try:
            run_state_machine_as_test(lambda: Care(ground), settings=FEW)  # type: ignore[arg-type]
        finally:
            with suppress(Exception):
                runner.run(ground.practice.store.close())
