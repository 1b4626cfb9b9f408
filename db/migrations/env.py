"""Alembic's entry: runs on the connection that `db.migrate` hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from db.tables import metadata
from db.types import Instant, Word


def rendered(kind: str, thing: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own types in a migration's text: words are text there, because old migrations must not
    change when the domain learns a new word.
    """
    if kind == "type" and isinstance(thing, Word):
        return "sa.Text()"
    if kind == "type" and isinstance(thing, Instant):
        autogen.imports.add("from db.types import Instant")
        return "Instant()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=rendered,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
