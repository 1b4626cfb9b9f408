"""How people are reached is written in one way, or refused."""

import pytest

from domain.contacts import faults_in_email, faults_in_phone, tidy_email, tidy_phone

PATH = ("input", "email")


@pytest.mark.parametrize(
    "text", ["a@b.example", "O'Brien+x@mail.clinic.example", f"{'x' * 64}@b.example", "1@2.co"]
)
def test_an_address_is_one_that_can_be_written_to(text: str) -> None:
    assert faults_in_email(text, PATH) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ada",
        "ada@",
        "@b.example",
        "ada@b",
        "a@b@c.example",
        "a da@b.example",
        " ada@b.example",
        "ada@b.example\n",
        "ada..x@b.example",
        ".ada@b.example",
        "ada@-b.example",
        "ada@b..example",
        "ad\0a@b.example",
        "adá@b.example",
        f"{'x' * 65}@b.example",
        "x" * 10_000,
        f"ada@{'b.' * 130}example",
    ],
)
def test_whatever_cannot_be_written_to_is_refused_at_its_place(text: str) -> None:
    (fault,) = faults_in_email(text, PATH)

    assert fault.path == PATH
    assert "name@host.example" in fault.message
    assert text not in fault.message or not text.strip()


def test_an_address_is_kept_in_small_letters() -> None:
    assert tidy_email("Ada@Mail.Example") == "ada@mail.example"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("+1 212 555 0123", "+12125550123"),
        ("+1 (212) 555-0123", "+12125550123"),
        ("+48 22 123 45 67", "+48221234567"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_number_is_kept_as_e164(text: str, kept: str) -> None:
    assert faults_in_phone(text, PATH) == []
    assert tidy_phone(text) == kept
    assert tidy_phone(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "212 555 0123",
        "(212) 555-0123",
        "0048 22 123 45 67",
        "+10000000000",
        "+1 212 555 0123 ext. 5",
        "+999 12345",
        "+1 call me",
        "+1212\0" * 3,
        "+" + "1" * 10_000,
    ],
)
def test_a_number_that_nobody_can_have_is_refused(text: str) -> None:
    (fault,) = faults_in_phone(text, PATH)

    assert "begins with + and the country" in fault.message
    with pytest.raises(ValueError, match="not a phone number"):
        tidy_phone(text)
