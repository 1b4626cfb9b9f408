"""Clients that stop reading, and clients that vanish without a word."""

import asyncio
import ctypes
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.api import Api, Json, Socket

SMALLEST_BUFFER = 4096
# Of Linux: a filter for what comes in, here one that lets nothing through.
SO_ATTACH_FILTER = 26
DROP_ALL = struct.pack("HBBI", 6, 0, 0, 0)

Rudeness = Callable[[Any], None]


def stops_reading(wire: Any) -> None:
    """Leaves what comes in the kernel, until that takes no more."""
    wire.pause_reading()


def vanishes(wire: Any) -> None:
    """Is as if the cable were pulled: nothing that is sent arrives, or is acknowledged."""
    program = ctypes.create_string_buffer(DROP_ALL)
    pointer = struct.pack("HL", 1, ctypes.addressof(program))
    wire.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, pointer)


# Both end with the time that TCP allows for an acknowledgement, which not every platform limits.
RUDE: list[Rudeness] = [stops_reading, vanishes] if hasattr(socket, "TCP_USER_TIMEOUT") else []


@asynccontextmanager
async def rude_socket(api: Api) -> AsyncIterator[Socket]:
    """An acknowledged socket with little room of its own, which ends without a farewell."""
    protocol = Subprotocol("graphql-transport-ws")
    raw = await connect(
        f"ws://{api.address}/graphql", sock=_wire(api), subprotocols=[protocol], max_queue=None
    )
    try:
        signed = {"Authorization": f"Bearer {api.token}"}
        await raw.send(json.dumps({"type": "connection_init", "payload": signed}))
        assert json.loads(await raw.recv())["type"] == "connection_ack"
        yield Socket(raw)
    finally:
        raw.transport.abort()


@asynccontextmanager
async def rude_stream(
    api: Api, query: str, variables: Json | None = None
) -> AsyncIterator[asyncio.WriteTransport]:
    """A stream whose first answer is on its way, with little room of its own."""
    body = json.dumps({"query": query, "variables": variables})
    reader, writer = await asyncio.open_connection(sock=_wire(api), limit=SMALLEST_BUFFER)
    head = [
        "POST /graphql HTTP/1.1",
        f"host: {api.address}",
        f"authorization: Bearer {api.token}",
        "accept: text/event-stream",
        "content-type: application/json",
        f"content-length: {len(body)}",
    ]
    writer.write("\r\n".join([*head, "", body]).encode())
    try:
        await reader.readuntil(b"event: next")
        yield writer.transport
    finally:
        writer.transport.abort()


def _wire(api: Api) -> socket.socket:
    host, port = api.address.split(":")
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER)
    wire.connect((host, int(port)))
    wire.setblocking(False)
    return wire
