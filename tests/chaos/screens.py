"""What subscribers have been shown: live questions, and the feed itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.api import Api, Json, document
from tests.chaos.front_end import Dismissed, FrontEnd


@dataclass
class Screen:
    """A live question that stays open."""

    token: str | None
    question: str
    variables: Json
    shown: Any = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def front_end(self, addresses: Sequence[str], chance: Random) -> FrontEnd:
        """Who keeps it open."""
        payload = {"query": document(f"Watch{self.question}"), "variables": self.variables}
        return FrontEnd(addresses, self.token, chance, lambda: payload, self.hear)

    def hear(self, result: Json) -> None:
        """Show the newest answer."""
        if "errors" in result:
            raise Dismissed(result["errors"])
        self.shown = result["data"]
        self._news.set()

    @property
    def key(self) -> tuple[str | None, str, str]:
        """Equal for screens that must show the same."""
        return self.token, self.question, repr(self.variables)

    async def fresh(self, api: Api) -> Json:
        """What a query answers now."""
        answer = await api.with_token(self.token).ask(self.question, **self.variables)
        assert "errors" not in answer, answer
        found: Json = answer["data"]
        return found

    async def shows(self, fresh: Json) -> None:
        """Wait until it shows that."""
        while self.shown != fresh:
            self._news.clear()
            await self._news.wait()
