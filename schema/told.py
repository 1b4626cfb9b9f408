"""Batches of the change feed as the document wants them. No execution, because hundreds may follow
one feed, and each change is a handful of values that are at hand.
"""

from collections.abc import AsyncGenerator, Callable, Hashable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson
from strawberry.types import ExecutionResult

from db.reading.asked import Args, Asked, Misasked
from domain.access import Viewer
from domain.cursor import Cursor
from domain.entry import Wanted
from domain.errors import Invalid
from domain.ids import Noun, key_of, public_id
from domain.keys import Aspect
from domain.shown import EVERYWHERE, PLACED
from realtime.hub import Hub
from resolvers.changes import Batch, follow_changes

MOST_LISTED: Final = 100
NOUNS: Final = EVERYWHERE | PLACED.keys()
ABOUT: Final[Mapping[str, tuple[Aspect, Noun]]] = {
    "client_id": (Aspect.CLIENTS, Noun.CLIENT),
    "case_id": (Aspect.CASES, Noun.CASE),
    "cycle_id": (Aspect.CYCLES, Noun.CYCLE),
    "session_id": (Aspect.SESSIONS, Noun.SESSION),
    "member_id": (Aspect.MEMBERS, Noun.MEMBER),
    "location_id": (Aspect.LOCATIONS, Noun.LOCATION),
}

Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How the fields of a type are read from what it shows; `inner` are the types of those that
    are objects or lists of them.
    """

    typename: str
    reads: Mapping[str, Read]
    inner: Mapping[str, "Kind"] = field(default_factory=dict)


def _ids(aspect: Aspect, noun: Noun) -> Read:
    def read(keys: Any) -> list[str] | None:
        said = keys.get(aspect)
        return None if said is None else sorted(public_id(noun, key) for key in said)

    return read


def _spans(keys: Any) -> list[tuple[datetime, datetime]] | None:
    said = keys.get(Aspect.SPANS)
    return None if said is None else sorted(said)


SPAN = Kind(
    "ChangeSpan",
    {"starts_at": lambda span: span[0].isoformat(), "ends_at": lambda span: span[1].isoformat()},
)
KEYS = Kind(
    "ChangeKeys",
    {**{aspect.value: _ids(aspect, noun) for aspect, noun in ABOUT.values()}, "spans": _spans},
    {"spans": SPAN},
)
ACTOR = Kind(
    "ChangeActor",
    {"id": lambda actor: public_id(actor.noun, actor.key), "name": lambda actor: actor.name},
)
CHANGE = Kind(
    "Change",
    {
        "cursor": lambda entry: str(entry.cursor),
        "at": lambda entry: entry.at.isoformat(),
        "kind": lambda entry: entry.kind,
        "noun": lambda entry: entry.noun,
        "record_id": lambda entry: public_id(entry.noun, entry.key),
        "changed_fields": lambda entry: entry.fields,
        "actor": lambda entry: entry.actor,
        "keys_before": lambda entry: entry.before,
        "keys_after": lambda entry: entry.after,
        "idempotency_key": lambda entry: entry.idempotency_key,
    },
    {"actor": ACTOR, "keys_before": KEYS, "keys_after": KEYS},
)
BATCH = Kind(
    "ChangeBatch",
    {
        "continuity": lambda batch: batch.continuity,
        "changes": lambda batch: batch.changes,
        "cursor": lambda batch: str(batch.cursor),
    },
    {"changes": CHANGE},
)


def picking(asked: Sequence[Asked], kind: Kind) -> Callable[[Any], dict[str, Any]]:
    """How to pick what is asked of an object of the kind, by response key."""
    picks = [(child.key, _pick(child, kind)) for child in asked]
    return lambda one: {key: pick(one) for key, pick in picks}


def _pick(child: Asked, kind: Kind) -> Read:
    if child.field == "__typename":
        return lambda one: kind.typename
    read, inner = kind.reads[child.field], kind.inner.get(child.field)
    if inner is None:
        return read
    pick = picking(child.children, inner)
    return lambda one: _each(read(one), pick)


def _each(found: Any, pick: Read) -> Any:
    if isinstance(found, (list, tuple)):
        return [pick(one) for one in found]
    return None if found is None else pick(found)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells batches as a document wants them. `named` is all that steers how: the document, the
    field, and which variables are given. Who has equal ones shares what is told.
    """

    named: Hashable
    pick: Read = field(compare=False)

    def __call__(self, batch: Batch) -> orjson.Fragment:
        """The finished JSON of a batch."""
        return orjson.Fragment(orjson.dumps(self.pick(batch)))


async def told(
    hub: Hub, viewer: Viewer, asked: Asked, tell: Teller
) -> AsyncGenerator[ExecutionResult, None]:
    """The results of a `changes` that stays open; Misasked where an argument is not acceptable."""
    after = asked.args.get("after")
    try:
        narrowed = wanted(asked.args)
        cursor = Cursor.parsed(after, ("after",)) if isinstance(after, str) else None
    except Invalid as wrong:
        raise Misasked(asked.place, wrong) from wrong
    async with aclosing(follow_changes(hub, viewer, cursor, narrowed, tell)) as batches:
        async for batch in batches:
            yield ExecutionResult(data={asked.key: batch}, errors=None)


def wanted(args: Args) -> Wanted:
    """What the arguments narrow to."""
    kinds, nouns = (_listed(args, name) for name in ("kinds", "nouns"))
    if not NOUNS.issuperset(nouns or ()):
        raise Invalid(f"A noun is one of {', '.join(sorted(NOUNS))}.", ("nouns",))
    given = {name: args[name] for name in ABOUT if args.get(name) is not None}
    about = frozenset((ABOUT[name][0], _key(name, id)) for name, id in given.items())
    return Wanted(kinds, nouns, about)


def _listed(args: Args, name: str) -> frozenset[Any] | None:
    found: Any = args.get(name)
    if found is not None and len(found) > MOST_LISTED:
        raise Invalid(f"At most {MOST_LISTED} at once.", (name,))
    return None if found is None else frozenset(found)


def _key(name: str, id: object) -> Any:
    noun = ABOUT[name][1]
    key = key_of(noun, str(id))
    if key is None:
        raise Invalid(f"This is no id of a {noun}: they begin with `{noun}_`.", (name,))
    return key
