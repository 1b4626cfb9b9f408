"""Tokens that must not open anything."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import OctKey

from domain.ids import Noun, new_key, public_id
from resolvers.house import utc_now
from server.tokens import Tokens
from tests.api import Api
from tests.serving import SECRET

HOUR = timedelta(hours=1)
OTHER_SECRET = "another secret than the server's, 32 long"


def claims(sub: object, **changed: object) -> dict[str, object]:
    """What a good token says, but for the changes; None takes a claim away."""
    now = utc_now()
    whole = {"sub": sub, "iat": int(now.timestamp()), "exp": int((now + HOUR).timestamp())}
    return {name: value for name, value in {**whole, **changed}.items() if value is not None}


def signed(said: Mapping[str, object], algorithm: str = "HS256") -> str:
    """A token by the server's own secret."""
    key = OctKey.import_key(SECRET)
    return jwt.encode({"alg": algorithm}, dict(said), key, algorithms=[algorithm])


def part(said: Mapping[str, object]) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def forged(api: Api) -> dict[str, str]:
    """Tokens by what is wrong with them."""
    manager, owner = (api.practice.people[who] for who in ("manager", "owner"))
    sub = public_id(Noun.MEMBER, manager)
    head, body, signature = (api.as_("manager").token or "").split(".")
    return {
        "garbage": "garbage",
        "three parts of garbage": "a.b.c",
        "of 10 kB": "x" * 10_000,
        "cut": f"{head}.{body}",
        "expired": api.as_("manager", -HOUR).token or "",
        "by another secret": Tokens(OTHER_SECRET).sign(Noun.MEMBER, manager, utc_now(), HOUR),
        "unsigned": f"{part({'alg': 'none'})}.{part(claims(sub))}.",
        "unsigned, said to be signed": f"{head}.{part(claims(sub))}.",
        "by another algorithm": signed(claims(sub), "HS512"),
        "of somebody else's signature": f"{head}.{part(claims(of_member(owner)))}.{signature}",
        "of tomorrow": signed(claims(sub, nbf=int((utc_now() + HOUR).timestamp()))),
        "with a worded beginning": signed(claims(sub, nbf="tomorrow")),
        "without an end": signed(claims(sub, exp=None)),
        "with an endless end": signed(claims(sub, exp=10**30)),
        "with a worded end": signed(claims(sub, exp="tomorrow")),
        "of nobody": signed(claims(None)),
        "of an unknown member": signed(claims(of_member(new_key()))),
        "of garbage": signed(claims("manager")),
        "of a list": signed(claims([sub])),
        "of a practice": signed(claims(f"organization_{api.practice.organization.hex}")),
        "of a client under a member's name": signed(claims(of_member(api.practice.client))),
        "of a member under a client's name": signed(claims(public_id(Noun.CLIENT, manager))),
    }


def of_member(key: UUID) -> str:
    """The subject of a member's token."""
    return public_id(Noun.MEMBER, key)
