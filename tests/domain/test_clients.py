"""How a name is found: by whoever types it without its accents, capitals or extra spaces."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.clients import folded


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("José Álvarez", "jose alvarez"),
        ("Łukasz Øster", "lukasz oster"),
        ("Þór", "thor"),
        ("Ǿrsted", "orsted"),
        ("𝐀𝐝𝐚", "ada"),
        ("Strauß", "strauss"),
        ("  Ada   Byron ", "ada byron"),
        ("Nguyễn", "nguyen"),
        ("山田", "山田"),
        ("", ""),
    ],
)
def test_a_name_is_found_without_accents_capitals_and_extra_spaces(name: str, found: str) -> None:
    assert folded(name) == found


@given(st.text())
@example("Ǿ")
@example("𝐀")
def test_a_folded_name_is_found_by_itself(name: str) -> None:
    assert folded(folded(name)) == folded(name)
