"""The tabs that GraphiQL opens with, in the demo."""

from urllib.parse import urlsplit

from playwright.async_api import expect

from tests.browser.conftest import Windows

# Each with a variable that only its document has.
TABS = {
    "ClientsWithCases": "filter",
    "AttendanceComplete": "input",
    "WatchTodos": "status",
    "WatchCalendar": "until",
    "WatchChanges": "after",
}


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
    await expect(window.tabs).to_have_text([*TABS])

    for tab in TABS:
        await window.turn_to(tab)
        await expect(window.answer).to_have_text("")
        await window.run()
        await expect(window.answer).to_contain_text('"data": {')
        await expect(window.answer).not_to_contain_text('"message"')

    assert window.complaints == []


async def test_nothing_in_a_welcome_tab_is_underlined_as_wrong(windows: Windows) -> None:
    window = await windows.open()

    found = {}
    for tab, variable in TABS.items():
        await window.turn_to(tab)
        found[tab] = await window.complaints_about(variable)
    await window.turn_to("AttendanceComplete")
    await window.write('{ "input": {} }', "Variables")
    without = await window.complaints_about("input")

    assert found == {tab: [] for tab in TABS}
    assert without == ['Missing property "attendanceId".']
