"""A server in this process, with what it does inside to be seen and held up."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from db.store import Store
from realtime.hub import Hub
from resolvers.house import House, utc_now
from resolvers.live import open_hub
from server.listening import Server
from tests.api import Api
from tests.practice import Practice


@dataclass
class Inside:
    """The server, its hub and its reads. `late` is how far its clock is ahead."""

    practice: Practice
    api: Api = field(init=False)
    server: Server = field(init=False)
    hub: Hub = field(init=False)
    late: timedelta = timedelta()
    asked: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)
    _held: str = ""
    _free: asyncio.Event = field(default_factory=asyncio.Event)

    def open_hub(self, house: House) -> Hub:
        """In place of `resolvers.live.open_hub`: the same, remembered."""
        self.hub = open_hub(house)
        return self.hub

    def clock(self) -> datetime:
        """The server's clock."""
        return utc_now() + self.late

    async def read(self, store: Store, sql: str, values: Sequence[object]) -> Any:
        """In place of `Store.read`: the same, counted, and held up where that was asked for."""
        self.asked.append((sql, tuple(values)))
        answer = await store._readers.fetch(sql, values)
        if self._held and _names(values, self._held):
            await self._free.wait()
        return answer

    @property
    def questions(self) -> int:
        """How many distinct questions are open, but for who the viewers are."""
        keys = [key for ward in self.hub._wards.values() for key in ward.groups]
        return sum(not (isinstance(key, tuple) and key[0] == "viewer") for key in keys)

    @property
    def deserted(self) -> bool:
        """Whether nobody has a place or a question."""
        return len(self.server.crowd) == 0 and self.hub.questions == 0

    @property
    def wires(self) -> int:
        """How many connections there are."""
        return len(self.server.server_state.connections)

    def hold(self, id: str) -> None:
        """Keep back answers about a record, once they are read, until `release`."""
        self._held = id
        self._free.clear()

    def release(self) -> None:
        """Let them go."""
        self._held = ""
        self._free.set()

    def reads(self, id: str) -> int:
        """How many reads about a record there were."""
        return sum(_names(values, id) for _, values in self.asked)


def _names(values: Sequence[object], id: str) -> bool:
    """Whether a read names the record: by its key, as text or as a UUID."""
    key = id.partition("_")[2]
    return any(key in str(value).replace("-", "") for value in values)
