"""The results of a subscription, and the short way to those who can be told them at once."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, TypeAlias

from strawberry.types import ExecutionResult

from domain.access import Viewer
from realtime.question import Ear
from schema.asking import Asking
from schema.finished import Finished, finished

Results: TypeAlias = AsyncGenerator[ExecutionResult, None]
# Tells somebody an answer where that takes no waiting; False where it would.
Tell: TypeAlias = Callable[[Finished], bool]


class Live:
    """To be iterated. Where `tell` was set before, whoever waits for the next result is told it by
    that, and only what `tell` could not tell follows here: an answer wakes no task for each of
    hundreds of screens.
    """

    tell: Tell | None = None

    def __init__(self, begin: Callable[[Tell | None], Results]) -> None:
        self._begin = begin
        self._results: Results | None = None

    def __aiter__(self) -> "Live":
        return self

    async def __anext__(self) -> ExecutionResult:
        if self._results is None:
            self._results = self._begin(self.tell)
        return await anext(self._results)

    async def aclose(self) -> None:
        """Ask no more."""
        if self._results is not None:
            await self._results.aclose()


def ear_of(viewer: Viewer, asking: Asking, key: str, tell: Tell) -> Ear:
    """How the viewer is told an answer under its response key: only while they are known to be who
    they were. What is null goes the long way.
    """

    def told(text: str | None) -> bool:
        fits = text is not None and asking.is_still(viewer)
        return fits and tell(finished(key, text))

    return Ear(viewer, asking.viewer, told)


async def accompanied(answers: Results, beside: dict[str, Any] | None) -> Results:
    """The answers, the first with its extensions: what they tell holds for all."""
    async with aclosing(answers):
        async for answer in answers:
            answer.extensions, beside = beside, None
            yield answer
