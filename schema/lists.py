"""Fields that answer with a page: one line each, because they all take the same arguments."""

from inspect import Parameter, Signature
from typing import Annotated, Any

import strawberry

from schema import filters, orders
from schema.basics import After, Before, First, Last, compiled, given
from schema.words import SessionScope

_PAGE = {"first": First, "after": After, "last": Last, "before": Before}
Scope = Annotated[SessionScope, given("By the scheduled time, completed or not.")]


class Listing:
    """A kind of list, called with a field's description."""

    def __init__(self, which: Any, order: Any, **more: tuple[Any, Any]) -> None:
        usual = {"filter": which, "order_by": order, **_PAGE}
        self._arguments = {**more, **{name: (kind, None) for name, kind in usual.items()}}

    def __call__(self, description: str) -> Any:
        """A field of this kind."""

        def answer(self: Any, **arguments: Any) -> Any:
            compiled()

        own = [Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)]
        named = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, (kind, default) in self._arguments.items()
        ]
        answer.__signature__ = Signature([*own, *named])  # type: ignore[attr-defined]
        answer.__annotations__ = {name: kind for name, (kind, _) in self._arguments.items()}
        return strawberry.field(resolver=answer, description=description)


clients = Listing(filters.Clients, orders.ByClient)
cases = Listing(filters.Cases, orders.ByCase)
cycles = Listing(filters.Cycles, orders.ByCycle)
attendances = Listing(filters.Attendances, orders.ByAttendance)
audit = Listing(filters.AuditEntries, orders.ByAuditEntry)
todos = Listing(filters.Todos, orders.ByTodo)
sessions = Listing(filters.Sessions, orders.BySession, scope=(Scope, SessionScope.ALL))
