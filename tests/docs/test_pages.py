"""What the documentation tells to do is done here, in its order, and comes as it is shown."""

from pathlib import Path

import pytest

from tests.docs.pages import PAGES, Block, blocks_of, links_of, name_of
from tests.docs.reader import Reader

TOLD = {name_of(page): blocks for page in PAGES if (blocks := blocks_of(page))}


@pytest.mark.parametrize("blocks", TOLD.values(), ids=TOLD, indirect=True)
async def test_every_block_of_a_page_does_what_the_page_shows(
    blocks: list[Block], reader: Reader
) -> None:
    for block in blocks:
        try:
            await reader.read(block)
        except (AssertionError, OSError, ValueError) as wrong:
            raise AssertionError(f"{block.where}: {wrong}") from wrong


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    missing = [link for link in links_of(page) if not (page.parent / link).exists()]

    assert not missing, ", ".join(missing)
