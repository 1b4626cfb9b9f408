"""Section live: 500 screens kept up to date by one process."""

import os
from typing import Any

from bench.counting import counted, keep_count
from bench.distinct import distinct
from bench.fanout import fanout
from bench.feed import FOLLOWERS, feed
from bench.reconnect import reconnect
from bench.week import week
from tests.machines.postgres import PostgresServer


async def live(server: PostgresServer) -> dict[str, Any]:
    """Everything about subscriptions, each part at a process of its own."""
    await keep_count(server)
    url = await server.database()
    made = await week(url)
    # The servers are pinned to the first core; here is the rest.
    others = os.sched_getaffinity(0) - {0}
    os.sched_setaffinity(0, others or {0})
    async with counted(url, made.practice.organization) as count:
        return {
            "fanout": await fanout(made, url, count),
            "distinct": await distinct(made, url, count),
            "feed": await feed(made, url, count),
            "reconnect": await reconnect(made, url, count),
        }


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    fanout, distinct, reconnect = found["fanout"], found["distinct"], found["reconnect"]
    feed = found["feed"]
    return (
        f"500 screens of one question: ratio {fanout['ratio']} of a bare broadcast of "
        f"{fanout['bytes']} bytes ({fanout['per_second']}/s of {fanout['limit_per_second']}/s; "
        f"{fanout['whole_ratio']} from the commit on)\n"
        f"  commit to the last of them: p50 {fanout['p50_ms']} ms, p99 {fanout['p99_ms']} ms\n"
        f"a change in one of {distinct['of']} calendars: {distinct['statements']} questions asked, "
        f"p50 {distinct['p50_ms']} ms, p99 {distinct['p99_ms']} ms\n"
        f"{feed['written_per_second']} changes/s followed by {FOLLOWERS}: {feed['per_second']}/s "
        f"told to each, p50 {feed['p50_ms']} ms, p99 {feed['p99_ms']} ms, in the end "
        f"{feed['lag']} behind, for {feed['lag_ms']} ms; {feed['core']} of a core\n"
        f"500 coming back at once: {reconnect['seconds']} s, {reconnect['statements']} question "
        f"asked, {reconnect['all_statements']} statements in all; {reconnect['idle_kib']} KiB each"
    )
