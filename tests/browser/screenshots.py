"""`make screenshots`: the pictures that the docs show, taken of today's demo."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, ViewportSize, async_playwright, expect

from server.guests import GUESTS
from tests.browser.chromium import launch
from tests.browser.window import Window
from tests.conftest import found_demo
from tests.serving import serving

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE = ViewportSize(width=1280, height=800)


async def take() -> None:
    """Take them all."""
    with TemporaryDirectory() as folder:
        demo = Path(folder) / "demo.db"
        await found_demo(demo)
        async with (
            serving(f"sqlite:///{demo}", guests=GUESTS) as address,
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(args=["--no-sandbox"], **launch())
            await graphiql(browser, f"http://{address}/graphql")
            await browser.close()


async def graphiql(browser: Browser, address: str) -> None:
    """A session completed, and what came of it."""
    window = await Window.open(await browser.new_context(), address)
    await window.page.set_viewport_size(SIZE)
    await window.turn_to("AttendanceComplete")
    await window.run()
    await expect(window.answer).to_contain_text('"todosCreated"')
    await window.page.mouse.move(SIZE["width"] / 2, SIZE["height"] - 4)
    await window.page.screenshot(path=IMAGES / "graphiql.png", animations="disabled")


if __name__ == "__main__":
    asyncio.run(take())
