"""From a question to one SQL statement with the makers of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Compiled, Text, cast, select
from sqlalchemy.sql.compiler import SQLCompiler

from db.reading.asked import Asked, Maker, Run, Shape
from db.reading.dialects import Json
from db.reading.fields import ROOT
from db.reading.frame import Field, Frame
from db.reading.nouns import ENTITIES
from db.reading.reach import Way, reads
from db.reading.roots import QUERY, RECORD, RECORDS
from domain.ids import Noun
from domain.keys import Keys


@dataclass(frozen=True, slots=True)
class Plan:
    """One root field, compiled. The text holds no value of any request. Where `answer` is known
    from the document alone, there is nothing to run; `by_id` says that null means NOT_FOUND.
    `checks` make values that the text does not need, because a bad argument is refused all the
    same: a torn cursor beside `totalCount` alone.
    """

    key: str
    sql: str
    makers: tuple[Maker, ...]
    ways: Sequence[Way]
    reads_clock: bool
    by_id: bool = False
    answer: str | None = None
    checks: tuple[Maker, ...] = ()

    def values(self, run: Run) -> list[object]:
        """The values to bind, in the order of the text; Invalid where an argument is out of
        bounds, before any SQL.
        """
        for check in self.checks:
            check(run)
        return [make(run) for make in self.makers]

    def reads(self, run: Run) -> Mapping[str, Sequence[Keys]]:
        """The tables that a run reads, each with what the rows read have in common."""
        return reads(self.ways, run)


def plan_root(asked: Asked, shape: Shape, json: Json) -> Plan:
    """The plan of a root field of Query or Subscription."""
    return _plan(asked, QUERY[asked.field], shape, json)


def plan_record(noun: Noun, asked: Asked, shape: Shape, json: Json) -> Plan:
    """The plan of one record by its id, as a mutation's payload shows it."""
    return _plan(asked, RECORD[noun], shape, json)


def plan_records(noun: Noun, asked: Asked, shape: Shape, json: Json) -> Plan:
    """The plan of several records by their ids, as a mutation's payload shows them."""
    return _plan(asked, RECORDS[noun], shape, json)


def known(key: str, answer: str) -> Plan:
    """A root field whose JSON the document alone decides."""
    return Plan(key, "", (), (), reads_clock=False, answer=answer)


def _plan(asked: Asked, field: Field, shape: Shape, json: Json) -> Plan:
    frame = Frame(json, shape, ENTITIES)
    answer = cast(field(ROOT, asked, frame), Text)
    compiled = select(answer).compile(dialect=json.dialect)
    return Plan(
        asked.key,
        str(compiled),
        _makers(compiled, frame.makers),
        frame.reached.ways,
        reads_clock="now" in frame.makers,
        by_id="id" in asked.args,
        checks=_checks(compiled, frame.makers),
    )


def _makers(compiled: Compiled, makers: Mapping[str, Maker]) -> tuple[Maker, ...]:
    """One maker per placeholder, in the order of the text."""
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("a select compiles to SQL")
    return tuple(_maker(name, compiled, makers) for name in compiled.positiontup or ())


def _checks(compiled: Compiled, makers: Mapping[str, Maker]) -> tuple[Maker, ...]:
    """The makers whose values the text does not hold."""
    used = frozenset(compiled.params)
    return tuple(make for name, make in makers.items() if name not in used)


def _maker(name: str, compiled: SQLCompiler, makers: Mapping[str, Maker]) -> Maker:
    """The maker of a value, with the type's own preparation for the driver."""
    bound = compiled.binds[name]
    prepare = bound.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
    if name not in makers:
        constant = prepare(bound.effective_value) if prepare else bound.effective_value
        return lambda run: constant
    make = makers[name]
    return (lambda run: prepare(make(run))) if prepare else make
