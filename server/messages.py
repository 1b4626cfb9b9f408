"""The shape of what a client may say on a socket. Strawberry trusts it, and ends in a traceback.
And the text of what many clients are told.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from schema.finished import Finished
from server.reading import document_of

# An id comes back in the reason of a close, and a close frame holds 123 bytes.
LONGEST_ID = 64


def misshapen(message: object) -> str | None:
    """What is wrong with a message of the protocol; None where nothing is."""
    if not isinstance(message, dict):
        return "A message is a JSON object"
    match message.get("type"):
        case "connection_init" | "ping" | "pong":
            fits = isinstance(message.get("payload"), dict | None)
            return None if fits else "`payload` is an object or null"
        case "complete":
            return None if _is_id(message.get("id")) else "`id` is a text of 1 to 64 characters"
        case "subscribe":
            return _misshapen_operation(message)
        case _:
            return "Unknown message type"


def _misshapen_operation(message: dict[str, Any]) -> str | None:
    payload = message.get("payload")
    if not _is_id(message.get("id")):
        return "`id` is a text of 1 to 64 characters"
    if not isinstance(payload, dict) or not isinstance(document_of(payload), str):
        return "`payload` is an object with `query` or `documentId`, a text"
    for name in ("variables", "extensions"):
        if not isinstance(payload.get(name), dict | None):
            return f"`{name}` is an object or null"
    if not isinstance(payload.get("operationName"), str | None):
        return "`operationName` is a text or null"
    return None


def _is_id(id: object) -> bool:
    return isinstance(id, str) and 1 <= len(id.encode()) <= LONGEST_ID


def finished_head(id: str) -> bytes:
    """What stands before the `data` of an answer that is text already."""
    return b'{"id":%b,"type":"next","payload":{"data":' % orjson.dumps(id)


FINISHED_TAIL = b"}}"


def finished_text(message: Mapping[str, Any]) -> str | None:
    """The text of an answer that is text already; None for any other message."""
    payload = message.get("payload")
    if message["type"] != "next" or not payload or not isinstance(payload["data"], Finished):
        return None
    if len(payload) > 1:
        return None
    id = orjson.dumps(message["id"]).decode()
    return f'{{"id":{id},"type":"next","payload":{{"data":{payload["data"].text}}}}}'
