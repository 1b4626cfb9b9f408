"""What a request asks for: its parameters, each of its kind, whichever way it came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from schema.trusted import DocumentId
from server import media

PARAMETERS: Mapping[str, type] = {
    "query": str,
    "documentId": str,
    "operationName": str,
    "variables": dict,
    "extensions": dict,
}
OBJECTS = ("variables", "extensions")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much JSON a request may hold: levels, and values set off by commas."""

    deepest: int
    values: int


class Unreadable(Exception):
    """The request is no GraphQL request; `status` and the message say what it should be."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def of_url(given: Mapping[str, str | None], bounds: Bounds) -> dict[str, Any]:
    """What a GET asks for. An empty parameter is none."""
    asked: dict[str, Any] = {name: value for name, value in given.items() if value}
    for name in OBJECTS:
        if name in asked:
            asked[name] = parsed(str(asked[name]).encode(), bounds)
    return checked(asked)


def of_body(body: bytes, content_type: str | None, bounds: Bounds) -> dict[str, Any]:
    """What a POST asks for."""
    if not media.is_json(content_type):
        raise Unreadable(415, "Send JSON in UTF-8: `content-type: application/json`.")
    asked = parsed(body, bounds)
    if isinstance(asked, list):
        raise Unreadable(400, "Send one request at a time: the body is an object, not a list.")
    if not isinstance(asked, dict):
        raise Unreadable(400, "The body is a JSON object with `query`.")
    return checked(asked)


def checked(asked: dict[str, Any]) -> dict[str, Any]:
    """The parameters, where each is of its kind or null; the document's id stands for its text.
    Parameters that we do not know are left alone.
    """
    for name, kind in PARAMETERS.items():
        value = asked.get(name)
        if value is not None and not isinstance(value, kind):
            raise Unreadable(400, f"`{name}` is {'an object' if kind is dict else 'a string'}.")
    asked["query"] = document_of(asked)
    if asked["query"] is None:
        raise Unreadable(400, "Send the document as `query`, a string, or as its `documentId`.")
    return asked


def document_of(asked: Mapping[str, Any]) -> Any:
    """The document's text, or its id; None where both or neither are given."""
    query, id = asked.get("query"), asked.get("documentId")
    if id is None:
        return query
    return DocumentId(id) if query is None and isinstance(id, str) else None


def parsed(text: bytes, bounds: Bounds) -> Any:
    """The JSON; Unreadable for what is none, not in UTF-8, or more than is taken. Commas in texts
    count as well: nobody writes thousands, and telling them apart would be the work to be saved.
    """
    if text.count(b",") > bounds.values:
        raise Unreadable(400, f"The JSON holds too much: at most {bounds.values} values.")
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as wrong:
        raise Unreadable(400, "This is not JSON in UTF-8.") from wrong
    if text.count(b"[") + text.count(b"{") > bounds.deepest and is_deeper(found, bounds.deepest):
        told = f"The JSON is nested too deeply: at most {bounds.deepest} levels."
        raise Unreadable(400, told)
    return found


def is_deeper(value: Any, levels: int) -> bool:
    """Whether a value is nested deeper than so many levels; looked at level by level."""
    layer = [value]
    for _ in range(levels):
        layer = [inner for each in layer if isinstance(each, (dict, list)) for inner in _in(each)]
    return any(isinstance(each, (dict, list)) for each in layer)


def _in(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
