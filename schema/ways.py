"""The ways on which operations come, and which of them each may come by."""

from collections.abc import Iterable

from graphql import OperationType
from strawberry.types.graphql import OperationType as Allowed

from schema.documents import Operation
from schema.faults import coded
from schema.parsing import Unfit

WAYS = (
    "queries go by GET or POST, mutations by POST, "
    "subscriptions by websocket, or as server-sent events with `Accept: text/event-stream`."
)
SENT_AS = {kind: Allowed[kind.name] for kind in OperationType}


def allow(operation: Operation, allowed: Iterable[Allowed] | None) -> None:
    """Unfit where the way that the operation came does not take its kind."""
    if allowed is not None and SENT_AS[operation.kind] not in allowed:
        message = f"A {operation.kind.value} cannot be sent this way: {WAYS}"
        # A change asked for by GET; whatever else came by a wrong way came by a right method.
        is_change = operation.kind is OperationType.MUTATION
        raise Unfit(coded("METHOD_NOT_ALLOWED" if is_change else "BAD_USER_INPUT", message))
