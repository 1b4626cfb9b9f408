"""What a page of the reader's own shows in a real browser."""

from contextlib import AsyncExitStack

from playwright.async_api import Page, async_playwright, expect

from tests.browser.chromium import launch

PATIENCE = 30_000


async def opened(stack: AsyncExitStack, address: str) -> Page:
    """The page there, for as long as the stack is."""
    playwright = await stack.enter_async_context(async_playwright())
    browser = await playwright.chromium.launch(args=["--no-sandbox", "--disable-gpu"], **launch())
    stack.push_async_callback(browser.close)
    page = await browser.new_page()
    await page.goto(address)
    return page


async def shows(page: Page, text: str) -> None:
    """Each line comes to be seen."""
    for line in text.splitlines():
        await expect(page.locator("body")).to_contain_text(line, timeout=PATIENCE)


async def loses(page: Page, text: str, button: str) -> None:
    """Each line is gone once the button beside it is pressed."""
    for line in text.splitlines():
        beside = page.get_by_role("listitem").filter(has_text=line)
        await beside.get_by_role("button", name=button).click()
        await expect(page.locator("body")).not_to_contain_text(line, timeout=PATIENCE)
