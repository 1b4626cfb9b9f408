"""The generated types fit the examples, and refuse what the server would refuse."""

import json
from pathlib import Path

import pytest

from tests.client.program import PACKAGE, node

TSC = str(PACKAGE / "node_modules" / "typescript" / "bin" / "tsc")
SOURCE = PACKAGE / "src"
IMPORTS = f"""import {{ ask, perform }} from "{SOURCE}/ask.js";
import {{ TodoCreateDocument, TodosDocument }} from "{SOURCE}/generated/graphql.js";
export {{ ask, perform, TodoCreateDocument, TodosDocument }};
"""
RIGHT = 'ask(TodosDocument, { status: ["OPEN"] }).then(({ todos }) => todos.nodes[0]?.title);'
WRONG = {
    "a variable that the document has not": "ask(TodosDocument, { state: [] });",
    "a value that the enum has not": 'ask(TodosDocument, { status: ["LATER"] });',
    "a variable of another type": 'ask(TodosDocument, { first: "10" });',
    "a field that was not asked for": "ask(TodosDocument, {}).then(({ todos }) => todos.edges);",
    "an input that lacks a field": 'perform(TodoCreateDocument, { idempotencyKey: "1" });',
    "a change without its key": 'perform(TodoCreateDocument, { title: "Call" });',
}


async def compiled(*arguments: str) -> str:
    """What the compiler has against it."""
    process = await node(TSC, "--strict", "--noEmit", "--pretty", "false", *arguments)
    said, _ = await process.communicate()
    return said.decode()


async def against(program: str, folder: Path) -> list[str]:
    """What the compiler has against a program that uses the examples."""
    options = {"noEmit": True, "rootDir": "/", "typeRoots": [f"{PACKAGE}/node_modules/@types"]}
    config = {"extends": f"{PACKAGE}/tsconfig.json", "compilerOptions": options}
    (folder / "tsconfig.json").write_text(json.dumps({**config, "include": ["*.mts"]}))
    (folder / "program.mts").write_text(IMPORTS + program)
    return (await compiled("--project", str(folder))).splitlines()


async def test_the_examples_compile_under_strict() -> None:
    assert await compiled("--project", str(PACKAGE)) == ""


async def test_a_program_that_uses_them_compiles(tmp_path: Path) -> None:
    assert await against(RIGHT, tmp_path) == []


@pytest.mark.parametrize("mistake", WRONG)
async def test_a_mistake_does_not_compile(mistake: str, tmp_path: Path) -> None:
    first, *_ = await against(WRONG[mistake], tmp_path)

    assert "program.mts(4," in first
