"""Who counts together, and how everybody is asked to go."""

import asyncio
from contextlib import ExitStack

import pytest

from server.crowd import Crowd, door_of
from server.settings import Settings


async def test_all_are_asked_to_go_but_not_all_at_once() -> None:
    crowd = Crowd(Settings())

    with ExitStack() as stack:
        seats = [stack.enter_context(crowd.seat("192.0.2.7", "stream")) for _ in range(30)]
        clearing = asyncio.create_task(crowd.clear(5))
        await asyncio.sleep(0)
        at_first = [seat.leaving.done() for seat in seats]
        await clearing
        in_the_end = [seat.leaving.done() for seat in seats]

    assert 0 < sum(at_first) < 30
    assert all(in_the_end)
    assert len(crowd) == 0


@pytest.mark.parametrize(
    ("address", "door"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_a_customers_ipv6_addresses_count_as_one(address: str, door: str) -> None:
    assert door_of(address) == door
