"""How people are reached: e-mail addresses and phone numbers, each kept in one way of writing."""

import re

import phonenumbers

from domain.errors import DomainError, Invalid

# RFC 5321: an address has at most 254 characters, what stands before the @ at most 64.
LONGEST_EMAIL = 254
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{1,64}}@){_LOCAL}@(?:{_LABEL}\.)+{_LABEL}")
LONGEST_PHONE = 40


def faults_in_email(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """An address can be written to over SMTP: `name@host.example`, without quotes or comments."""
    if len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text):
        return []
    return [Invalid("An e-mail address looks like name@host.example.", path)]


def tidy_email(text: str) -> str:
    """In small letters, because two spellings of one address would be two people."""
    return text.lower()


def faults_in_phone(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """A number that somebody can have, in international form: no country is ever assumed."""
    if _parsed(text) is not None:
        return []
    told = "A phone number begins with + and the country, such as +1 212 555 0123."
    return [Invalid(told, path)]


def tidy_phone(text: str) -> str:
    """E.164, `+12125550123`, which every gateway takes. The number must be a sound one."""
    number = _parsed(text)
    if number is None:
        raise ValueError("not a phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    # An extension has no place in E.164, and would be lost without a word.
    if len(text) > LONGEST_PHONE or not text.lstrip().startswith("+"):
        return None
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) and not number.extension else None
