"""What can be set, for people: `docs/settings.md`, from the settings themselves."""

from enum import Enum
from pathlib import Path

from pydantic.fields import FieldInfo

from server.settings import Settings

_TITLE = """# What can be set

Written by `./caseload export-settings` from `server/settings.py`. Each is an environment variable,
or a line in a file `.env` beside the Makefile.

| variable | if not set | |
| --- | --- | --- |
"""
_HERE = Path(__file__).parents[1]
_PREFIX = Settings.model_config.get("env_prefix", "")


def settings_page() -> str:
    """The settings as Markdown, a row each."""
    return _TITLE + "".join(_row(*each) for each in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{_PREFIX}{name.upper()}` | {_usual(field)} | {field.description} |\n"


def _usual(field: FieldInfo) -> str:
    match field.default:
        case None | [] | "":
            return ""
        case list() as several:
            return f"`{','.join(several)}`"
        case Path() as path:
            return f"`{path.relative_to(_HERE)}`"
        case Enum(value=value):
            return f"`{value}`"
        case usual:
            return f"`{str(usual).lower() if isinstance(usual, bool) else usual}`"
