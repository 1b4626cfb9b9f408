"""Frames that are made once for many are those that the library would make for each."""

import pytest
from websockets.frames import Frame, Opcode

from schema.finished import Finished
from server.messages import FINISHED_TAIL, finished_head, finished_text
from server.wire import frame_of

EDGES = (0, 1, 125, 126, 127, 65535, 65536, 70000)


@pytest.mark.parametrize("size", EDGES)
def test_a_text_in_parts_is_the_frame_of_the_whole(size: int) -> None:
    text = b"x" * size
    whole = Frame(Opcode.TEXT, text).serialize(mask=False)

    assert frame_of(text[: size // 2], b"", text[size // 2 :]) == whole


@pytest.mark.parametrize("id", ["1", 'with "quotes" and \\', "ünïcode ✓", "\x00"])
def test_the_short_way_says_what_the_long_way_says(id: str) -> None:
    answer = Finished('{"client":{"name":"José Álvarez"}}')
    message = {"id": id, "type": "next", "payload": {"data": answer}}

    parts = finished_head(id) + answer.sent + FINISHED_TAIL

    assert parts.decode() == finished_text(message)
