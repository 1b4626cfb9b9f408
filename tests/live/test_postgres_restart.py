"""PostgreSQL goes and comes back under open views."""

import pytest

from server.media import GRAPHQL
from tests.api import Api, Json, document
from tests.live.rig import Rig
from tests.live.scene import BOTH, at_the_edge, cross_both_thresholds, titles
from tests.live.views import open_views
from tests.practice import Practice


@pytest.mark.parametrize("gently", [True, False], ids=["restarted", "crashed"])
async def test_open_views_outlive_it_and_show_every_later_change(
    rig: Rig, near: Api, far: Api, clinic: Practice, gently: bool
) -> None:
    edge = await at_the_edge(clinic)

    async with open_views(near, edge.case) as views:
        rig.postgres.restart(gently=gently)
        await cross_both_thresholds(far, edge, views)

    assert [titles(view) for view in views] == [BOTH] * len(views)


async def test_a_question_opened_while_it_is_away_is_answered_once_it_is_back(
    rig: Rig, near: Api
) -> None:
    async with near.socket() as socket:
        rig.postgres.stop()
        watch = await socket.subscribe(document("WatchTodos"))
        rig.postgres.start()

        assert (await watch.next())["nodes"] == []


async def test_who_asks_while_it_is_away_is_told_to_ask_again_and_not_of_a_fault(
    rig: Rig, near: Api, clinic: Practice
) -> None:
    edge = await at_the_edge(clinic)
    change = {"input": {"attendanceId": edge.open[0]}}
    headers = {"authorization": f"Bearer {near.token}", "accept": GRAPHQL}
    asked: list[tuple[str, Json]] = [("Todos", {}), ("AttendanceComplete", change)]

    rig.postgres.stop()
    bodies = [{"query": document(name), "variables": values} for name, values in asked]
    answers = [await near.http.post("/graphql", json=body, headers=headers) for body in bodies]
    rig.postgres.start()

    assert [answer.status_code for answer in answers] == [503, 503]
    assert [answer.headers["retry-after"] for answer in answers] == ["1", "1"]
    codes = [error["extensions"]["code"] for a in answers for error in a.json()["errors"]]
    assert codes == ["TRY_AGAIN", "TRY_AGAIN"]
    assert '"event":"fault"' not in rig.pair.near.news()
    assert (await near.run("AttendanceComplete", **change["input"]))["errors"] == []
