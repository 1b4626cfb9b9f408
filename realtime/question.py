"""One distinct open question: its newest answer, and when it must be asked again."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass

import structlog

from domain.keys import Keys

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

Answer = str | None
RETRY_SECONDS = (0.1, 0.5, 1.0, 2.0)
MOST_AT_ONCE = 100
LOOK_SECONDS = 0.25


class Ended(Exception):
    """The hub stopped; ask again elsewhere."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Equal keys have equal answers for whoever asks; `reads` names the tables
    that the answer comes from, and what the rows read of each have in common, for each way on
    which they are found. `reads_clock` says that time alone can change the answer.
    """

    key: Hashable
    reads: Mapping[str, Sequence[Keys]]
    reads_clock: bool
    run: Callable[[], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Ear:
    """One who need not be woken to be told. `tell` tells an answer where that takes no waiting, and
    says False where it would: perhaps no longer once `look` has seen who `whose` is now.
    """

    whose: Hashable
    look: Callable[[], Awaitable[object]]
    tell: Callable[[Answer], bool]


Waiting = tuple[asyncio.Future[None], Ear]


class Group:
    """All who follow one question. They share one slot, the newest answer: nothing can grow, and
    a burst of changes is one more run.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.members = 0
        self._serial = 0
        self._begun = self._ended = 0
        self._answer: Answer = None
        self._stale = False
        self._runs: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        # One for each who waits, because a shared one would need a shield for each.
        self._turns: dict[asyncio.Future[None], Ear | None] = {}
        self._is_over = False

    @property
    def asked(self) -> bool:
        """Whether the question has been asked at all."""
        return self._runs is not None or self._serial > 0

    def soil(self) -> None:
        """The answer may have changed: ask again, once more if already asking."""
        self._stale = True
        if self._runs is None:
            # Not in anybody's context: it runs for all who follow.
            self._runs = asyncio.create_task(self._refresh(), context=Context())

    async def newer_than(self, seen: int, ear: Ear | None = None) -> tuple[int, Answer]:
        """Wait for an answer that the follower has not seen, and that they could not be told by
        their ear meanwhile; Ended when the hub stops.
        """
        while self._serial == seen:
            await self._next_turn(ear)
        return self._serial, self._answer

    async def settled(self) -> None:
        """Wait for the answer of a run that began after all that is known of was done: the one
        under way, or where it has been soiled since, the one after it.
        """
        wanted = self._begun + self._stale
        while self._ended < wanted:
            await self._next_turn()

    def close(self) -> None:
        """Stop asking; whoever follows ends."""
        if self._runs is not None:
            self._runs.cancel()
        self._is_over = True
        for turn in self._turns:
            _wake(turn)

    async def _next_turn(self, ear: Ear | None = None) -> None:
        turn: asyncio.Future[None] = self._loop.create_future()
        if not self._is_over:
            self._turns[turn] = ear
            try:
                await turn
            finally:
                del self._turns[turn]
        if self._is_over:
            raise Ended

    async def _refresh(self) -> None:
        failures = 0
        while self._stale:
            self._stale = False
            self._begun += 1
            try:
                await self._put(await self.question.run())
                failures = 0
            except Exception as error:
                self._stale = True
                self._told(error, failures)
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
        self._runs = None

    def _told(self, error: Exception, failures: int) -> None:
        if failures == 0:
            log.warning("a live question failed; asking again", type=type(error).__name__)

    async def _put(self, answer: Answer) -> None:
        is_new = self._serial == 0 or answer != self._answer
        if is_new:
            self._answer = answer
            self._serial += 1
        self._ended = self._begun
        for turn, ear in self._turns.items():
            if ear is None:
                _wake(turn)
        if is_new:
            await self._tell_all(answer)

    async def _tell_all(self, answer: Answer) -> None:
        """Tell all who have an ear, and wake those who could not be told."""
        untold = await _told([(turn, ear) for turn, ear in self._turns.items() if ear], answer)
        if untold:
            await _looked({ear.whose: ear for _, ear in untold}.values())
        for turn, _ in await _told(untold, answer):
            _wake(turn)


async def _told(waiting: Iterable[Waiting], answer: Answer) -> list[Waiting]:
    """Tell whoever still waits; those who could not be told."""
    untold = []
    for nth, (turn, ear) in enumerate(waiting, 1):
        if not turn.done() and not ear.tell(answer):
            untold.append((turn, ear))
        if nth % MOST_AT_ONCE == 0:
            # Others want the process, too.
            await asyncio.sleep(0)
    return untold


async def _looked(ears: Iterable[Ear]) -> None:
    """Have it seen who they are now. What fails or takes long is left to each of them to wait for,
    because they must not hold up the others.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK_SECONDS):
            await asyncio.gather(*[ear.look() for ear in ears], return_exceptions=True)


def _wake(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)
