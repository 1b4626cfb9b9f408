"""The page that the tutorial has its reader write says what is wrong, and comes back by itself."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from db.store import Store
from resolvers.house import utc_now
from server.naming import named
from server.tokens import Tokens
from tests.docs.pages import ROOT, blocks_of
from tests.serving import SECRET, hosting, running, serving

HTML = next(b.text for b in blocks_of(ROOT / "docs" / "tutorial.md") if b.kind == "html")


@dataclass
class Folder:
    """Served at an origin of its own, as the reader's `web/` is."""

    path: Path
    origin: str
    page: Page

    async def open(self, server: str, token: str) -> None:
        """The tutorial's page about this server, signed in so."""
        (self.path / "live.html").write_text(HTML.replace("127.0.0.1:8000", server))
        await self.page.goto(f"{self.origin}/live.html#{token}")

    async def says(self, text: str) -> None:
        """Comes to say this, and nothing else."""
        await expect(self.page.locator("p")).to_contain_text(text)

    async def lists(self) -> str:
        """How much there is to do, once nothing is amiss."""
        await expect(self.page.locator("p")).to_be_empty()
        return await self.page.locator("h1").inner_text()


@pytest_asyncio.fixture
async def folder(browser: Browser, tmp_path: Path) -> AsyncIterator[Folder]:
    """With the package that `make run` fetches."""
    (tmp_path / "graphiql").symlink_to(ROOT / "web" / "graphiql")
    files = StaticFiles(directory=tmp_path, follow_symlink=True)
    async with hosting(Starlette(routes=[Mount("/", files)])) as address:
        yield Folder(tmp_path, f"http://{address}", await browser.new_page())


async def token_for(url: str, lasts: timedelta = timedelta(hours=1)) -> str:
    """Priya Raman's."""
    store = Store(url)
    try:
        found = await named(store, "clinician@demo.example")
    finally:
        await store.close()
    return Tokens(SECRET).sign(*found, utc_now(), lasts)


@pytest.mark.parametrize("wrong", ["", "nonsense"])
async def test_a_token_that_does_not_hold_is_said_until_another_is_in_the_address(
    wrong: str, folder: Folder, demo_url: str
) -> None:
    async with serving(demo_url, allowed_origins=[folder.origin]) as server:
        await folder.open(server, wrong)
        await folder.says("Unauthorized: send a valid token. Print the page's address anew")
        await folder.open(server, await token_for(demo_url))
        assert "to do" in await folder.lists()


async def test_a_token_that_expires_is_said(folder: Folder, demo_url: str) -> None:
    async with serving(demo_url, allowed_origins=[folder.origin]) as server:
        # Long enough to be signed in with: a token that ends in between is refused in other words.
        await folder.open(server, await token_for(demo_url, timedelta(seconds=4)))
        await folder.says("Unauthorized: the token expired. Print the page's address anew")


async def test_an_origin_that_may_not_ask_is_told_the_setting(
    folder: Folder, demo_url: str
) -> None:
    async with serving(demo_url, allowed_origins=["http://127.0.0.1:1"]) as server:
        await folder.open(server, await token_for(demo_url))
        await folder.says(f"CASELOAD_ALLOWED_ORIGINS={folder.origin}? Trying again")


async def test_while_the_server_is_away_the_list_stays_and_afterwards_it_is_the_newest(
    folder: Folder, demo_url: str
) -> None:
    page = folder.page
    async with serving(demo_url, allowed_origins=[folder.origin]) as server:
        await folder.open(server, await token_for(demo_url))
        before = await folder.lists()
    await folder.says(f"No answer from ws://{server}/graphql. Is the server running")
    assert await page.locator("h1").inner_text() == before
    # Pressed while nobody hears it, it is done as soon as somebody does.
    await page.get_by_role("button", name="Done").first.click()

    port = int(server.partition(":")[2])
    async with running(demo_url, port=port, allowed_origins=[folder.origin]):
        await expect(page.locator("h1")).not_to_have_text(before)
        assert int((await folder.lists()).split()[0]) == int(before.split()[0]) - 1
