"""Services: what is given, how long it usually takes, and its price in minor units."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from domain.errors import DomainError, Invalid
from domain.forms import Rule, faults_in_name, whole

# A million of most currencies: far above any fee, and far below what a column holds.
MOST_MINOR = 100_000_000
MOST_MINUTES = 24 * 60
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def faults_in_color(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """`#rrggbb`."""
    told = "A color is # and six hex digits, such as #336699."
    return [] if _COLOR.fullmatch(text) else [Invalid(told, path)]


RULES: Mapping[str, Rule] = {
    "name": faults_in_name,
    "minutes": whole(1, MOST_MINUTES),
    "color": faults_in_color,
    "fee_minor": whole(0, MOST_MINOR),
    "wage_minor": whole(0, MOST_MINOR),
}
WAYS: Mapping[str, Callable[[Any], object]] = {"name": str.strip, "color": str.lower}
