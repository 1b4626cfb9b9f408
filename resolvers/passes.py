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
    """A token whose signature held: whom it names, from when and until when."""

    house: House
    noun: Noun
    key: UUID
    expires_at: datetime
    begins_at: datetime

    async def viewer(self) -> Viewer:
        """The viewer now; Expired once the token is, Unauthenticated before it holds and once the
        person is gone.
        """
        now = self.house.clock()
        if now >= self.expires_at:
            raise Expired
        if now < self.begins_at:
            raise Unauthenticated
        found = await self.house.register.viewer(self.noun, self.key)
        if found is None:
            raise Unauthenticated
        return found

    def seen(self) -> Viewer | None:
        """The viewer as seen within the last second; None where it takes `viewer` to tell."""
        if not self.begins_at <= self.house.clock() < self.expires_at:
            return None
        return self.house.register.seen(self.noun, self.key)
