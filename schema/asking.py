"""Who asks, and what is at hand to answer: the context of every request and socket."""

from dataclasses import dataclass

from strawberry.types import Info as StrawberryInfo

from domain.access import Viewer
from domain.errors import Unauthenticated
from realtime.hub import Hub
from resolvers.house import House
from resolvers.passes import Pass


@dataclass(slots=True)
class Asking:
    """One request, or one socket for as long as it is open. `claims`: a token was given, whether
    it holds or not; `kind`: of the operation that was asked for last, none so far.
    """

    house: House
    hub: Hub
    credential: Pass | None = None
    claims: bool = False
    connection_params: dict[str, object] | None = None
    kind: str = "none"

    async def viewer(self) -> Viewer:
        """The viewer as they are now; Unauthenticated without a valid token."""
        if self.credential is None:
            raise Unauthenticated
        return await self.credential.viewer()

    def is_still(self, viewer: Viewer) -> bool:
        """Whether they are known to be this viewer; where not, `viewer` finds out."""
        seen = self.credential.seen() if self.credential else None
        return seen is viewer or seen == viewer


Info = StrawberryInfo[Asking, None]
