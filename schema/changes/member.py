"""Creating, updating, retiring and restoring members."""

from functools import partial
from typing import Annotated

import strawberry

from domain.ids import Noun
from domain.members import Standing
from resolvers import members
from schema.asking import Info
from schema.basics import described, given
from schema.changes.changing import (
    Payload,
    changed,
    decoded,
    expects,
    key,
    may_be,
    must_be,
    parts,
    repeats,
    shows,
)
from schema.practice import Member
from schema.words import Role

_UPDATABLE = ("name", "email", "role", "color", "location_id")


@strawberry.input(description="A member to create.")
class MemberCreateInput:
    """For `memberCreate`."""

    name: str = described("The person's name: 1 to 200 characters in one line.")
    email: str = described("E-mail address; EMAIL_TAKEN where another member has it.")
    role: Role = described("Any role but CLIENT; only an OWNER makes an OWNER.")
    color: str = strawberry.field(description="Calendar color, as #rrggbb.", default="#3b6ea5")
    location_id: strawberry.ID | None = strawberry.field(
        description="The one clinic that the person is limited to; null: every one.", default=None
    )
    idempotency_key: str | None = repeats()


@strawberry.input(description="What changes of a member; what is absent stays as it is.")
class MemberUpdateInput:
    """For `memberUpdate`."""

    member_id: strawberry.ID = described("The member; only an OWNER updates an OWNER.")
    name: strawberry.Maybe[str | None] = must_be(
        "The person's name: 1 to 200 characters in one line."
    )
    email: strawberry.Maybe[str | None] = must_be(
        "E-mail address; EMAIL_TAKEN where another member has it."
    )
    role: strawberry.Maybe[Role | None] = must_be("Any role but CLIENT; nobody changes their own.")
    color: strawberry.Maybe[str | None] = must_be("Calendar color, as #rrggbb.")
    location_id: strawberry.Maybe[strawberry.ID | None] = may_be(
        "The one clinic that the person is limited to; null: every one."
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A member to retire.")
class MemberRetireInput:
    """For `memberRetire`."""

    member_id: strawberry.ID = described("The member; not oneself, and not the last active OWNER.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A member to restore.")
class MemberRestoreInput:
    """For `memberRestore`."""

    member_id: strawberry.ID = described("The member; refused with ILLEGAL_STEP unless retired.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The created member.")
class MemberCreatePayload(Payload):
    """From `memberCreate`."""

    member: Member | None = shows("The member; null where it was refused.")


@strawberry.type(description="The updated member.")
class MemberUpdatePayload(Payload):
    """From `memberUpdate`."""

    member: Member | None = shows("The member as it is now; null where it was refused.")


@strawberry.type(description="The retired member.")
class MemberRetirePayload(Payload):
    """From `memberRetire`."""

    member: Member | None = shows("The member, no longer active; null where it was refused.")


@strawberry.type(description="The restored member.")
class MemberRestorePayload(Payload):
    """From `memberRestore`."""

    member: Member | None = shows("The member, active again; null where it was refused.")


@strawberry.type
class MemberChanges:
    """Mutations of members."""

    @strawberry.mutation(
        description="Create a member. EMAIL_TAKEN where another member has the address. For owners "
        "and admins."
    )
    async def member_create(
        self, info: Info, input: Annotated[MemberCreateInput, given("The member.")]
    ) -> MemberCreatePayload | None:
        """Decode, call, wrap."""
        form = {name: getattr(input, name) for name in _UPDATABLE}
        change = partial(members.create, form=decoded(form, "location_id", Noun.LOCATION))
        return await changed(info, MemberCreatePayload, change, input)

    @strawberry.mutation(
        description="Update a member. EMAIL_TAKEN where another has the address, OWN_RIGHTS "
        "for one's own role, LAST_OWNER for that of the last active owner. For owners "
        "and admins."
    )
    async def member_update(
        self, info: Info, input: Annotated[MemberUpdateInput, given("What changes.")]
    ) -> MemberUpdatePayload | None:
        """Decode, call, wrap."""
        change = partial(
            members.update,
            key=key(Noun.MEMBER, input.member_id),
            expected=input.expected_version,
            form=decoded(parts(input, *_UPDATABLE), "location_id", Noun.LOCATION),
        )
        return await changed(info, MemberUpdatePayload, change, input)

    @strawberry.mutation(
        description="Retire a member, who then cannot sign in and is given nothing new. "
        "OWN_RIGHTS for oneself, LAST_OWNER for the last active owner. For owners and "
        "admins."
    )
    async def member_retire(
        self, info: Info, input: Annotated[MemberRetireInput, given("Which member.")]
    ) -> MemberRetirePayload | None:
        """Decode, call, wrap."""
        member, expected = key(Noun.MEMBER, input.member_id), input.expected_version
        change = partial(members.stand, key=member, expected=expected, wanted=Standing.RETIRED)
        return await changed(info, MemberRetirePayload, change, input)

    @strawberry.mutation(description="Restore a retired member. For owners and admins.")
    async def member_restore(
        self, info: Info, input: Annotated[MemberRestoreInput, given("Which member.")]
    ) -> MemberRestorePayload | None:
        """Decode, call, wrap."""
        member, expected = key(Noun.MEMBER, input.member_id), input.expected_version
        change = partial(members.stand, key=member, expected=expected, wanted=Standing.ACTIVE)
        return await changed(info, MemberRestorePayload, change, input)
