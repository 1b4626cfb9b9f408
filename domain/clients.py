"""Clients: how a name is found, and how they wish to be reached."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from domain.contacts import faults_in_email, faults_in_phone, tidy_email, tidy_phone
from domain.errors import DomainError, Invalid
from domain.forms import Rule, faults_in_name
from domain.states import Steps

# Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


class Channel(StrEnum):
    """How a client prefers to be reached."""

    EMAIL = "EMAIL"
    TEXT = "TEXT"


class Category(StrEnum):
    """What a client can unsubscribe from. Only ever grows."""

    REMINDERS = "REMINDERS"
    FOLLOW_UPS = "FOLLOW_UPS"
    REFERRALS = "REFERRALS"
    NEWS = "NEWS"


def folded(name: str) -> str:
    """A name as search sees it: no accents, no case, single spaces; `jose` finds `José`."""
    # Taken apart on both sides of casefold: what comes out of one may still be work for the other.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(plain.translate(_PLAIN).split())


class Standing(StrEnum):
    """Whether a client is still treated here."""

    CURRENT = "CURRENT"
    ARCHIVED = "ARCHIVED"


STEPS: Steps[Standing] = {
    Standing.CURRENT: frozenset({Standing.ARCHIVED}),
    Standing.ARCHIVED: frozenset({Standing.CURRENT}),
}

# What clients may change of their own record; the rest is the practice's.
OWN = frozenset({"email", "phone", "preferred_channel", "unsubscribed_from"})


def faults_in_categories(listed: Sequence[Category], path: tuple[str, ...]) -> list[DomainError]:
    """Each category once."""
    return [] if len(set(listed)) == len(listed) else [Invalid("Name each category once.", path)]


RULES: Mapping[str, Rule] = {
    "given_name": faults_in_name,
    "family_name": faults_in_name,
    "email": faults_in_email,
    "phone": faults_in_phone,
    "unsubscribed_from": faults_in_categories,
}
WAYS: Mapping[str, Callable[[Any], object]] = {
    "given_name": str.strip,
    "family_name": str.strip,
    "email": tidy_email,
    "phone": tidy_phone,
    # In one order, so that the same choice is the same list.
    "unsubscribed_from": lambda listed: [word for word in Category if word in listed],
}
