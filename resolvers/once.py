"""A change that was sent before answers as the first time and changes nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.work import Work
from db.writing import answers
from domain.access import Act, Viewer
from domain.kept import facts_of, told_again
from domain.once import Once, must_be_the_same
from resolvers.outcome import Answer, Keys, Outcome, Show


async def answered_before(work: Work, once: Once, show: Show) -> tuple[Outcome, Answer] | None:
    """The first answer to the key; None where there is none, and then the key is taken. What the
    first had to be allowed is asked for again, because rights may have been taken since. Where they
    are others now, or the first showed something else, the records that it named are read as they
    are now. A refused change keeps no answer, because it changed nothing: sent again, it is tried
    again.
    """
    kept = await answers.claim(work, once)
    if kept is None:
        return None
    must_be_the_same(kept, once)
    told: Mapping[str, Any] = kept.answer
    # Those that an older version kept, for a day after it was replaced, hold neither.
    work.demand(*map(Act, told.get("acts", ())))
    outcome = Outcome(
        {name: _keys(held) for name, held in told["shown"].items()},
        tuple(told["warnings"]),
        tuple(map(told_again, told["refused"])),
    )
    same = kept.selection == once.selection and told.get("rights") == _rights(work.viewer)
    return outcome, told["answer"] if same else await show(work, outcome)


async def keep_answer(work: Work, once: Once, outcome: Outcome, answer: Answer) -> None:
    """Keep the answer for a day, as part of the change."""
    shown = {name: _held(keys) for name, keys in outcome.shown.items()}
    told = {
        "shown": shown,
        "warnings": outcome.warnings,
        "refused": list(map(facts_of, outcome.refused)),
        "answer": answer,
        "acts": sorted(work.demanded),
        "rights": _rights(work.viewer),
    }
    await answers.keep(work, once, told)


def _rights(viewer: Viewer) -> list[str | None]:
    """What decides who sees what, as JSON keeps it."""
    return [viewer.role, viewer.location.hex if viewer.location else None]


def _held(keys: Keys) -> str | list[str] | None:
    if isinstance(keys, tuple):
        return [key.hex for key in keys]
    return None if keys is None else keys.hex


def _keys(held: str | list[str] | None) -> Keys:
    if isinstance(held, list):
        return tuple(UUID(hex) for hex in held)
    return None if held is None else UUID(held)
