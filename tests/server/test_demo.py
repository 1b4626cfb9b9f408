"""What `make run` tells to paste is true of the demo as it is, however much was tried on it."""

import json
import re
from typing import Any

import httpx2

from db.store import Store
from server.demo import offer
from server.tokens import Tokens
from tests.serving import SECRET, serving

COUNTS = re.compile(r"a cycle of (\d+) authorized sessions, and (\d+) of them are used")
SENT = re.compile(r"-d '(.*)'")


async def test_it_tells_how_many_are_used_and_completes_the_next_each_time(demo_url: str) -> None:
    store, tokens = Store(demo_url), Tokens(SECRET)
    told: list[tuple[str, ...]] = []
    done: list[Any] = []
    async with serving(demo_url) as address, httpx2.AsyncClient(timeout=30) as http:
        while counts := COUNTS.search(said := await offer(store, tokens, address)):
            told.append(counts.groups())
            token = said.partition("TOKEN=")[2].split()[0]
            _, complete = SENT.findall(said)
            answer = await http.post(
                f"http://{address}/graphql",
                json=json.loads(complete),
                headers={"authorization": f"Bearer {token}"},
            )
            done.append(answer.json()["data"]["attendanceComplete"])
            if done[-1]["errors"]:
                break
    await store.close()

    assert told == [("10", "7"), ("10", "8"), ("10", "9"), ("10", "10")]
    assert [[todo["title"] for todo in each["todosCreated"]] for each in done] == [
        ["Progress Summary Due"],
        ["Cycle Renewal Due"],
        [],
        [],
    ]
    assert [error["code"] for error in done[-1]["errors"]] == ["CYCLE_EXHAUSTED"]
