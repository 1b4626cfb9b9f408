"""A practice of fifty clinicians, each with eight sessions a day."""

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
MANAGERS = 10
SESSIONS = 8
DAY = {"from": NOON.isoformat(), "until": (NOON + timedelta(days=1)).isoformat()}


@dataclass(frozen=True)
class Week:
    """The practice, who signs in, and a session of each clinician by the clinician's id."""

    practice: Practice
    tokens: list[str]
    sessions: dict[str, str]

    def calendar(self, clinician: str) -> dict[str, Any]:
        """What a front end asks of a clinician's day."""
        return {**DAY, "clinicianId": clinician}


async def week(url: str) -> Week:
    """Fill an empty database."""
    store = Store(url)
    await migrate(store)
    practice = await found_practice(store)
    managers, sessions = [], {}
    async with practice.together():
        for nth in range(MANAGERS):
            managers.append(await practice.add_member(f"manager{nth}", Role.CLINIC_MANAGER))
        for nth in range(CLINICIANS):
            clinician = await practice.add_member(f"clinician{nth}", Role.CLINICIAN)
            practice.people["clinician"] = clinician
            for hour in range(SESSIONS):
                attendance = await practice.add_attendance(starts_at=NOON + timedelta(hours=hour))
            session = await session_of(practice, attendance)
            sessions[practice.id_of(Noun.MEMBER, clinician)] = practice.id_of(Noun.SESSION, session)
    await store.close()
    tokens = [
        Tokens(SECRET).sign(Noun.MEMBER, key, utc_now(), timedelta(hours=6)) for key in managers
    ]
    return Week(practice, tokens, sessions)
