"""Texts sort by code point on both databases, whatever language a PostgreSQL was set up in."""

from sqlalchemy import Text, text
from sqlalchemy.sql.schema import Column

from db.migrate import migrate
from db.reading.nouns import ENTITIES
from db.store import Store
from db.types import Word
from tests.conftest import NewDatabase

LISTED = {("locations", "name"), ("members", "name"), ("services", "name")}
SORTED = {
    (entity.table.name, column): entity.table.c[column]
    for entity in ENTITIES.values()
    for column in {"name", *(name for names in entity.sorts.values() for name in names)}
    if column in entity.table.c and entity.typename != "Organization"
}


def is_text(column: Column[object]) -> bool:
    return isinstance(column.type, Text)


async def test_what_lists_sort_by_has_the_order_of_code_points(new_postgres: NewDatabase) -> None:
    store = Store(await new_postgres())
    await migrate(store)
    found = "SELECT table_name, column_name FROM information_schema.columns"

    async with store.reading() as tx:
        rows = await tx.execute(text(f"{found} WHERE collation_name = 'C'"))
        by_code_point = {(row.table_name, row.column_name) for row in rows}
    await store.close()

    texts = {place for place, column in SORTED.items() if is_text(column)}
    assert texts >= LISTED | {("clients", "family_name"), ("cases", "title"), ("todos", "title")}
    assert texts <= by_code_point


def test_words_that_lists_sort_by_are_capitals_that_every_language_sorts_alike() -> None:
    words = [c.type.words for c in SORTED.values() if isinstance(c.type, Word)]

    assert len(words) == 4
    assert all(word.isascii() and word.isalpha() and word.isupper() for of in words for word in of)
