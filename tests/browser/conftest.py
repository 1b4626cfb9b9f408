"""A browser, and the demo to look at with it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from server.guests import GUESTS
from tests.browser.chromium import launch
from tests.browser.window import Window
from tests.serving import serving

ARGUMENTS = (
    # Whatever asks for another machine is told that there is none.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    # No browser knows who signed the certificates of tests.
    "--ignore-certificate-errors",
    "--no-sandbox",
    "--disable-gpu",
)
# A busy machine is no fault of the page's.
expect.set_options(timeout=30_000)


@dataclass
class Windows:
    """The windows of one browser on one server; `origin` is the server's."""

    context: BrowserContext
    origin: str
    opened: list[Window]

    async def open(self, path: str = "/graphql") -> Window:
        """One more."""
        self.opened.append(await Window.open(self.context, self.origin + path))
        return self.opened[-1]

    async def tokens(self) -> dict[str, str]:
        """The guests' tokens by e-mail address."""
        begun = await self.context.request.get(f"{self.origin}/graphiql/start.json")
        return {guest["email"]: guest["token"] for guest in (await begun.json())["guests"]}


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of the test's own."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(args=ARGUMENTS, **launch())
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture
async def windows(browser: Browser, demo_url: str) -> AsyncIterator[Windows]:
    """Windows on the demo."""
    async with serving(demo_url, guests=GUESTS) as address:
        yield Windows(await browser.new_context(), f"http://{address}", [])
