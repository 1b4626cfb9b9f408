"""Releases of the schema: what front ends may rely on is `graphql/released.graphql`."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from schema.promises import Changes, Deprecation, changes, hasty

_HEAD = "# Caseload {version}, released {day}. Written by `./caseload release-schema`.\n"


class NotReleasable(Exception):
    """The schema cannot be released as it is; the message says why."""


def version() -> str:
    """The version in pyproject.toml."""
    about = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    return str(about["project"]["version"])


def release(sdl: str, last: str, today: date) -> str:
    """The SDL as a release of today, after the `last`, which is empty for the first."""
    head = _HEAD.format(version=version(), day=today)
    if last:
        _examine(sdl, last, today)
    return head + sdl


def _examine(sdl: str, last: str, today: date) -> None:
    """NotReleasable where that version is out, promises are broken or not ended in time."""
    if last.startswith(f"# Caseload {version()},"):
        raise NotReleasable(f"{version()} is released: raise the version in pyproject.toml.")
    if refused := changes(last, sdl, today).refused:
        raise NotReleasable("This breaks front ends:\n" + _listed(refused))
    if short := hasty(last, sdl, today):
        raise NotReleasable("Give 90 days of notice:\n" + _listed([_dated(d) for d in short]))


def report(found: Changes, deprecated: Sequence[Deprecation]) -> str:
    """Everything that a front end may want to know, for people."""
    parts = {
        "Breaking, not allowed": found.refused,
        "Breaking, as announced": found.announced,
        "Dangerous": found.dangerous,
        "Deprecated": [_dated(each) for each in deprecated],
    }
    return "".join(f"{title}:\n{_listed(lines or ['nothing'])}" for title, lines in parts.items())


def _dated(each: Deprecation) -> str:
    return f"{each.what}: use {each.instead}; removed after {each.last}"


def _listed(lines: Sequence[str]) -> str:
    return "".join(f"  {line}\n" for line in lines)
