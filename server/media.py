"""Media types: which one an answer has, by Accept, and whether a body is JSON, by Content-Type."""

import re
from functools import lru_cache

from starlette.types import Scope

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
STREAM = "text/event-stream"
# In the order in which we would rather answer, where a client likes several alike.
SERVED = (GRAPHQL, JSON, STREAM)
# A wildcard is answered by what every client can read; a stream is sent to who names it alone.
BY_WILDCARD = (JSON, GRAPHQL)
WILDCARDS = ("*/*", "application/*")
_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d*)?|1(?:\.0*)?)")


def header(scope: Scope, name: bytes) -> str | None:
    """A header of a request; the first where there are several. Looked for as the server tells
    them, because Starlette makes two objects first, which takes eight times as long.
    """
    for each, value in scope["headers"]:
        if each == name:
            told: str = value.decode("latin-1")
            return told
    return None


def joined(scope: Scope, name: bytes) -> str | None:
    """A header of which there may be several, which stand for one with commas."""
    found = [value.decode("latin-1") for each, value in scope["headers"] if each == name]
    return ",".join(found) if found else None


@lru_cache(256)
def chosen(accept: str | None) -> str | None:
    """The served type that the client likes best; None where it accepts none of them. Without the
    header, JSON.
    """
    if not accept or not accept.strip():
        return JSON
    likes = _likes(accept)
    wild = max(likes.pop(each, 0.0) for each in WILDCARDS)
    named = max(likes.values(), default=0.0)
    if wild > named and (rest := [kind for kind in BY_WILDCARD if kind not in likes]):
        return rest[0]
    return next((kind for kind in SERVED if named > 0 and likes.get(kind) == named), None)


def _likes(accept: str) -> dict[str, float]:
    """How much the client likes each type that is served, and each wildcard: 0 to 1."""
    likes: dict[str, float] = {}
    for part in accept.lower().split(","):
        kind, *parameters = (each.strip() for each in part.split(";"))
        if kind in SERVED or kind in WILDCARDS:
            found = (_QUALITY.fullmatch(each) for each in parameters)
            likes[kind] = next((float(quality[1]) for quality in found if quality), 1.0)
    return likes


@lru_cache(256)
def is_json(content_type: str | None) -> bool:
    """Whether the header says JSON, in UTF-8 or without saying how it is encoded."""
    kind, *parameters = (each.strip().lower() for each in (content_type or "").split(";"))
    charset = dict(_parameter(each) for each in parameters).get("charset", "utf-8")
    return kind == JSON and charset in ("utf-8", "utf8")


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip().strip('"')
