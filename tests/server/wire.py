"""Bytes on a connection, for what no client library would send."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.api import PATIENCE, Api

END = b"\r\n\r\n"


@asynccontextmanager
async def connected(
    api: Api,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to the server."""
    host, port = api.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    yield reader, writer
    writer.close()


async def told_until_closed(reader: asyncio.StreamReader) -> bytes:
    """Everything that comes until the server closes the connection."""
    return await asyncio.wait_for(reader.read(), PATIENCE)


async def status(reader: asyncio.StreamReader) -> int:
    """The status of the next answer; its head and body are read."""
    head = await asyncio.wait_for(reader.readuntil(END), PATIENCE)
    lengths = [line for line in head.split(b"\r\n") if line.startswith(b"content-length: ")]
    await reader.readexactly(int(lengths[0].split(b": ")[1]))
    return int(head.split()[1])


def head(api: Api, length: int | None = None) -> bytes:
    """The head of a signed POST; chunked where no length is given."""
    size = "transfer-encoding: chunked" if length is None else f"content-length: {length}"
    lines = [
        "POST /graphql HTTP/1.1",
        f"host: {api.address}",
        f"authorization: Bearer {api.token}",
        "content-type: application/json",
        size,
    ]
    return "\r\n".join(lines).encode() + END
