"""What GraphiQL knows of the schema, and as whom it asks."""

import json

from playwright.async_api import expect

from tests.browser.conftest import Windows

ASKED = "query Me { viewer { role } }"
WATCHED = ASKED.replace("query", "subscription")


async def test_a_letter_brings_suggestions_from_the_schema(windows: Windows) -> None:
    window = await windows.open()
    await window.write("{ }")
    await window.page.keyboard.press("ArrowLeft")

    await window.page.keyboard.type("o")

    suggested = window.page.get_by_role("option", name="organization")
    await expect(suggested.first).to_be_visible()
    assert window.complaints == []


async def test_the_explorer_shows_the_schema_as_it_is_described(windows: Windows) -> None:
    window = await windows.open()
    await window.page.get_by_role("button", name="Show Documentation Explorer").click()
    explorer = window.page.get_by_role("region", name="Documentation Explorer")

    await explorer.get_by_role("link", name="Mutation", exact=True).click()
    await explorer.get_by_role("link", name="attendanceComplete", exact=True).click()

    await expect(explorer).to_contain_text("AttendanceCompleteInput")
    assert window.complaints == []


async def test_another_viewer_is_answered_as_that_viewer(windows: Windows) -> None:
    window = await windows.open()
    await window.write(WATCHED)
    await window.run()
    await expect(window.answer).to_contain_text('"CLINIC_MANAGER"')

    await window.page.get_by_label("Viewer").select_option("client@demo.example")
    await window.run()

    await expect(window.answer).to_contain_text('"CLIENT"')
    assert window.complaints == []


async def test_a_header_in_the_editor_counts_more_than_the_viewer(windows: Windows) -> None:
    tokens = await windows.tokens()
    window = await windows.open()
    await window.page.get_by_role("button", name="Headers").click()

    for document, guest in ((ASKED, "clinician"), (WATCHED, "owner")):
        header = {"Authorization": f"Bearer {tokens[f'{guest}@demo.example']}"}
        await window.write(json.dumps(header), "Headers")
        await window.write(document)
        await window.run()
        await expect(window.answer).to_contain_text(f'"{guest.upper()}"')

    assert window.complaints == []
