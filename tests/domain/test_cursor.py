"""Cursors of the change feed: one text for one place, and no other text is any."""

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.cursor import LARGEST, Cursor, a_mark
from domain.errors import Invalid

AFTER = ("after",)
EPOCH = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
WHOLE = f"{EPOCH.hex}.48.00000000000000ff"
NUMBERS = st.integers(0, LARGEST)


@given(st.uuids(), NUMBERS, NUMBERS)
@example(EPOCH, 0, 0)
@example(EPOCH, LARGEST, LARGEST)
def test_a_cursor_is_read_as_it_was_written(epoch: UUID, number: int, mark: int) -> None:
    cursor = Cursor(epoch, number, mark)

    assert Cursor.parsed(str(cursor), AFTER) == cursor


def test_a_cursor_names_the_feed_the_row_and_its_mark() -> None:
    assert str(Cursor(EPOCH, 48, 255)) == WHOLE


@given(st.text(st.characters()))
@example(WHOLE)
def test_no_text_whatever_is_another_way_to_write_a_cursor(text: str) -> None:
    try:
        read = str(Cursor.parsed(text, AFTER))
    except Invalid:
        read = text

    assert read == text


@pytest.mark.parametrize(
    "torn",
    [
        "",
        "..",
        WHOLE[:-1],
        WHOLE[1:],
        f"{WHOLE}0",
        f"{WHOLE}\n",
        f" {WHOLE}",
        WHOLE.upper(),
        WHOLE.replace(".48.", ".048."),
        WHOLE.replace(".48.", ".-1."),
        WHOLE.replace(".48.", ".٤٨."),
        WHOLE.replace(".48.", f".{LARGEST + 1}."),
        WHOLE.replace("00000000000000ff", "ffffffffffffffff"),
        "newest.323032362d.01890a5dac96774bbcceb302099a8057",
    ],
)
def test_a_torn_cursor_or_one_of_another_list_is_refused(torn: str) -> None:
    with pytest.raises(Invalid, match="`after` is no cursor of `changes`") as refused:
        Cursor.parsed(torn, AFTER)

    assert refused.value.path == AFTER


def test_no_two_rows_have_a_mark_and_none_has_that_of_no_row() -> None:
    marks = {a_mark() for _ in range(1000)}

    assert len(marks) == 1000
    assert 0 not in marks
    assert max(marks) <= LARGEST
