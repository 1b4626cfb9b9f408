"""Names of zones and currencies, colors, and prices."""

import pytest

from domain.places import ORGANIZATION, lowers
from domain.services import RULES

PATH = ("input", "x")


@pytest.mark.parametrize("text", ["America/New_York", "Asia/Kathmandu", "UTC"])
def test_a_time_zone_is_known_by_its_iana_name(text: str) -> None:
    assert ORGANIZATION["time_zone"](text, PATH) == []


@pytest.mark.parametrize(
    "text", ["", "EST5", "new york", "America/new_york", "../etc/passwd", "\0"]
)
def test_what_is_no_time_zone_is_refused(text: str) -> None:
    assert len(ORGANIZATION["time_zone"](text, PATH)) == 1


@pytest.mark.parametrize("text", ["localtime", "Factory", "posixrules", "posix/UTC", "right/UTC"])
def test_a_file_that_lies_beside_the_time_zones_is_none_of_them(text: str) -> None:
    assert len(ORGANIZATION["time_zone"](text, PATH)) == 1


@pytest.mark.parametrize("text", ["", "usd", "XXX", "XTS", "US", "USDT"])
def test_a_currency_is_one_that_people_pay_with(text: str) -> None:
    assert ORGANIZATION["currency"]("USD", PATH) == []
    assert len(ORGANIZATION["currency"](text, PATH)) == 1


@pytest.mark.parametrize("text", ["", "red", "#fff", "336699", "#33669g", "#336699 ", "#336699\n"])
def test_a_color_is_six_hex_digits(text: str) -> None:
    assert RULES["color"]("#3366aF", PATH) == []
    assert len(RULES["color"](text, PATH)) == 1


def test_a_price_is_not_negative_and_not_absurd() -> None:
    for name in ("fee_minor", "wage_minor"):
        wrong = [n for n in (-1, 0, 12_000, 100_000_000, 100_000_001) if RULES[name](n, PATH)]
        assert wrong == [-1, 100_000_001]


@pytest.mark.parametrize(
    ("changed", "comes_sooner"),
    [
        ({"renewal_percent": 89}, True),
        ({"renewal_percent": 91, "progress_summary_percent": 1}, True),
        ({"renewal_percent": 90, "progress_summary_percent": 81}, False),
        ({"name": "Harbor"}, False),
        ({}, False),
    ],
)
def test_thresholds_are_lowered_where_one_of_them_is(
    changed: dict[str, object], comes_sooner: bool
) -> None:
    kept = {"name": "Pier", "progress_summary_percent": 80, "renewal_percent": 90}
    assert lowers(changed, kept) is comes_sooner
