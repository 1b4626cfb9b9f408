"""Open questions: each distinct one runs once per change that touches it, however many listen."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from realtime.bus import Bus
from realtime.failures import outlasting
from realtime.question import Answer, Ear, Ended, Question
from realtime.tail import ReadOn, Tail
from realtime.ward import Feed, Ward
from realtime.watching import Lag


class Hub:
    """One per process. It holds a ward for every organization that somebody here asks about, and a
    tail for every one whose changes somebody follows.
    """

    def __init__(self, bus: Bus, feed: Feed, read_on: ReadOn) -> None:
        self._bus, self._feed, self._read_on = bus, feed, read_on
        self._wards: dict[UUID, Ward] = {}
        self._tails: dict[UUID, Tail] = {}

    async def follow(
        self, organization: UUID, question: Question, ear: Ear | None = None
    ) -> AsyncGenerator[Answer, None]:
        """The answer at once, then each time that it changed. A slow reader skips to the newest.
        What could be told by the ear, while its owner waited, does not come here.
        """
        ward = self._enter(organization)
        group = ward.join(question)
        try:
            await outlasting(partial(ward.caught_up, group), final=Ended)
            seen = 0
            while True:
                seen, answer = await group.newer_than(seen, ear)
                yield answer
        finally:
            ward.leave(group)
            self._close_if_empty(ward)

    @contextmanager
    def tail(self, organization: UUID) -> Iterator[Tail]:
        """The end of the organization's change feed, shared by all who follow it here."""
        tail = self._tails.get(organization)
        if tail is None:
            tail = self._tails[organization] = Tail(organization, self._bus, self._read_on)
        tail.followers += 1
        try:
            yield tail
        finally:
            tail.followers -= 1
            if tail.followers == 0 and self._tails.get(organization) is tail:
                del self._tails[organization]
                tail.close()

    @property
    def questions(self) -> int:
        """How many distinct questions are open."""
        return sum(len(ward.groups) for ward in self._wards.values())

    @property
    def followers(self) -> int:
        """How many follow a question or the changes."""
        of_questions = sum(g.members for ward in self._wards.values() for g in ward.groups.values())
        return of_questions + sum(tail.followers for tail in self._tails.values())

    @property
    def lag(self) -> Lag:
        """How far behind the feeds that are read here it is, at worst."""
        lags = [ward.lag for ward in self._wards.values()]
        lags += [tail.lag for tail in self._tails.values()]
        numbers = max((lag.numbers for lag in lags), default=0)
        return Lag(numbers, max((lag.seconds for lag in lags), default=0.0))

    def _enter(self, organization: UUID) -> Ward:
        ward = self._wards.get(organization)
        if ward is None:
            ward = self._wards[organization] = Ward(organization, self._bus, self._feed)
        return ward

    def _close_if_empty(self, ward: Ward) -> None:
        if not ward.groups and self._wards.get(ward.organization) is ward:
            del self._wards[ward.organization]
            ward.close()

    async def stop(self) -> None:
        """Stop watching; whoever still follows ends."""
        for ward in list(self._wards.values()):
            ward.close()
        for tail in list(self._tails.values()):
            tail.close()
        self._wards.clear()
        self._tails.clear()
