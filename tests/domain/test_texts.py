"""What people write is kept as they wrote it, or refused; never mangled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.texts import faults_in_note, faults_in_reason, faults_in_title

PATH = ("input", "title")
WRITTEN = ["Left knee", "膝", "Äußeres Knie", "👩‍⚕️ after surgery", "ركبة", "a\u200db", " padded "]
# Without what joins and parts letters these could not be spelled: Persian, Sinhala, Malayalam.
JOINED = ["می\u200cخواهم", "ශ්\u200dරී", "ന്\u200d"]
INVISIBLE = [
    "\u200b\u200c\u200d\u2060\ufeff",  # without width
    "\u034f\u115f\u1160\u3164\uffa0",  # fillers
    "\u17b4\u17b5\u180b\u180f",
    "\u2800",  # a braille cell without dots
    "\ufe00\ufe0f\U000e0100\U000e01ef",  # selectors of variants, of nothing
    "\u00ad\u061c\u200e\U000e0041",
    " \u3000\u3164\u200b ",
]
TURNING = [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]


@pytest.mark.parametrize("title", [*WRITTEN, *JOINED, "\u3164x", "x" * 200])
def test_a_title_is_a_line_in_any_language(title: str) -> None:
    assert faults_in_title(title, PATH) == []


@pytest.mark.parametrize("title", ["", " ", "\t\n", "\u3000", *"".join(INVISIBLE), *INVISIBLE])
def test_a_title_shows_something(title: str) -> None:
    (fault,) = faults_in_title(title, PATH)

    assert "visible character" in fault.message
    assert fault.path == PATH


def test_a_title_has_at_most_200_characters() -> None:
    (fault,) = faults_in_title("x" * 201, PATH)

    assert fault.message == "At most 200 characters."


@pytest.mark.parametrize(
    "odd", ["\0", "\n", "\r", "\t", "\x1b", "\x7f", "\x85", "\u2028", "\ud800"]
)
def test_a_title_has_no_control_characters(odd: str) -> None:
    (fault,) = faults_in_title(f"Left{odd}knee", PATH)

    assert "Control characters" in fault.message


@pytest.mark.parametrize("turning", TURNING)
def test_a_title_turns_no_text_round(turning: str) -> None:
    (fault,) = faults_in_title(f"Left{turning}knee", PATH)

    assert "direction of writing" in fault.message
    assert faults_in_note(f"Left{turning}knee", PATH) == []


@pytest.mark.parametrize("note", [None, "", " ", *WRITTEN, "one\ntwo\r\n\tthree", "x" * 10_000])
def test_a_note_may_be_missing_and_may_have_lines(note: str | None) -> None:
    assert faults_in_note(note, PATH) == []


def test_a_note_has_at_most_10_000_characters() -> None:
    (fault,) = faults_in_note("x" * 10_001, PATH)

    assert fault.message == "At most 10,000 characters."
    assert fault.path == PATH


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\x7f", "\x85", "\u2028", "\ud800"])
def test_a_note_has_no_control_characters_but_tabs_and_line_breaks(odd: str) -> None:
    (fault,) = faults_in_note(f"Left{odd}knee", PATH)

    assert "control characters" in fault.message


@given(st.text(), st.just("\0") | st.characters(categories=["Cs"]), st.text())
def test_what_no_database_takes_is_never_let_through(before: str, odd: str, after: str) -> None:
    text = f"{before}{odd}{after}"

    assert len(faults_in_note(text, PATH)) == 1
    assert len(faults_in_title(text, PATH)) == 1


@given(st.text(st.characters()))
def test_a_refusal_never_repeats_what_was_written(text: str) -> None:
    faults = [*faults_in_note(f"secret{text}\0", PATH), *faults_in_title(f"secret{text}\0", PATH)]

    assert len(faults) == 2
    assert not any("secret" in fault.message for fault in faults)


def test_a_reason_is_a_note_that_says_something() -> None:
    assert faults_in_reason("Moved\naway", ("input", "reason")) == []
    for text in ("", " \n", *INVISIBLE, "x" * 10_001, "nul \0"):
        assert len(faults_in_reason(text, ("input", "reason"))) == 1
