"""One change in the making: a transaction, what it wrote, and what it has to tell."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Executable, Insert, Row, Table, Update, bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db.reading.dialects import Json
from db.tables import audit_entries, changes, feeds
from domain.access import Act, Viewer
from domain.access import demand as must_be_allowed
from domain.changes import NAMES, Change
from domain.cursor import a_mark
from domain.ids import new_key, public_id
from domain.keys import told

Values = Mapping[str, object]


@dataclass(slots=True)
class Work:
    """Everything that one change does goes through here, so that nothing it wrote is forgotten:
    the tables are what wakes live questions.
    """

    tx: AsyncConnection
    viewer: Viewer
    clock: Callable[[], datetime]
    json: Json
    # What the sender calls this change, if anything.
    idempotency_key: str | None = None
    recorded: list[Change] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    # What was asked for, to be asked for again where the same change is sent again.
    demanded: set[Act] = field(default_factory=set)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.clock()

    @property
    def organization(self) -> UUID:
        """Whose rows are read and written."""
        return self.viewer.organization

    def demand(self, *acts: Act) -> None:
        """Raise Forbidden where the viewer's role may not."""
        for act in acts:
            must_be_allowed(self.viewer, act)
            self.demanded.add(act)

    async def first(self, statement: Executable, **values: object) -> Row[Any] | None:
        """The first row, or None. A statement that is run often is built once, and given its
        values here by name; `organization` is always among them.
        """
        return (await self.tx.execute(statement, self._bound(values))).first()

    async def rows(self, statement: Executable, **values: object) -> Sequence[Row[Any]]:
        """All rows; the values as for `first`."""
        return (await self.tx.execute(statement, self._bound(values))).all()

    async def lock(self, statement: Executable, **values: object) -> Sequence[Row[Any]]:
        """All rows, locked until the change ends; the values as for `first`. The time is taken
        anew: what follows comes after whatever was waited for.
        """
        found = await self.rows(statement, **values)
        self.now = self.clock()
        return found

    async def lock_first(self, statement: Executable, **values: object) -> Row[Any] | None:
        """The first row, or None; locked as by `lock`."""
        return next(iter(await self.lock(statement, **values)), None)

    def _bound(self, values: Values) -> Values | None:
        return {"organization": self.organization, **values} if values else None

    async def insert(self, table: Table, *rows: Values) -> None:
        """Insert rows of the viewer's organization, created now."""
        self.written.add(table.name)
        stamp = {"organization_id": self.organization}
        if "created_at" in table.c:
            stamp["created_at"] = self.now  # type: ignore[assignment]
        await self.tx.execute(_insert(table), [{**stamp, **row} for row in rows])

    async def change(self, statement: Update | Delete | Insert) -> int:
        """Run a writing statement; how many rows it touched."""
        self.written.add(statement.table.name)  # type: ignore[union-attr]
        return (await self.tx.execute(statement)).rowcount

    async def update_one(self, table: Table, key: UUID, **values: object) -> None:
        """Change one row of the viewer's organization; its version goes up by one."""
        self.written.add(table.name)
        at = {"of_organization": self.organization, "of_key": key}
        await self.tx.execute(_update_one(table), {**at, **values})

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part of the change that is undone alone where it raises, with what it had to tell."""
        recorded, written = len(self.recorded), set(self.written)
        try:
            async with self.tx.begin_nested():
                yield
        except BaseException:
            del self.recorded[recorded:]
            self.written = written
            raise

    def record(self, change: Change) -> None:
        """Remember what was done, for the audit and the feed."""
        self.recorded.append(change)

    async def ask(self, sql: str, values: Sequence[object]) -> Any:
        """The first column of the only row of a compiled read, inside this transaction."""
        return (await self.tx.exec_driver_sql(sql, tuple(values))).scalar()

    async def seal(self) -> int | None:
        """Take the next numbers of the feed, and write it and the audit, as the last thing before
        the commit: the counter's row is locked for an instant only. Times and keys are those of
        that instant, so both are in the order of the commits. The feed's new head, or None where
        nothing was recorded.
        """
        if not self.recorded:
            return None
        head = await self._next_numbers(len(self.recorded))
        await self.insert(audit_entries, *[self._audited(change) for change in self.recorded])
        first = head - len(self.recorded) + 1
        fed = [self._fed(change, first + at) for at, change in enumerate(self.recorded)]
        fed[-1]["tables"] = sorted(self.written)
        await self.tx.execute(_insert(changes), fed)
        return head

    async def _next_numbers(self, count: int) -> int:
        return int((await self.lock(_TAKE, count=count))[0].head)

    def _audited(self, change: Change) -> Values:
        return {
            "id": new_key(),
            "actor_id": self.viewer.key,
            "kind": change.kind,
            "noun": change.noun,
            "noun_id": change.key,
            "before": plain(change.before),
            "after": plain(change.after),
        }

    def _fed(self, change: Change, number: int) -> dict[str, object]:
        now = told(change.keys)
        return {
            "organization_id": self.organization,
            "number": number,
            "mark": a_mark(),
            "at": self.now,
            "actor_id": self.viewer.key,
            "kind": change.kind,
            "noun": change.noun,
            "noun_id": change.key,
            "fields": change.fields,
            "keys_before": now if change.was is None else told(change.was),
            "keys_after": now,
            "tables": [],
            "idempotency_key": self.idempotency_key,
        }


# Built once, because building a statement costs more than running it.
_TAKE = (
    update(feeds)
    .where(feeds.c.organization_id == bindparam("organization"))
    .values(head=feeds.c.head + bindparam("count"))
    .returning(feeds.c.head)
)


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


@cache
def _update_one(table: Table) -> Update:
    """Sets the columns that are given as values of their names; the version goes up by one."""
    own = table.c.organization_id == bindparam("of_organization")
    one = update(table).where(own, table.c.id == bindparam("of_key"))
    return one.values(version=table.c.version + 1)


def plain(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as JSON can hold them, keys as public ids; in the order that PostgreSQL gives them, so
    that both databases answer alike.
    """
    ordered = sorted(facts, key=lambda name: (len(name), name))
    return {name: _plain(name, facts[name]) for name in ordered}


def _plain(name: str, value: object) -> object:
    if isinstance(value, UUID):
        return public_id(NAMES[name], value)
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(name, each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
