"""Records in a mutation's payload: finished JSON by response key, so that aliases work."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson


@dataclass(frozen=True, slots=True)
class Shown:
    """What a payload's field answers, once per alias."""

    answers: Mapping[str, str | None]

    def at(self, key: str) -> orjson.Fragment | None:
        """The JSON under a response key; None for null."""
        found = self.answers[key]
        return None if found is None else orjson.Fragment(found)
