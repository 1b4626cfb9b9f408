"""What time alone changes is looked at now and then, without a change to wake it."""

from datetime import timedelta

import pytest

from domain.ids import Noun
from resolvers.house import utc_now
from tests.api import Json
from tests.live.inside import Inside


async def test_an_answer_that_time_alone_changes_is_told_within_the_half_minute(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.ward.CLOCK_SECONDS", 0.0)  # at the next poll, that is
    case = await inside.practice.add_case()
    # Three quarters of an hour long, of which two have passed.
    await inside.practice.add_attendance(case, starts_at=utc_now() - timedelta(minutes=30))

    asked = {"id": inside.practice.id_of(Noun.CASE, case)}

    async with inside.api.watch("WatchCase", **asked) as view:
        assert not unsaved(await view.next())
        inside.late = timedelta(minutes=20)

        assert unsaved(await view.next())


def unsaved(case: Json) -> bool:
    """Whether the case shows its only session as unsaved."""
    (session,) = case["sessions"]["nodes"]
    return bool(session["isUnsaved"])
