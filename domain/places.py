"""The practice and its locations: names, time zones, currency, thresholds; and going out of use."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from domain.currencies import CURRENCIES
from domain.errors import DomainError, Invalid
from domain.forms import Rule, faults_in_name, whole
from domain.states import Steps


class Standing(StrEnum):
    """Whether a location or a service can still be named in anything new."""

    IN_USE = "IN_USE"
    RETIRED = "RETIRED"


# Retired is for good: what comes back is a new location or service, with its own history.
STEPS: Steps[Standing] = {
    Standing.IN_USE: frozenset({Standing.RETIRED}),
    Standing.RETIRED: frozenset(),
}


# Files that lie beside the zones: the machine's own, and what stands for "none was chosen".
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_ZONES


def faults_in_zone(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """A time zone by its IANA name."""
    told = "A time zone has an IANA name, such as America/New_York."
    return [] if text in _zones() else [Invalid(told, path)]


def faults_in_currency(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """A currency by its ISO 4217 code."""
    told = "A currency has an ISO 4217 code in capitals, such as USD."
    return [] if text in CURRENCIES else [Invalid(told, path)]


LOCATION: Mapping[str, Rule] = {"name": faults_in_name, "time_zone": faults_in_zone}
ORGANIZATION: Mapping[str, Rule] = {
    **LOCATION,
    "currency": faults_in_currency,
    "progress_summary_percent": whole(1, 100),
    "renewal_percent": whole(1, 100),
}
THRESHOLDS = ("progress_summary_percent", "renewal_percent")
WAYS: Mapping[str, Callable[[Any], object]] = {"name": str.strip}


def lowers(changed: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Whether a threshold comes sooner than before, so that cycles may have reached it already."""
    return any(changed[name] < kept[name] for name in THRESHOLDS if name in changed)
