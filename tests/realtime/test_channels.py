"""What is said on a channel."""

import uuid

import pytest

from realtime.channels import RESYNC, bells_of, decode, encode


def test_a_channel_is_named_after_its_organization() -> None:
    organization = uuid.UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    assert bells_of(organization) == "caseload:bells:01890a5dac96774bbcceb302099a8057"


@pytest.mark.parametrize("head", [0, 1, 2**63 - 1])
def test_a_head_survives_the_way(head: int) -> None:
    assert decode(encode(head)) == head


@pytest.mark.parametrize(
    "junk", [RESYNC, "", " 7", "-7", "7.0", "1_000", "\u0667", "\ufffd", "9" * 5000]
)
def test_what_is_no_head_is_a_reason_to_look(junk: str) -> None:
    assert decode(junk) is None
