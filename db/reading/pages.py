"""Connections: keyset pages that stay put while rows come and go."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    case,
    false,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.types import Integer

from db.reading.asked import Args, Asked, Misasked
from db.reading.cursors import Order
from db.reading.dialects import Sql, text
from db.reading.fields import ROOT, Where, nested, object_of, rows_of
from db.reading.filters import conditions
from db.reading.frame import Entity, Field, Frame, Given
from db.reading.sorts import Direction
from domain.errors import Invalid
from domain.ids import Noun

DEFAULT_SIZE = 20
LARGEST_SIZE = 100
MOST_SORTS = 3


def reads_backward(args: Args) -> bool:
    """Whether the page is read from its end; Invalid where the arguments pull both ways."""
    for one, other in (
        ("first", "last"),
        ("after", "before"),
        ("first", "before"),
        ("last", "after"),
    ):
        if args.get(one) is not None and args.get(other) is not None:
            raise Invalid(f"Give `{one}` or `{other}`, not both.", (other,))
    return args.get("last") is not None or args.get("before") is not None


def size_of(args: Args, name: str) -> int:
    """How many rows the page holds: 20 unless said, 1 to 100; else Invalid."""
    size = args.get(name)
    if size is None:
        return DEFAULT_SIZE
    if not isinstance(size, int) or not 1 <= size <= LARGEST_SIZE:
        raise Invalid(f"`{name}` is 1 to {LARGEST_SIZE}.", (name,))
    return size


def chosen(entity: Entity, usual: Order, args: Args) -> Order:
    """The order asked for, by up to 3 sorts; the list's usual one where none is."""
    asked: Any = args.get("order_by")
    if not asked:
        return usual
    if len(asked) > MOST_SORTS:
        raise Invalid(f"Sort by at most {MOST_SORTS} keys.", ("orderBy",))
    orders = [_sort(entity, each["by"], each["direction"] == Direction.DESC) for each in asked]
    return reduce(Order.then, orders)


def _sort(entity: Entity, by: str, down: bool) -> Order:
    name = f"{by}_{'desc' if down else 'asc'}".lower()
    return Order.by(name, *entity.sorts[str(by)], descending=down)


def narrowed(
    entity: Entity, row: FromClause, asked: Asked, frame: Frame
) -> list[ColumnElement[bool]]:
    """What the argument `filter` demands."""
    given: Any = asked.args.get("filter")
    if not given:
        return []
    return conditions(entity.filters, row, Given(asked, ("filter",), given), frame)


def connection(noun: Noun, by: str | Where, order: Order) -> Field:
    """A page of the rows that name the parent in a column: `edges nodes pageInfo totalCount`."""
    where: Where = by if callable(by) else lambda row, parent, a, f: [row.c[by] == parent.c.id]

    def sql(parent: FromClause, asked: Asked, frame: Frame) -> Sql:
        try:
            page = _page(noun, where, order, asked, frame, parent)
        except Invalid as wrong:
            raise Misasked(asked.place, wrong) from wrong
        pairs = [(child.key, page.part(child, where)) for child in asked.children]
        built = select(frame.json.keyed(pairs))
        if page.gathers:
            built = built.select_from(page.rows)
        return nested(built, parent, frame)

    return sql


def _page(
    noun: Noun, where: Where, usual: Order, asked: Asked, frame: Frame, parent: FromClause
) -> "_Page":
    """The page with its rows; Invalid where what steers it is out of bounds."""
    entity, row, held = rows_of(noun, where, parent, asked, frame)
    page = _Page(entity, chosen(entity, usual, asked.args).of(noun), asked, frame, parent)
    page.fetch(row, [*held, *narrowed(entity, row, asked, frame)])
    return page


