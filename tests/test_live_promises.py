"""`docs/live.md` promises nothing that no test holds. Run by `make check`."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROMISE = re.compile(r"^\*\*(\d+)\. ", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")

_, *PARTS = PROMISE.split((ROOT / "docs" / "live.md").read_text())
PROMISES = dict(zip(map(int, PARTS[::2]), PARTS[1::2], strict=True))


def functions_of(file: str) -> set[str]:
    """The names of the file's functions."""
    defined = ast.FunctionDef | ast.AsyncFunctionDef
    return {
        node.name
        for node in ast.walk(ast.parse((ROOT / file).read_text()))
        if isinstance(node, defined)
    }


def test_promises_are_numbered_without_a_gap() -> None:
    assert list(PROMISES) == list(range(1, len(PROMISES) + 1))
    assert len(PROMISES) > 10


def test_each_promise_names_a_test_and_all_that_are_named_exist() -> None:
    held = {number: TEST.findall(told) for number, told in PROMISES.items()}

    assert [number for number, named in held.items() if not named] == []
    assert [
        f"{file}::{name}"
        for named in held.values()
        for file, name in named
        if name not in functions_of(file)
    ] == []
