"""Answers that many are told at once, made into text once."""

from functools import cached_property, lru_cache
from typing import Final

MOST_KEPT: Final = 32


class Finished:
    """The `data` of an answer as the text in which it is sent."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sent(self) -> bytes:
        """The text as it is sent."""
        return self.text.encode()


@lru_cache(MOST_KEPT)
def finished(key: str, answer: str) -> Finished:
    """An answer under its response key. Those who share an answer come for it one after the other,
    with the very same text, which Python has hashed for the first of them.
    """
    return Finished(f'{{"{key}":{answer}}}')
