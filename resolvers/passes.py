"""From a checked token to the viewer as they are now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.access import Viewer
from domain.errors import Expired, Unauthenticated
from domain.ids import Noun
from resolvers.house import House


@dataclass(frozen=True, slots=True)
class Pass:
    """A token whose signature held: whom it names and until when."""

    house: House
    noun: Noun
    key: UUID
    expires_at: datetime

    async def viewer(self) -> Viewer:
        """The viewer now; Expired once the token is, Unauthenticated once the person is gone."""
        if self.house.clock() >= self.expires_at:
            raise Expired
        found = await self.house.register.viewer(self.noun, self.key)
        if found is None:
            raise Unauthenticated
        return found

    def seen(self) -> Viewer | None:
        """The viewer as seen within the last second; None where it takes `viewer` to tell."""
        if self.house.clock() >= self.expires_at:
            return None
        return self.house.register.seen(self.noun, self.key)
