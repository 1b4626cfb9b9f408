"""Refusals as plain facts, to be kept and told again word for word."""

from typing import Any
from uuid import UUID

from domain.errors import CycleExhausted, DomainError, ErrorCode, StaleVersion
from domain.ids import Noun


def facts_of(error: DomainError) -> dict[str, object]:
    """What tells the refusal."""
    facts: dict[str, object] = {"code": error.code, "message": error.message}
    facts["path"] = list(error.path)
    match error:
        case CycleExhausted():
            facts["cycle"] = error.cycle.hex
        case StaleVersion():
            facts |= {"noun": error.noun, "key": error.key.hex, "current": error.current}
    return facts


def told_again(facts: dict[str, Any]) -> DomainError:
    """The refusal that has these facts."""
    path = tuple(facts["path"])
    error: DomainError
    match ErrorCode(facts["code"]):
        case ErrorCode.CYCLE_EXHAUSTED:
            error = CycleExhausted(UUID(facts["cycle"]), path)
        case ErrorCode.STALE_VERSION:
            noun, key = Noun(facts["noun"]), UUID(facts["key"])
            error = StaleVersion(noun, key, facts["current"], path)
        case code:
            error = DomainError(path=path)
            error.code = code
    error.message = facts["message"]
    return error
