"""Texts that people write: titles and notes."""

import unicodedata

from domain.errors import DomainError, Invalid

TITLE_LENGTH = 200
NOTE_LENGTH = 10_000

# Controls, halves of a character (no database takes them) and separators of lines and paragraphs.
_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LAYOUT = frozenset("\t\n\r")


def faults_in_title(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """A title is one line: something to see, at most 200 characters, no control characters."""
    if not any(c.isprintable() and not c.isspace() for c in text):
        return [Invalid("Write at least one visible character.", path)]
    if len(text) > TITLE_LENGTH:
        return [Invalid(f"At most {TITLE_LENGTH:,} characters.", path)]
    if any(_is_unfit(c) for c in text):
        return [Invalid("Control characters, such as line breaks, do not belong here.", path)]
    return []


def faults_in_note(text: str | None, path: tuple[str, ...]) -> list[DomainError]:
    """A note may be empty or missing, and have lines; at most 10,000 characters, and no control
    characters but tabs and line breaks.
    """
    if text is None:
        return []
    if len(text) > NOTE_LENGTH:
        return [Invalid(f"At most {NOTE_LENGTH:,} characters.", path)]
    if any(_is_unfit(c) and c not in _LAYOUT for c in text):
        return [Invalid("No control characters but tabs and line breaks.", path)]
    return []


def faults_in_reason(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """A reason is a note that says something."""
    if not any(c.isprintable() and not c.isspace() for c in text):
        return [Invalid("Give a reason: at least one visible character.", path)]
    return faults_in_note(text, path)


def _is_unfit(character: str) -> bool:
    return unicodedata.category(character) in _UNFIT
