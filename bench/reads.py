"""Section reads: the compiled reads against a hand-written statement behind a bare route."""

import json
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench.data import MEMBER, key
from bench.load import Load, once, press, request
from bench.questions import Question, questions
from bench.servers import BARE, ORDINARY, OURS, SECRET, server
from domain.ids import Noun
from resolvers.house import utc_now
from server.tokens import Tokens

ROUNDS = 5
SECONDS = 1.5
CROWD = 50
Server = tuple[int, psutil.Process]


def token() -> str:
    """A token for the owner of the first practice."""
    return Tokens(SECRET).sign(Noun.MEMBER, key(MEMBER, 0, 0), utc_now(), timedelta(hours=6))


def asked(question: Question, signed: str | None) -> bytes:
    """The question as a front end sends it."""
    body = json.dumps({"query": question.document, "variables": question.variables}).encode()
    return request("bench", "/graphql", body, signed)


def written(question: Question) -> bytes:
    """The request to the bare route."""
    return request("bench", f"/{question.name}", b"{}")


async def reads(database_url: str, postgres: bool) -> dict[str, Any]:
    """Each question's ratio of requests and of server CPU to the limit, in alternating rounds."""
    found: dict[str, Any] = {}
    with server(OURS, database_url) as ours, server(BARE, database_url) as bare:
        for question in questions(postgres):
            found[question.name] = await compared(question, ours, bare)
    if postgres:
        found["nested"]["ordinary"] = await ordinary(database_url)
    found["nested"]["peak_rss_mib"] = await peak(database_url, questions(postgres)[0])
    return found


async def peak(database_url: str, question: Question) -> int:
    """The most memory, in MiB, that a fresh server has held after a while of 50 connections."""
    with server(OURS, database_url) as ours:
        await press(ours[0], repeat(asked(question, token())), 2 * SECONDS, ours[1], CROWD)
        return most_held(ours[1].pid)


def most_held(pid: int) -> int:
    """The most memory, in MiB, that a process has held."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024)


async def compared(question: Question, ours: Server, bare: Server) -> dict[str, Any]:
    """One question, after both have given the same answer."""
    sent, plain = asked(question, token()), written(question)
    answer = await once(ours[0], sent)
    if json.loads(answer) != json.loads(await once(bare[0], plain)):
        raise RuntimeError(f"the answers to {question.name} differ")
    rounds = []
    for _ in range(ROUNDS):
        mine = await press(ours[0], repeat(sent), SECONDS, ours[1])
        limit = await press(bare[0], repeat(plain), SECONDS, bare[1])
        rounds.append((mine, limit))
    return {**summary(rounds), "bytes": len(answer)}


def summary(rounds: list[tuple[Load, Load]]) -> dict[str, float]:
    """Medians over the rounds."""
    return {
        "ratio": round(median(mine.per_second / limit.per_second for mine, limit in rounds), 2),
        "cpu_ratio": round(median(mine.cpu_ms / limit.cpu_ms for mine, limit in rounds), 2),
        "per_second": round(median(mine.per_second for mine, _ in rounds), 1),
        "cpu_ms": round(median(mine.cpu_ms for mine, _ in rounds), 3),
        "limit_per_second": round(median(limit.per_second for _, limit in rounds), 1),
        "limit_cpu_ms": round(median(limit.cpu_ms for _, limit in rounds), 3),
    }


async def ordinary(database_url: str) -> dict[str, float]:
    """The nested question the ordinary way, against the limit."""
    question = questions(postgres=True)[0]
    with server(ORDINARY, database_url) as usual, server(BARE, database_url) as bare:
        sent, plain = asked(question, None), written(question)
        same = json.loads(await once(usual[0], sent)) == json.loads(await once(bare[0], plain))
        if not same:
            raise RuntimeError("the ordinary way answers differently")
        mine = await press(usual[0], repeat(sent), 2 * SECONDS, usual[1])
        limit = await press(bare[0], repeat(plain), SECONDS, bare[1])
    whole = summary([(mine, limit)])
    return {name: whole[name] for name in ("ratio", "cpu_ratio", "per_second", "cpu_ms")}
