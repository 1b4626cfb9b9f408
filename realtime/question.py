"""One distinct open question: its newest answer, and when it must be asked again."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass

import structlog

from domain.keys import Keys

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

Answer = str | None
RETRY_SECONDS = (0.1, 0.5, 1.0, 2.0)


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
        self._turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

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

    async def newer_than(self, seen: int) -> tuple[int, Answer]:
        """Wait for an answer that the follower has not seen; Ended when the hub stops."""
        while self._serial == seen:
            await asyncio.shield(self._turn)
        return self._serial, self._answer

    async def settled(self) -> None:
        """Wait for the answer of a run that began after all that is known of was done: the one
        under way, or where it has been soiled since, the one after it.
        """
        wanted = self._begun + self._stale
        while self._ended < wanted:
            await asyncio.shield(self._turn)

    def close(self) -> None:
        """Stop asking; whoever follows ends."""
        if self._runs is not None:
            self._runs.cancel()
        if not self._turn.done():
            self._turn.set_exception(Ended())
            self._turn.exception()

    async def _refresh(self) -> None:
        failures = 0
        while self._stale:
            self._stale = False
            self._begun += 1
            try:
                self._put(await self.question.run())
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

    def _put(self, answer: Answer) -> None:
        if self._serial == 0 or answer != self._answer:
            self._answer = answer
            self._serial += 1
        self._ended = self._begun
        self._wake()

    def _wake(self) -> None:
        turn, self._turn = self._turn, asyncio.get_running_loop().create_future()
        if not turn.done():
            turn.set_result(None)
