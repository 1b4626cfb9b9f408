"""A load generator that costs little: keep-alive connections that send the same bytes."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did in a while."""

    per_second: float
    cpu_ms: float
    count: int


def request(host: str, path: str, body: bytes, token: str | None = None) -> bytes:
    """A POST as bytes."""
    signed = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{signed}"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The body of the next response; raises unless it is a 200."""
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


async def once(port: int, sent: bytes) -> bytes:
    """One answer, for comparing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    found = await answer(reader)
    writer.close()
    return found


async def press(
    port: int,
    sent: Iterator[bytes],
    seconds: float,
    server: psutil.Process,
    connections: int = CONNECTIONS,
) -> Load:
    """Ask one after the other without a break for a while, on so many connections."""
    ends = time.perf_counter() + seconds
    used = sum(server.cpu_times()[:2])
    counts = await asyncio.gather(*[_ask(port, sent, ends) for _ in range(connections)])
    spent = sum(server.cpu_times()[:2]) - used
    took = seconds + max(0.0, time.perf_counter() - ends)
    return Load(sum(counts) / took, 1000 * spent / sum(counts), sum(counts))


async def _ask(port: int, sent: Iterator[bytes], ends: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    count = 0
    while time.perf_counter() < ends:
        writer.write(next(sent))
        await answer(reader)
        count += 1
    writer.close()
    return count
