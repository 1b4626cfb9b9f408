"""Wherever the server stands, and whatever stands in its database, the page works."""

from datetime import timedelta
from urllib.parse import urlsplit

from playwright.async_api import Browser, expect

from db.store import Store
from domain.ids import Noun
from resolvers.house import utc_now
from server.guests import GUESTS
from server.tokens import Tokens
from tests.browser.window import Window
from tests.conftest import NewDatabase
from tests.machines.caddy import start_caddy
from tests.practice import found_practice
from tests.serving import SECRET, running, serving


async def test_below_a_prefix_and_behind_tls(browser: Browser, demo_url: str) -> None:
    async with serving(demo_url, guests=GUESTS, root_path="/clinic") as address:
        with start_caddy(address, "/clinic") as caddy:
            window = await Window.open(
                await browser.new_context(), f"https://{caddy.address}/clinic/graphql"
            )
            await window.turn_to("WatchTodos")
            await window.run()
            await window.total()

            assert f"wss://{caddy.address}/clinic/graphql" in window.asked
            assert {urlsplit(url).netloc for url in window.asked} == {caddy.address}
            assert window.complaints == []


async def test_without_a_demo_a_token_says_who_asks(
    browser: Browser, new_sqlite: NewDatabase
) -> None:
    store = Store(await new_sqlite())
    practice = await found_practice(store)
    await store.close()
    owner = practice.people["owner"]
    token = Tokens(SECRET).sign(Noun.MEMBER, owner, utc_now(), timedelta(hours=1))

    async with serving(practice.url) as address:
        window = await Window.open(await browser.new_context(), f"http://{address}/graphql")
        await window.run()
        await expect(window.answer).to_contain_text('"UNAUTHENTICATED"')
        await window.page.get_by_label("Token").fill(token)
        await window.run()
        await expect(window.answer).to_contain_text('"José Álvarez"')
        await window.page.reload()
        await expect(window.page.get_by_label("Token")).to_have_value(token)


async def test_a_window_comes_back_to_a_server_that_was_away(
    browser: Browser, demo_url: str
) -> None:
    context = await browser.new_context()
    async with serving(demo_url, guests=GUESTS) as address:
        window = await Window.open(context, f"http://{address}/graphql")
        await window.turn_to("WatchTodos")
        await window.run()
        before = await window.total()

    async with running(demo_url, guests=GUESTS, port=int(address.partition(":")[2])):
        other = await Window.open(context, f"http://{address}/graphql")
        await other.turn_to("AttendanceComplete")
        await other.run()
        await expect(window.answer).to_contain_text(f'"totalCount": {before + 1}')
