"""What can be set, by environment variables that begin with CASELOAD_."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from db.store import sqlite_file

SHORTEST_SECRET = 32
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """Every setting has a default that works on one machine with nothing installed."""

    model_config = SettingsConfigDict(env_prefix="CASELOAD_", env_file=".env", extra="ignore")

    database_url: str = Field(
        "sqlite:///var/caseload.db", description="sqlite:///<file> or postgresql://user@host/name."
    )
    bus_url: str = Field(
        "memory://", description="memory:// for one process, redis://host:port/db for several."
    )
    token_secret: SecretStr | None = Field(
        None, description="Signs tokens; at least 32 characters. On SQLite made and kept by itself."
    )
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, description="The port to listen on.")
    pool_size: int = Field(10, description="Database connections per process and purpose.")
    graphiql: bool | None = Field(
        None,
        description="Show GraphiQL to browsers at /graphql. Unset: in the demo and on 127.0.0.1.",
    )

    feed_days: int = Field(
        7, ge=1, description="For how many days `changes` goes on from any cursor, at least."
    )
    connections_per_address: int = Field(
        1000, gt=0, description="Sockets and streams open from one address, per process."
    )
    connections_per_viewer: int = Field(
        100, gt=0, description="Sockets and streams open by one viewer, per process."
    )
    strangers: int = Field(
        1000,
        gt=0,
        description="Sockets and streams open that nobody has signed in on, per process.",
    )
    operations_per_socket: int = Field(100, gt=0, description="Operations under way on one socket.")
    sign_in_seconds: float = Field(
        10, gt=0, description="How long a socket may be open until it is signed in."
    )
    send_seconds: float = Field(
        20, gt=0, description="How long a message may wait for a client to take it."
    )
    ping_seconds: float = Field(
        20, gt=0, description="How often a socket is pinged, and how long its answer may take."
    )
    grace_seconds: int = Field(
        5,
        gt=0,
        description="How long a process that is asked to stop goes on with what it has begun.",
    )

    def secret(self) -> str:
        """The signing secret. Beside an SQLite file it is made once; elsewhere several processes
        must share it, so it has to be set.
        """
        if self.token_secret is not None:
            return _long_enough(self.token_secret.get_secret_value())
        file = sqlite_file(self.database_url)
        if file is None:
            raise ValueError("Set CASELOAD_TOKEN_SECRET: at least 32 characters, kept private.")
        return _kept_beside(file)

    def shows_graphiql(self, guests: Sequence[str]) -> bool:
        """As set; else where there are guests to see it, or where only this machine can."""
        if self.graphiql is not None:
            return self.graphiql
        return bool(guests) or self.host in LOOPBACK


def _long_enough(secret: str) -> str:
    if len(secret) < SHORTEST_SECRET:
        raise ValueError("CASELOAD_TOKEN_SECRET needs at least 32 characters.")
    return secret


def _kept_beside(database: Path) -> str:
    kept = database.with_suffix(".secret")
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text()
