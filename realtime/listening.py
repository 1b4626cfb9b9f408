"""Those in this process who listen to one organization."""

import asyncio

from realtime.channels import decode


class StoppedError(Exception):
    """The bus was stopped: nothing more will be heard."""


class Listener:
    """One pair of ears, for one task. It holds one head, never a queue, so bursts coalesce."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self._head: int | None = None
        self._resync = False
        self._stopped = False

    @property
    def waiting(self) -> int:
        """The head that has been heard and not been taken; 0 where there is none."""
        return self._head or 0

    async def next(self, timeout: float) -> int | None:  # noqa: ASYNC109 - silence is an answer
        """The newest head heard since the last call, or None: look at the feed.

        None comes when anything may have been missed, and after `timeout` seconds of silence.
        A head may be one you know already. Raises StoppedError when the bus has been stopped.
        """
        try:
            async with asyncio.timeout(timeout):
                await self._news.wait()
        except TimeoutError:
            return None
        return self._take()

    def hear(self, head: int | None) -> None:
        """Keep the newer head, or that there is reason to look (None)."""
        if head is None:
            self._resync = True
        else:
            self._head = max(head, self._head or 0)
        self._news.set()

    def stop(self) -> None:
        """Make this and every further `next` raise StoppedError."""
        self._stopped = True
        self._news.set()

    def _take(self) -> int | None:
        if self._stopped:
            raise StoppedError
        if self._resync:
            # The head waits for the next call, because a look may come too early for it.
            self._resync = False
            head = None
        else:
            head, self._head = self._head, None
        if self._head is None:
            self._news.clear()
        return head


class Room:
    """The listeners that share one subscription."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._heard_anything = False

    @property
    def empty(self) -> bool:
        """Whether nobody listens any more."""
        return not self._listeners

    def enter(self) -> Listener:
        """A new listener. If it is too late for the first RESYNC it begins with its own."""
        listener = Listener()
        self._listeners.add(listener)
        if self._heard_anything:
            listener.hear(None)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        self._listeners.discard(listener)

    def hear(self, message: str) -> None:
        """Pass on what was said on the channel."""
        self._heard_anything = True
        head = decode(message)
        for listener in self._listeners:
            listener.hear(head)

    def stop(self) -> None:
        """Stop every listener."""
        for listener in self._listeners:
            listener.stop()
