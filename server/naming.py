"""Whom somebody at the command line means: by an id, or by an e-mail address that names one."""

from collections.abc import Sequence
from uuid import UUID

from db import viewers
from db.addresses import Person, reached_by
from db.store import Store
from domain.contacts import tidy_email
from domain.ids import Noun, key_of, noun_of, public_id
from server.amiss import Amiss

PEOPLE = (Noun.MEMBER, Noun.CLIENT)
NOBODY = "Nobody in this database can sign in by that e-mail address or id."
SEVERAL = "That e-mail address is several people's. Say whose token you want, by the id:"


class Unnamed(Amiss):
    """Nobody is meant, or it cannot be told who; the message says what to say instead."""


async def named(store: Store, text: str) -> tuple[Noun, UUID]:
    """The member or client who is meant; Unnamed where it is not exactly one. Nobody is preferred,
    because an address can be a member's and a client's, and of one in each practice.
    """
    noun = noun_of(text)
    if noun in PEOPLE:
        return await _by_id(store, noun, text)
    async with store.reading() as tx:
        met = await reached_by(tx, [tidy_email(text)])
    if len(met) != 1:
        raise Unnamed(_choice(met) if met else NOBODY)
    return met[0].noun, met[0].key


async def _by_id(store: Store, noun: Noun, text: str) -> tuple[Noun, UUID]:
    key = key_of(noun, text)
    if key is None or await viewers.find(store, noun, key) is None:
        raise Unnamed(NOBODY)
    return noun, key


def _choice(met: Sequence[Person]) -> str:
    """Without names: what a command complains of ends in logs."""
    ids = [public_id(each.noun, each.key) for each in met]
    lines = [f"  --as {id}  {p.role} of {p.practice}" for id, p in zip(ids, met, strict=True)]
    return "\n".join([SEVERAL, *lines])
