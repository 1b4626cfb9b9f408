"""One window of the browser, and everything that it asked for or complained of."""

import re
from dataclasses import dataclass, field

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
    WebSocket,
    expect,
)

# An editor writes out only the lines that are in sight.
SIZE = ViewportSize(width=1280, height=2400)
TELL_OF_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error("violates", event.violatedDirective, event.blockedURI))"""

# Whether the editor of variables knows those of the document that has this one.
KNOWS = """(variable) => globalThis.__MONACO?.languages.json.jsonDefaults.diagnosticsOptions
  .schemas?.some(({ schema }) => variable in schema.properties)"""
# The document was looked at before they were known; they themselves are looked at here and now.
FOUND = """async () => {
  const { editor, languages, Uri } = globalThis.__MONACO;
  const [{ fileMatch }] = languages.json.jsonDefaults.diagnosticsOptions.schemas;
  const ask = await languages.json.getWorker();
  const uri = Uri.parse(fileMatch[0]);
  const wrong = await (await ask(uri)).doValidation(uri.toString());
  const seen = editor.getModelMarkers({}).filter(({ owner }) => owner === "graphql");
  return [...wrong, ...seen].map(({ message }) => message);
}"""


@dataclass
class Window:
    """GraphiQL in a window of its own."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, context: BrowserContext, address: str) -> "Window":
        """The page at this address, ready for use."""
        window = cls(await context.new_page())
        window.listen()
        await window.page.add_init_script(TELL_OF_VIOLATIONS)
        await window.page.set_viewport_size(SIZE)
        await window.page.goto(address)
        await window.editor("Operation Editor").wait_for()
        return window

    def listen(self) -> None:
        """Keep what the page asks for and what it complains of."""

        def asks(request: Request | WebSocket) -> None:
            self.asked.append(request.url)

        def says(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning", "assert"):
                self.complaints.append(message.text)

        def fails(request: Request) -> None:
            self.complaints.append(f"{request.url}: {request.failure}")

        self.page.on("request", asks)
        self.page.on("websocket", asks)
        self.page.on("console", says)
        self.page.on("requestfailed", fails)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def tabs(self) -> Locator:
        """The names of the tabs."""
        return self.page.get_by_role("tab").locator(".graphiql-tab-button")

    @property
    def answer(self) -> Locator:
        """The pane with the answer."""
        return self.editor("Result Window")

    def editor(self, name: str) -> Locator:
        """The lines of an editor."""
        return self.page.get_by_role("region", name=name).locator(".view-lines:visible")

    async def total(self) -> int:
        """The count in the answer, once there is one."""
        counted = re.compile(r'"totalCount":\s(\d+)')
        await expect(self.answer).to_contain_text(counted)
        (total,) = counted.findall(await self.answer.inner_text())
        return int(total)

    async def complaints_about(self, variable: str) -> list[str]:
        """What the editors find wrong with a document of this variable and with its variables."""
        await self.page.wait_for_function(KNOWS, arg=variable)
        found: list[str] = await self.page.evaluate(FOUND)
        return found

    async def turn_to(self, tab: str) -> None:
        """Bring a tab to the front."""
        await self.tabs.filter(has_text=tab).click()

    async def run(self) -> None:
        """Press the button that asks."""
        await self.page.get_by_role("button", name="Execute query").click()

    async def write(self, text: str, editor: str = "Operation Editor") -> None:
        """Put this into an editor in place of what stands there."""
        await self.editor(editor).click()
        await self.page.keyboard.press("ControlOrMeta+A")
        await self.page.keyboard.press("Delete")
        await self.page.keyboard.insert_text(text)
