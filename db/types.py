"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import JSON, Dialect, String, Text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the second: `timestamptz`, or text that both sorts and reads alike
    (`2026-11-22T21:47:59+00:00`). Because both databases print it the same way, neither needs a
    function call per value on the way to JSON.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True, precision=0))
        return dialect.type_descriptor(String(25))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant has an offset")
        # Most are so already, and looking is ten times as quick as changing nothing.
        is_so = value.tzinfo is UTC and not value.microsecond
        moment = value if is_so else value.astimezone(UTC).replace(microsecond=0)
        return moment if dialect.name == "postgresql" else moment.isoformat()

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        return datetime.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]


class Word(TypeDecorator[StrEnum]):
    """An enum of the domain, stored by its value; unknown values cannot be bound."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


# What lists are sorted by: by code point, as SQLite does, whatever language PostgreSQL speaks.
Line = Text().with_variant(Text(collation="C"), "postgresql")

Facts = JSON().with_variant(JSONB(), "postgresql")
