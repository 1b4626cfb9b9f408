"""Registering, updating, archiving and restoring clients."""

from functools import partial
from typing import Annotated

import strawberry

from domain.clients import Standing
from domain.ids import Noun
from resolvers import clients
from schema.asking import Info
from schema.basics import described, given
from schema.changes.changing import (
    Payload,
    changed,
    expects,
    key,
    may_be,
    must_be,
    parts,
    repeats,
    shows,
)
from schema.client import Client
from schema.words import Category, Channel

_UPDATABLE = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "preferred_channel",
    "unsubscribed_from",
)


@strawberry.input(description="A client to register.")
class ClientRegisterInput:
    """For `clientRegister`."""

    given_name: str = described("Given name: 1 to 200 characters in one line.")
    family_name: str = described("Family name: 1 to 200 characters in one line.")
    email: str | None = strawberry.field(
        description="E-mail address: at most 254 characters. EMAIL_TAKEN where another has it.",
        default=None,
    )
    phone: str | None = strawberry.field(
        description="Phone number in international form, such as +1 212 555 0123.", default=None
    )
    preferred_channel: Channel | None = strawberry.field(
        description="How the client prefers to be reached.", default=None
    )
    unsubscribed_from: list[Category] = strawberry.field(
        description="What the client does not want; each category once.", default_factory=list
    )
    idempotency_key: str | None = repeats()


@strawberry.input(description="What changes of a client; what is absent stays as it is.")
class ClientUpdateInput:
    """For `clientUpdate`."""

    client_id: strawberry.ID = described("The client.")
    given_name: strawberry.Maybe[str | None] = must_be(
        "Given name: 1 to 200 characters in one line."
    )
    family_name: strawberry.Maybe[str | None] = must_be(
        "Family name: 1 to 200 characters in one line."
    )
    email: strawberry.Maybe[str | None] = may_be(
        "E-mail address; null takes it away. EMAIL_TAKEN where another client has it."
    )
    phone: strawberry.Maybe[str | None] = may_be(
        "Phone number in international form; null takes it away."
    )
    preferred_channel: strawberry.Maybe[Channel | None] = may_be(
        "How the client prefers to be reached; null: no preference."
    )
    unsubscribed_from: strawberry.Maybe[list[Category] | None] = must_be(
        "All that the client does not want; each category once."
    )
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A client to archive.")
class ClientArchiveInput:
    """For `clientArchive`."""

    client_id: strawberry.ID = described("The client; refused with ILLEGAL_STEP where archived.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.input(description="A client to restore.")
class ClientRestoreInput:
    """For `clientRestore`."""

    client_id: strawberry.ID = described("The client; refused with ILLEGAL_STEP unless archived.")
    expected_version: int | None = expects()
    idempotency_key: str | None = repeats()


@strawberry.type(description="The registered client.")
class ClientRegisterPayload(Payload):
    """From `clientRegister`."""

    client: Client | None = shows("The client; null where it was refused.")


@strawberry.type(description="The updated client.")
class ClientUpdatePayload(Payload):
    """From `clientUpdate`."""

    client: Client | None = shows("The client as it is now; null where it was refused.")


@strawberry.type(description="The archived client.")
class ClientArchivePayload(Payload):
    """From `clientArchive`."""

    client: Client | None = shows("The client, archived; null where it was refused.")


@strawberry.type(description="The restored client.")
class ClientRestorePayload(Payload):
    """From `clientRestore`."""

    client: Client | None = shows("The client, no longer archived; null where it was refused.")


@strawberry.type
class ClientChanges:
    """Mutations of clients."""

    @strawberry.mutation(
        description="Register a client. EMAIL_TAKEN where another client has the address. For "
        "members of every role."
    )
    async def client_register(
        self, info: Info, input: Annotated[ClientRegisterInput, given("The client.")]
    ) -> ClientRegisterPayload | None:
        """Decode, call, wrap."""
        form = {name: getattr(input, name) for name in _UPDATABLE}
        change = partial(clients.register, form=form)
        return await changed(info, ClientRegisterPayload, change, input)

    @strawberry.mutation(
        description="Update a client. EMAIL_TAKEN where another client has the address. For "
        "members of every role; clients update their own `email`, `phone`, "
        "`preferredChannel` and `unsubscribedFrom`, and nothing else."
    )
    async def client_update(
        self, info: Info, input: Annotated[ClientUpdateInput, given("What changes.")]
    ) -> ClientUpdatePayload | None:
        """Decode, call, wrap."""
        change = partial(
            clients.update,
            key=key(Noun.CLIENT, input.client_id),
            expected=input.expected_version,
            form=parts(input, *_UPDATABLE),
        )
        return await changed(info, ClientUpdatePayload, change, input)

    @strawberry.mutation(
        description="Archive a client, who then cannot sign in and for whom no case, cycle or "
        "session is begun, and no case or cycle reopened; what is under way can be ended. "
        "For clinic managers and up."
    )
    async def client_archive(
        self, info: Info, input: Annotated[ClientArchiveInput, given("Which client.")]
    ) -> ClientArchivePayload | None:
        """Decode, call, wrap."""
        client, expected = key(Noun.CLIENT, input.client_id), input.expected_version
        change = partial(clients.stand, key=client, expected=expected, wanted=Standing.ARCHIVED)
        return await changed(info, ClientArchivePayload, change, input)

    @strawberry.mutation(description="Restore an archived client. For clinic managers and up.")
    async def client_restore(
        self, info: Info, input: Annotated[ClientRestoreInput, given("Which client.")]
    ) -> ClientRestorePayload | None:
        """Decode, call, wrap."""
        client, expected = key(Noun.CLIENT, input.client_id), input.expected_version
        change = partial(clients.stand, key=client, expected=expected, wanted=Standing.CURRENT)
        return await changed(info, ClientRestorePayload, change, input)
