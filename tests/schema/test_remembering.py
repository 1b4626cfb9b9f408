"""What is remembered takes no more than its room, and what was asked for lately stays."""

import pytest

from schema.remembering import Remembered


def doubled(text: str) -> str:
    """Something to make."""
    if not text:
        raise ValueError("nothing to double")
    return text * 2


def remembered(room: int) -> Remembered[str, str]:
    """Of a room, taken by the letters made."""
    return Remembered(doubled, lambda key, made: len(made), room)


def test_what_was_made_is_not_made_again() -> None:
    made = remembered(100)

    assert [made("a"), made("b"), made("a")] == ["aa", "bb", "aa"]
    assert made.counts() == (1, 2, 2, 4, 100)


def test_what_was_not_asked_for_longest_makes_room() -> None:
    made = remembered(6)

    for key in ("a", "b", "c", "a", "d", "a", "b"):
        made(key)

    # The fourth and sixth were at hand; "d" displaced "b", which was made again at the end.
    assert made.counts()[:2] == (2, 5)
    assert made.counts().kept == 3


def test_what_takes_more_than_the_room_is_made_and_not_kept() -> None:
    made = remembered(6)
    made("a")

    assert made("long") == "longlong"
    assert made.counts().kept == 0
    assert made("a") == "aa"


def test_what_cannot_be_made_is_not_remembered() -> None:
    made = remembered(6)

    for _ in range(2):
        with pytest.raises(ValueError, match="nothing"):
            made("")
    assert made.counts() == (0, 2, 0, 0, 6)
