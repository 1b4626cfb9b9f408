"""Front ends' programs before a server that goes away."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.api import Api
from tests.machines.cut import Cut, cut_before


@pytest.fixture(params=["", "-urql"], ids=["graphql-ws", "urql"])
def library(request: pytest.FixtureRequest) -> str:
    """How the names of the examples end that use the one library or the other."""
    return str(request.param)


@pytest_asyncio.fixture
async def wire(api: Api) -> AsyncIterator[Cut]:
    """What lies between a program and the server."""
    async with cut_before(int(api.address.partition(":")[2])) as cut:
        yield cut
