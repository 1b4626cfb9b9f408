"""Bearer tokens: signed, expiring, naming a member or a client. Nothing in them is secret."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from domain.ids import Noun, key_of, noun_of, public_id
from resolvers.house import House
from resolvers.passes import Pass

ALGORITHM = "HS256"
LONGEST = 4096
MOST_REMEMBERED = 10_000


class Tokens:
    """Signs and checks with one secret."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(secret)
        self._passes = lru_cache(MOST_REMEMBERED)(self._read)

    def sign(self, noun: Noun, key: UUID, now: datetime, lasts: timedelta) -> str:
        """A token for a member or a client."""
        claims = {
            "sub": public_id(noun, key),
            "iat": int(now.timestamp()),
            "exp": int((now + lasts).timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM}, claims, self._key)

    def check(self, token: str, house: House) -> Pass | None:
        """Whom the token names; None for one that is forged, torn, or names nobody. Whether it
        has expired is judged at each use.
        """
        return self._passes(token, house) if len(token) <= LONGEST else None

    def _read(self, token: str, house: House) -> Pass | None:
        """What the token says; a signature is worth checking once, because it cannot change."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            subject, expires = str(claims["sub"]), int(claims["exp"])
            expires_at = datetime.fromtimestamp(expires, UTC)
            begins_at = datetime.fromtimestamp(int(claims.get("nbf", 0)), UTC)
        except (JoseError, ValueError, KeyError, TypeError, OverflowError, OSError):
            return None
        noun = noun_of(subject)
        key = key_of(noun, subject) if noun in (Noun.MEMBER, Noun.CLIENT) else None
        if noun is None or key is None:
            return None
        return Pass(house, noun, key, expires_at, begins_at)