class _Page:
    """One connection in the making."""

    def __init__(
        self, entity: Entity, order: Order, asked: Asked, frame: Frame, parent: FromClause
    ) -> None:
        self.entity, self.order, self.asked, self.frame = entity, order, asked, frame
        self.parent = parent
        self.backward = reads_backward(asked.args)
        name = "last" if self.backward else "first"
        self.edge = "before" if self.backward else "after"
        # By the name alone: a plan is kept, and must not keep the statement that it came from.
        self.size = frame.bind(asked, lambda args: size_of(args, name), Integer())
        # Whether anything is gathered from the rows: only then is the page an aggregate of them,
        # one object even where there are none. Without it there would be one object per row.
        self.gathers = False
        # Told about what comes before and after, a page reads one row more and counts.
        self.counts = self.backward or any(c.field == "page_info" for c in asked.children)

    @property
    def continues(self) -> bool:
        """Whether the page begins at a cursor."""
        return self.asked.args.get(self.edge) is not None

    def fetch(self, row: FromClause, held: Sequence[ColumnElement[bool]]) -> None:
        """The page's rows; where it counts, one more, numbered from where reading begins."""
        wanted = select(*row.c).where(*held).correlate(self.parent)
        if self.continues:
            wanted = wanted.where(self.order.beyond(row, self.asked, self.edge, self.frame))
        wanted = wanted.order_by(*self._sorted(row))
        self.rows = self._numbered(wanted) if self.counts else wanted.limit(self.size).subquery()
        self.frame.reached.stands_for(self.rows, row)

    def _numbered(self, wanted: Select[Any]) -> FromClause:
        cut = wanted.limit(self.size + 1).subquery()
        place, fetched = func.row_number().over(), func.count().over()
        numbered = select(*cut.c, place.label("place"), fetched.label("fetched")).subquery()
        shown = select(*numbered.c).order_by(
            numbered.c.place.desc() if self.backward else numbered.c.place
        )
        return shown.subquery()

    def _sorted(self, row: FromClause) -> list[ColumnElement[Any]]:
        if self.parent is ROOT:
            return self.order.clauses(row, self.backward)
        return self.order.clauses_of_few(row, self.backward, self.frame)

    def part(self, child: Asked, where: Where) -> Sql:
        """One field of the connection."""
        match child.field:
            case "nodes":
                return self._list(object_of(self.entity, self.rows, child, self.frame))
            case "edges":
                return self._list(self._edge(child))
            case "page_info":
                return self._info(child)
            case "total_count":
                return self._count(where)
            case _:
                return text(f"{self.entity.typename}Connection")

    def _list(self, element: Sql) -> Sql:
        self.gathers = True
        shown = self.rows.c.place <= self.size if self.counts else None
        return self.frame.json.listed(element, shown)

    def _edge(self, asked: Asked) -> Sql:
        def part(child: Asked) -> Sql:
            if child.field == "cursor":
                return self.order.cursor(self.rows, self.frame)
            if child.field == "node":
                return object_of(self.entity, self.rows, child, self.frame)
            return text(f"{self.entity.typename}Edge")

        return self.frame.json.keyed([(child.key, part(child)) for child in asked.children])

    def _info(self, asked: Asked) -> Sql:
        more = func.coalesce(func.max(self.rows.c.fetched), 0) > self.size
        came = true() if self.continues else false()
        farthest = case((self.rows.c.fetched < self.size, self.rows.c.fetched), else_=self.size)
        first, last = self._cursor_at(literal_column("1")), self._cursor_at(farthest)
        if self.backward:
            more, came, first, last = came, more, last, first
        parts = {
            "has_next_page": self.frame.json.value(more),
            "has_previous_page": self.frame.json.value(came),
            "start_cursor": first,
            "end_cursor": last,
            "__typename": text("PageInfo"),
        }
        fixed = {"__typename", "has_next_page" if self.backward else "has_previous_page"}
        self.gathers |= any(child.field not in fixed for child in asked.children)
        return self.frame.json.keyed([(child.key, parts[child.field]) for child in asked.children])

    def _cursor_at(self, place: Sql) -> Sql:
        found = func.max(self.order.cursor(self.rows, self.frame))
        return found.filter(self.rows.c.place == place)

    def _count(self, where: Where) -> Sql:
        _, row, held = rows_of(self.entity.noun, where, self.parent, self.asked, self.frame)
        held += narrowed(self.entity, row, self.asked, self.frame)
        counted = select(func.count()).select_from(row).where(*held)
        return counted.correlate(self.parent).scalar_subquery()
