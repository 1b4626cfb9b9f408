"""Ids: what front ends see is one name per record, and anything else names nothing."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.ids import Noun, key_at, key_of, new_key, noun_of, public_id

NOUNS = st.sampled_from(Noun)
ALMOST = st.builds("{}_{}".format, NOUNS, st.text("0123456789abcdefABCDEFxX_-", max_size=34))
KEY = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
DIGITS = KEY.hex


@given(NOUNS, st.uuids())
def test_an_id_leads_back_to_its_key(noun: Noun, key: UUID) -> None:
    assert key_of(noun, public_id(noun, key)) == key
    assert noun_of(public_id(noun, key)) is noun


def test_an_id_names_its_noun() -> None:
    assert public_id(Noun.CASE, KEY) == "case_01890a5dac96774bbcceb302099a8057"


@pytest.mark.parametrize(
    ("noun", "other"), [pair for pair in product(Noun, Noun) if pair[0] is not pair[1]]
)
def test_an_id_of_another_noun_is_like_an_unknown_one(noun: Noun, other: Noun) -> None:
    assert key_of(noun, public_id(other, KEY)) is None


@given(NOUNS, st.text(st.characters()) | ALMOST)
@example(Noun.CASE, f"case_0x{DIGITS[2:]}")
@example(Noun.CASE, f"case_{DIGITS.upper()}")
def test_no_text_whatever_raises_and_what_has_a_key_is_that_keys_one_id(
    noun: Noun, text: str
) -> None:
    key = key_of(noun, text)

    assert key is None or public_id(noun, key) == text
    assert key is None or noun_of(text) is noun


@pytest.mark.parametrize(
    "text",
    [
        "",
        "_",
        "case",
        "case_",
        DIGITS,
        f"case{DIGITS}",
        f"case_{DIGITS[1:]}",
        f"case_{DIGITS}0",
        f"case_{KEY}",
        f"Case_{DIGITS}",
        f" case_{DIGITS}",
        f"case_{DIGITS}\n",
        f"case_{DIGITS[1:]}g",
        f"case_{DIGITS.upper()}",
        f"case_0x{DIGITS[2:]}",
        f"case_{'٣' * 32}",
        f"case_{DIGITS[:31]}_",
        f"case__{DIGITS}",
        f"client_case_{DIGITS}",
        f"case_{DIGITS}\0",
        "case_\ud800",
        pytest.param("case_" * 10_000, id="very long"),
    ],
)
def test_what_only_looks_like_an_id_names_nothing(text: str) -> None:
    assert key_of(Noun.CASE, text) is None


def test_keys_are_uuids_of_version_7_that_sort_by_creation() -> None:
    earlier, later = key_at(1_700_000_000_000), key_at(1_700_000_000_001)

    assert earlier < later
    assert {(key.version, key.variant) for key in (earlier, later)} == {
        (7, "specified in RFC 4122")
    }
    assert later.int >> 80 == 1_700_000_000_001


def test_keys_of_one_moment_differ() -> None:
    assert len({key_at(1_700_000_000_000) for _ in range(1000)}) == 1000


def test_keys_made_one_after_the_other_sort_so_also_within_a_millisecond() -> None:
    keys = [new_key() for _ in range(1000)]

    assert keys == sorted(keys)
    assert {key.version for key in keys} == {7}
