"""A front end for the tests: it sends the documents in `graphql/operations/`."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from domain.ids import Noun
from resolvers.house import utc_now
from server.tokens import Tokens
from tests.practice import Practice
from tests.serving import SECRET

OPERATIONS = Path(__file__).parents[1] / "graphql" / "operations"
PATIENCE = 10.0

Json = dict[str, Any]


def document(name: str) -> str:
    """The document of that name."""
    return (OPERATIONS / f"{name}.graphql").read_text()


@dataclass(frozen=True)
class Api:
    """One viewer's front end."""

    address: str
    practice: Practice
    http: httpx2.AsyncClient
    token: str | None = None

    @classmethod
    @asynccontextmanager
    async def at(cls, address: str, practice: Practice) -> AsyncIterator["Api"]:
        """A front end for the practice's clinic manager."""
        async with httpx2.AsyncClient(base_url=f"http://{address}", timeout=30) as http:
            yield cls(address, practice, http).as_("manager")

    def as_(self, who: str, lasts: timedelta = timedelta(hours=1)) -> "Api":
        """The same front end in another's hands: a name in `practice.people`."""
        noun = Noun.CLIENT if who.startswith("client") else Noun.MEMBER
        key = self.practice.people[who]
        return replace(self, token=Tokens(SECRET).sign(noun, key, utc_now(), lasts))

    def with_token(self, token: str | None) -> "Api":
        """The same front end with any token, or with none."""
        return replace(self, token=token)

    async def post(self, query: str, variables: Json | None = None) -> httpx2.Response:
        """Send any document."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": query, "variables": variables}
        return await self.http.post("/graphql", json=body, headers=headers)

    async def ask(self, name: str, **variables: Any) -> Json:
        """Send an operation; the whole answer."""
        answer: Json = (await self.post(document(name), variables)).json()
        return answer

    async def read(self, name: str, **variables: Any) -> Any:
        """Send a question; the data of its only root field, which must be there."""
        answer = await self.ask(name, **variables)
        assert "errors" not in answer, answer["errors"]
        return _only(answer["data"])

    async def run(self, name: str, /, **input: Any) -> Json:
        """Send a mutation with its input; the payload."""
        payload: Json = await self.read(name, input=input)
        return payload

    @asynccontextmanager
    async def socket(self, init: Json | None = None) -> AsyncIterator["Socket"]:
        """An acknowledged graphql-transport-ws socket."""
        async with self.raw_socket() as raw:
            signed = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            await raw.send(json.dumps({"type": "connection_init", "payload": init or signed}))
            assert json.loads(await raw.recv())["type"] == "connection_ack"
            yield Socket(raw)

    @asynccontextmanager
    async def raw_socket(self) -> AsyncIterator[ClientConnection]:
        """A socket on which nothing has been said."""
        protocol = Subprotocol("graphql-transport-ws")
        async with connect(f"ws://{self.address}/graphql", subprotocols=[protocol]) as raw:
            yield raw

    @asynccontextmanager
    async def watch(self, name: str, **variables: Any) -> AsyncIterator["Watch"]:
        """Keep a question open on a socket of its own."""
        async with self.socket() as socket:
            yield await socket.subscribe(document(name), variables)


@dataclass
class Socket:
    """One socket with any number of operations, told apart by id."""

    raw: ClientConnection
    count: int = 0

    async def subscribe(self, query: str, variables: Json | None = None, **more: Any) -> "Watch":
        """Start an operation."""
        self.count += 1
        payload = {"query": query, "variables": variables, **more}
        message = {"id": str(self.count), "type": "subscribe", "payload": payload}
        await self.raw.send(json.dumps(message))
        return Watch(self, str(self.count))

    async def message(self, seconds: float = PATIENCE) -> Json:
        """The next message, whichever operation it is for; pings are answered, as every client
        does.
        """
        async with asyncio.timeout(seconds):
            while (received := json.loads(await self.raw.recv())) == {"type": "ping"}:
                await self.raw.send(json.dumps({"type": "pong"}))
            message: Json = received
            return message


@dataclass
class Watch:
    """One operation of a socket that carries no other."""

    socket: Socket
    id: str

    async def payload(self, seconds: float = PATIENCE) -> Json:
        """The next result, whole."""
        message = await self.socket.message(seconds)
        assert message["type"] == "next", message
        assert message["id"] == self.id
        result: Json = message["payload"]
        return result

    async def next(self, seconds: float = PATIENCE) -> Any:
        """The data of the next result's only root field."""
        return _only((await self.payload(seconds))["data"])

    async def until(self, holds: Any, seconds: float = PATIENCE) -> Any:
        """The first result that meets the condition."""
        async with asyncio.timeout(seconds):
            while not holds(found := await self.next(seconds)):
                pass
        return found


async def end_of(raw: ClientConnection) -> tuple[int | None, str | None]:
    """The code and the reason that a socket is closed with, whatever is said before."""
    async with asyncio.timeout(PATIENCE):
        try:
            while True:
                await raw.recv()
        except ConnectionClosed:
            return raw.close_code, raw.close_reason


def _only(data: Json) -> Any:
    (value,) = data.values()
    return value
