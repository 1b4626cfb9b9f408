"""Texts that people write: titles and notes."""

import unicodedata

from domain.errors import DomainError, Invalid

TITLE_LENGTH = 200
NOTE_LENGTH = 10_000

# Controls, halves of a character (no database takes them) and separators of lines and paragraphs.
_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LAYOUT = frozenset("\t\n\r")
# Letters, marks and a symbol that show nothing of their own: fillers, selectors of variants, and a
# braille cell without dots. Whatever else is invisible, Python knows as not printable.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
# Overrides, embeddings and isolates. A line that holds one changes how its neighbors are read, too.
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def faults_in_title(text: str, path: tuple[str, ...]) -> list[DomainError]:
    """A title is one line: something to see, at most 200 characters, no control characters, and
    none that turn the direction of writing.
    """
    if not any(map(_is_visible, text)):
        return [Invalid("Write at least one visible character.", path)]
    if len(text) > TITLE_LENGTH:
        return [Invalid(f"At most {TITLE_LENGTH:,} characters.", path)]
    if any(_is_unfit(c) for c in text):
        return [Invalid("Control characters, such as line breaks, do not belong here.", path)]
    if not _TURNING.isdisjoint(text):
        told = "Characters that turn the direction of writing do not belong here."
        return [Invalid(told, path)]
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
    if not any(map(_is_visible, text)):
        return [Invalid("Give a reason: at least one visible character.", path)]
    return faults_in_note(text, path)


def _is_visible(character: str) -> bool:
    return character.isprintable() and not character.isspace() and character not in _BLANK


def _is_unfit(character: str) -> bool:
    return unicodedata.category(character) in _UNFIT
