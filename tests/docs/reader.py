"""Somebody who does what a page says, block by block, and looks whether it comes as it shows."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from playwright.async_api import Page

from db.store import Store
from resolvers.house import utc_now
from server.guests import TOKEN_LASTS
from server.naming import named
from server.settings import Settings
from server.tokens import Tokens
from tests.docs.instead import instead, left_out
from tests.docs.likeness import Likeness
from tests.docs.pages import Block
from tests.docs.screens import loses, opened, shows
from tests.docs.terminal import Terminal

STREAM = {"accept": "text/event-stream"}
Json = dict[str, Any]


@dataclass
class Reader:
    """Has a checkout, a terminal in it, and other `places` than the pages name.

    A block `sh` is typed and must succeed; `sh stays` goes on in another terminal. A block
    `graphql as:<who>` is sent, with the variables of a block `json variables` before it. A block
    `json` or of plain text is what the block before it answers; with `again`, what the last thing
    that stays says next. A `screen` shows the page whose address was printed; `gone press:<button>`
    is no longer on it when that is pressed. `<any> to:<file>` is saved there, `<any> of:<file>`
    stands there; a `diff` is applied; `folders` are those of the house.
    """

    folder: Path
    http: httpx2.AsyncClient
    terminal: Terminal
    places: Mapping[str, str]
    stack: AsyncExitStack
    likeness: Likeness = field(default_factory=Likeness)
    answer: Any = None
    staying: Any = None
    variables: Json = field(default_factory=dict)
    served: bool = False
    page: Page | None = None

    async def read(self, block: Block) -> None:
        """Do what the block says; AssertionError where that is not what it shows."""
        if left_out(block):
            return
        commands = instead(block.text) if block.kind == "sh" else block.text
        text = self.likeness.here(self._placed(commands))
        match block.kind, block.more.partition(":")[::2]:
            case "sh", ("", _):
                self.answer = await self.terminal.run(text)
            case "sh", ("stays", _):
                await self._stay(text)
            case "graphql", ("as", who):
                await self._ask(text, who)
            case "json", ("variables", _):
                self.variables = json.loads(text)
            case "json", ("" | "again" as when, _):
                self.likeness.compare(json.loads(text), await self._answered(when))
            case "", ("" | "again" as when, _):
                await self._shown(text, self.staying if when else self.answer)
            case "", ("folders", _):
                assert {line.split("/")[0] for line in text.splitlines()} == self._folders()
            case "", ("screen", _):
                self.page = self.page or await opened(self.stack, str(self.answer).strip())
                await shows(self.page, text)
            case "", ("gone press", button):
                assert self.page, "no page is open"
                await loses(self.page, text, button)
            case "diff", ("", _):
                await self._apply(text)
            case _, ("of", file):
                assert _bare(text) in _bare((self.folder / file).read_text()), f"not in {file}"
            case _, ("to", file):
                (self.folder / file).write_text(text)
            case _:
                raise AssertionError("nobody knows what to do with this block")

    def _placed(self, text: str) -> str:
        for place, other in self.places.items():
            text = text.replace(place, other)
        return text

    def _folders(self) -> set[str]:
        made = {"requirements", "var"}
        return {f.name for f in self.folder.iterdir() if f.is_dir() and f.name[0] != "."} - made

    async def _stay(self, commands: str) -> None:
        other = await self.stack.enter_async_context(self.terminal.beside())
        await other.type(commands)
        self.answer = self.staying = other
        if "caseload demo" in commands or "caseload serve" in commands:
            await _until(other, "serving")
            self.served = True

    async def _answered(self, when: str) -> Any:
        """What was answered as JSON: by a command, by a document, or next by what stays."""
        said = self.staying if when else self.answer
        if isinstance(said, AsyncIterator):
            return await anext(said)
        return json.loads(said) if isinstance(said, str) else said

    async def _shown(self, text: str, said: Any) -> None:
        """Each line of the text comes, in this order."""
        if isinstance(said, str):
            self.likeness.compare_lines(text, said)
            return
        assert isinstance(said, Terminal), "nothing says anything"
        for shown in text.splitlines():
            # Between events of a stream there are empty lines, and comments that keep it open.
            while (line := await said.line()).isspace() or line.startswith(":"):
                pass
            self.likeness.compare_lines(shown, line)

    async def _apply(self, diff: str) -> None:
        (self.folder / "page.diff").write_text(diff)
        await self.terminal.run("git apply page.diff && rm page.diff")

    async def _ask(self, text: str, who: str) -> None:
        if not self.served:
            await self._stay(self._placed("./caseload demo --port 8000"))
        headers = {"authorization": f"Bearer {await self._token(who)}"}
        asked, self.variables = {"query": text, "variables": self.variables}, {}
        if text.lstrip().startswith("subscription"):
            opened = self.http.stream("POST", "/graphql", json=asked, headers=headers | STREAM)
            self.answer = self.staying = _events(await self.stack.enter_async_context(opened))
        else:
            self.answer = (await self.http.post("/graphql", json=asked, headers=headers)).json()

    async def _token(self, who: str) -> str:
        """As `./caseload token` prints it, but sooner."""
        settings = Settings(database_url=f"sqlite:///{self.folder}/var/caseload.db")
        store = Store(settings.database_url)
        try:
            found = await named(store, f"{who}@demo.example")
        finally:
            await store.close()
        return Tokens(settings.secret()).sign(*found, utc_now(), TOKEN_LASTS)


def _bare(text: str) -> str:
    """The text without indentation."""
    return "\n".join(line.strip() for line in text.splitlines())


async def _until(terminal: Terminal, word: str) -> None:
    said = ""
    while word not in (line := await terminal.line()):
        assert line, f"It ended:\n{said}"
        said += line


async def _events(answer: httpx2.Response) -> AsyncIterator[Any]:
    async for line in answer.aiter_lines():
        if line.startswith("data: {"):
            yield json.loads(line[6:])
