"""A furnished practice, and a furnished neighbour in the same database."""

from dataclasses import dataclass

import pytest_asyncio

from tests.practice import Practice, found_practice
from tests.schema.care import Care, furnish, rename

WORD = "Quux"


@dataclass(frozen=True)
class Neighbor:
    """Another practice. Every text in it holds WORD."""

    practice: Practice
    care: Care


@pytest_asyncio.fixture
async def care(practice: Practice) -> Care:
    """What the practice has."""
    return await furnish(practice)


@pytest_asyncio.fixture
async def neighbor(practice: Practice) -> Neighbor:
    """Whose records nobody of the practice may see or change."""
    other = await found_practice(practice.store, "Lakeside")
    care = await furnish(other, WORD)
    await rename(other, WORD)
    return Neighbor(other, care)
