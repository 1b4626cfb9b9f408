"""The change feed: what a practice's changes look like to those who follow them."""

from typing import Annotated

import strawberry

from schema.basics import Moment, described, given
from schema.words import ChangeKind, Continuity

FEED = "changes"
FOLLOW = (
    "Every change of the practice that you may see, in the order of the commits, each at least "
    "once, in batches of up to 200. The first batch comes at once. Without `after` it is empty and "
    "says where the feed stands: you are told of everything from there on. With `after` you are "
    "told of everything since; a change is kept for 7 days, or as long as the operator has set. "
    "Keep `cursor`, and give it as `after` when you come back. A change may come again after a "
    "break: drop what has a `cursor` that you know. Members who are limited to a location are told "
    "of what belongs there, or did before, and of what belongs to the whole practice. Clients are "
    "told of their own record, of sessions that they attend and of their own part in them."
)

Since = Annotated[
    str | None,
    given(
        "A cursor that `changes` gave. One that is too old, of a restored database or of another "
        "practice begins with RESYNC_REQUIRED; a torn one is refused with BAD_USER_INPUT."
    ),
]
Kinds = Annotated[
    list[ChangeKind] | None, given("Only these, at most 100; an empty list is none of them.")
]
Nouns = Annotated[
    list[str] | None,
    given(
        "Only changes of such records, as ids name them: `client`. At most 100; an empty list is "
        "none of them; what is no such word is refused with BAD_USER_INPUT."
    ),
]


def about(noun: str) -> object:
    """An argument that narrows to what concerns one record."""
    return given(
        f"Only what concerned this {noun} before or concerns it after. An id that nothing has "
        "finds nothing; what is no id of that type is refused with BAD_USER_INPUT."
    )


AboutClient = Annotated[strawberry.ID | None, about("client")]
AboutCase = Annotated[strawberry.ID | None, about("case")]
AboutCycle = Annotated[strawberry.ID | None, about("cycle")]
AboutSession = Annotated[strawberry.ID | None, about("session")]
AboutMember = Annotated[strawberry.ID | None, about("member")]
AboutLocation = Annotated[strawberry.ID | None, about("location")]

NONE_BUT = "Null: not told, it may be any; a list: none but these."


@strawberry.type(description="A span of time.")
class ChangeSpan:
    """When an item of a session takes place."""

    starts_at: Moment = described("Its start.")
    ends_at: Moment = described("Its end.")


@strawberry.type(
    description="Whom, where and when a change concerns, for all records that it wrote. By it a "
    "front end knows what it need not read again."
)
class ChangeKeys:
    """Ids of what is not yours to see are not told, or find nothing."""

    clients: list[strawberry.ID] | None = described(f"Clients. {NONE_BUT}")
    cases: list[strawberry.ID] | None = described(f"Cases. {NONE_BUT}")
    cycles: list[strawberry.ID] | None = described(f"Cycles. {NONE_BUT}")
    sessions: list[strawberry.ID] | None = described(f"Sessions. {NONE_BUT}")
    members: list[strawberry.ID] | None = described(
        f"Members who treat, or whom a todo is for. {NONE_BUT}"
    )
    locations: list[strawberry.ID] | None = described(f"Locations. {NONE_BUT}")
    spans: list[ChangeSpan] | None = described(
        f"When items of a session take place, by start. {NONE_BUT}"
    )


@strawberry.type(description="Who made a change: a member, or a client their own.")
class ChangeActor:
    """Known by the prefix of the id."""

    id: strawberry.ID = described("A member's or a client's.")
    name: str = described("What they are called now.")


@strawberry.type(
    description="One change of one record. One mutation may make several, which follow each other."
)
class Change:
    """Written with what it tells of, in one transaction."""

    cursor: str = described("The place behind it: unique, and the same whenever it is told.")
    at: Moment = described("When it was made.")
    kind: ChangeKind = described("What was done.")
    noun: str = described("What the record is, as ids name it: `client`.")
    record_id: strawberry.ID = described("The record's id.")
    changed_fields: list[str] = described(
        "The names of what of the record changed, sorted; of a new one, of what it was given."
    )
    actor: ChangeActor | None = described(
        "Who did it. Clients are told of nobody but themselves: null."
    )
    keys_before: ChangeKeys = described("Whom, where and when it concerned before.")
    keys_after: ChangeKeys = described(
        "Whom, where and when it concerns now; the same where that did not change, as with a new "
        "record."
    )
    idempotency_key: str | None = described(
        "What the sender called it, for the sender alone to know the own echo by; null for all "
        "others, and where none was sent."
    )


@strawberry.type(description="Changes that follow each other.")
class ChangeBatch:
    """What comes at once."""

    continuity: Continuity = described("Whether anything may have been missed before.")
    changes: list[Change] = described(
        "At most 200, in order. Empty in the first batch where nothing followed, with "
        "RESYNC_REQUIRED, and where 200 were passed over that you may not see or did not ask for."
    )
    cursor: str = described("Where the batch ends; give it as `after` to go on from here.")
