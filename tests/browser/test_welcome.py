"""The tabs that GraphiQL opens with, in the demo."""

from urllib.parse import urlsplit

from playwright.async_api import expect

from tests.browser.conftest import Windows

TABS = ("ClientsWithCases", "AttendanceComplete", "WatchTodos", "WatchCalendar", "WatchChanges")


async def test_a_session_completed_in_one_window_is_seen_in_another(windows: Windows) -> None:
    watching, completing = await windows.open(), await windows.open()
    await watching.turn_to("WatchTodos")
    await watching.run()
    before = await watching.total()

    await completing.turn_to("AttendanceComplete")
    await completing.run()

    await expect(completing.answer).to_contain_text('"percentConsumed": 80')
    await expect(watching.answer).to_contain_text(f'"totalCount": {before + 1}')
    await expect(watching.answer).to_contain_text("José Álvarez")
    for window in windows.opened:
        assert window.complaints == []
        assert {urlsplit(url).netloc for url in window.asked} == {urlsplit(windows.origin).netloc}


async def test_each_welcome_tab_is_answered_as_it_stands(windows: Windows) -> None:
    window = await windows.open()
    await expect(window.tabs).to_have_text(TABS)

    for tab in TABS:
        await window.turn_to(tab)
        await expect(window.answer).to_have_text("")
        await window.run()
        await expect(window.answer).to_contain_text('"data": {')
        await expect(window.answer).not_to_contain_text('"message"')

    assert window.complaints == []
