"""Bring a database up to this version's tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from db import sqlite_files
from db.store import Store

# Any number; processes that start at once on one PostgreSQL take turns by it.
_TURN = 0x_CA5E_10AD


def configured(connection: Connection) -> Config:
    """Alembic's settings, over an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def migrate(store: Store) -> None:
    """Run every migration that the database has not had yet, in one transaction."""
    if store.is_sqlite:
        async with sqlite_files.remaking(store.engine) as tx:
            await tx.run_sync(_upgrade)
        return
    async with store.transaction() as tx:
        await tx.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        await tx.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    command.upgrade(configured(connection), "head")


def drift(connection: Connection) -> None:
    """Raise where the tables as declared and the database differ."""
    command.check(configured(connection))
