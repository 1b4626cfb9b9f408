"""Whatever a change does not touch, by what the feed says of it, answers as it did before."""

from db import feed
from db.tables import changes
from domain.access import Role
from domain.changes import ChangeKind
from domain.keys import touches
from tests.api import Api
from tests.live.soundness import rows
from tests.practice import Practice
from tests.reading.conftest import FUZZ
from tests.waking.screens import Screens
from tests.waking.stories import STORIES, Scene, over_the_thresholds

# How many random walks, and over how many relations the chains lead.
AMOUNT = (FUZZ, 3) if FUZZ else (60, 2)


async def tell(api: Api, scene: Scene) -> None:
    """Make the changes, unseen: whatever there can be there is some of."""
    for name, input in scene.steps:
        assert (await api.run(name, **input))["errors"] == []


async def test_only_what_a_change_touches_answers_otherwise_than_before(
    api: Api, practice: Practice
) -> None:
    await practice.add_member("local", Role.CLINIC_MANAGER, practice.location)
    screens, counted = Screens(practice, *AMOUNT), {"changed": 0, "untouched": 0}

    await tell(api, await over_the_thresholds(api, practice))
    for story in STORIES:
        scene = await story(api.as_("owner"), practice)
        for name, input in scene.steps:
            opened = await screens.opened(scene)
            before = await screens.answers(opened)
            start = await feed.since(practice.store, practice.organization, None)
            done = await api.as_("owner").run(name, **input)
            assert done["errors"] == []
            told = await feed.since(practice.store, practice.organization, start.end)
            after = await screens.answers(opened)
            for screen, was, now in zip(opened, before, after, strict=True):
                touched = touches(told.touched or {}, screen.plan.reads(screen.run))
                assert touched or was == now, f"{name} {input}\n{screen.told}\n{was}\n{now}"
                counted["changed"] += was != now
                counted["untouched"] += not touched

    # Nobody's screen is open before the practice is.
    possible = set(ChangeKind) - {ChangeKind.ORGANIZATION_OPENED}
    assert {change.kind for change in await rows(practice, changes)} == possible
    assert counted["changed"] > 100
    assert counted["untouched"] > 1000
