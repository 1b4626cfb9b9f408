"""A practice of fifty clinicians, each with eight sessions a day for a week."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.servers import SECRET
from db.migrate import migrate
from db.store import Store
from domain.access import Role
from domain.ids import Noun
from resolvers.house import utc_now
from server.tokens import Tokens
from tests.practice import NOON, Practice, found_practice
from tests.schema.care import session_of

CLINICIANS = 50
SESSIONS = 8
DAY = {"from": NOON.isoformat(), "until": (NOON + timedelta(days=1)).isoformat()}


@dataclass(frozen=True)
class Week:
    """The practice, and a session of each clinician by the clinician's id."""

    practice: Practice
    token: str
    sessions: dict[str, str]

    def calendar(self, clinician: str) -> dict[str, Any]:
        """What a front end asks of a clinician's day."""
        return {**DAY, "clinicianId": clinician}


async def week(url: str) -> Week:
    """Fill an empty database."""
    store = Store(url)
    await migrate(store)
    practice = await found_practice(store)
    sessions = {}
    async with practice.together():
        for nth in range(CLINICIANS):
            clinician = await practice.add_member(f"clinician{nth}", Role.CLINICIAN)
            practice.people["clinician"] = clinician
            for hour in range(SESSIONS):
                attendance = await practice.add_attendance(starts_at=NOON + timedelta(hours=hour))
            session = await session_of(practice, attendance)
            sessions[practice.id_of(Noun.MEMBER, clinician)] = practice.id_of(Noun.SESSION, session)
    await store.close()
    lasts = timedelta(hours=6)
    token = Tokens(SECRET).sign(Noun.MEMBER, practice.people["manager"], utc_now(), lasts)
    return Week(practice, token, sessions)
