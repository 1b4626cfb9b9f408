"""A refusal is a sentence for people, a code for programs and a path for forms."""

import pytest

from domain.errors import (
    BookingConflict,
    CycleExhausted,
    DomainError,
    ErrorCode,
    Expired,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    StaleVersion,
    Unauthenticated,
    sentence,
)
from domain.ids import Noun, new_key

# Codes that a client's program may know; none is ever taken away or renamed.
PROMISED = {
    "NOT_FOUND",
    "INVALID",
    "ILLEGAL_STEP",
    "CASE_CLOSED",
    "CYCLE_EXHAUSTED",
    "SERVICE_ALREADY_SERVED",
    "BOOKING_CONFLICT",
    "BOOKED_BEYOND_AUTHORIZED",
    "STALE_VERSION",
}
KINDS = DomainError.__subclasses__()


def test_codes_only_ever_grow() -> None:
    assert set(ErrorCode) >= PROMISED


def test_every_code_is_some_errors_own() -> None:
    codes = [kind.code for kind in KINDS]

    assert sorted(codes) == sorted(ErrorCode)


@pytest.mark.parametrize("kind", [*KINDS, Unauthenticated, Expired, Forbidden, Refused])
def test_an_errors_docstring_is_one_plain_sentence_or_more(kind: type[Exception]) -> None:
    told = sentence(kind)

    assert told == told.strip()
    assert "\n" not in told
    assert told[0].isupper()


def test_an_error_tells_its_docstring_unless_it_knows_better() -> None:
    assert NotFound().message == str(NotFound()) == sentence(NotFound)
    assert Invalid("Name each client once.").message == "Name each client once."


def test_a_path_leads_to_the_input_field() -> None:
    assert NotFound().path == ()
    assert NotFound(path=("input", "caseId")).path == ("input", "caseId")


def test_errors_carry_the_facts_that_a_front_end_needs() -> None:
    cycle, sessions = new_key(), (new_key(), new_key())

    assert CycleExhausted(cycle).cycle == cycle
    assert BookingConflict(sessions).conflicting == sessions
    stale = StaleVersion(Noun.CYCLE, cycle, 3)
    assert (stale.noun, stale.key, stale.current) == (Noun.CYCLE, cycle, 3)
    assert stale.message.endswith("(current version: 3)")


def test_several_refusals_are_told_together() -> None:
    refused = Refused([Invalid("One."), NotFound("Two.")])

    assert str(refused) == "One.; Two."
    assert [error.code for error in refused.errors] == [ErrorCode.INVALID, ErrorCode.NOT_FOUND]
