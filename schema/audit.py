"""The audit."""

import strawberry
from strawberry.scalars import JSON

from schema.basics import Moment, Node, described
from schema.practice import Member
from schema.refs import ClientRef
from schema.words import ChangeKind


@strawberry.type(description="What somebody did to a record. For owners and admins.")
class AuditEntry(Node):
    """Written with the change, and never again."""

    created_at: Moment = described("When it was done.")
    kind: ChangeKind = described("What was done.")
    noun: str = described("What the record is, as ids name it: `client`.")
    record_id: strawberry.ID = described("The record's id.")
    actor: Member | None = described("The member who did it; null where a client did.")
    acting_client: ClientRef | None = described("The client who did it; null where a member did.")
    before: JSON = described("What of the record changed, by field, as it was before.")
    after: JSON = described("The same fields afterwards.")
