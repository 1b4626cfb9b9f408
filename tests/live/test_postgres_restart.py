"""PostgreSQL goes and comes back under open views."""

import pytest

from tests.api import Api, document
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
