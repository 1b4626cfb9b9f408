"""What can be set, by environment variables that begin with CASELOAD_."""

import secrets
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from db.store import normalized, sqlite_file
from realtime.bus import Bus
from schema.modes import Mode
from server.amiss import Amiss
from server.logs import LogFormat
from server.origins import origin_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SHORTEST_SECRET = 32
SHORTEST_TOKEN = 16
LAST_PORT = 65_535
PREFIX = "CASELOAD_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
OPERATIONS = Path(__file__).parents[1] / "graphql" / "operations"


class Settings(BaseSettings):
    """Every setting has a default that works on one machine with nothing installed."""

    # A secret that is refused must not be told in the refusal.
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True
    )

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
    port: int = Field(8000, ge=0, le=LAST_PORT, description="The port to listen on.")
    root_path: str = Field(
        "",
        pattern=r"^(/[\w.~-]+)*$",
        description="The path below which a proxy shows this, such as /clinic; none by default.",
    )
    trusted_proxies: Annotated[list[str], NoDecode] = Field(
        ["127.0.0.1", "::1"],
        description="Addresses and networks of proxies, separated by commas: what their "
        "X-Forwarded-For and -Proto say is believed.",
    )
    pool_size: int = Field(10, ge=1, description="Database connections per process and purpose.")
    graphiql: bool | None = Field(
        None,
        description="Show GraphiQL to browsers at /graphql. Unset: in the demo and on 127.0.0.1.",
    )

    log_format: LogFormat = Field(
        LogFormat.AUTO,
        description="What the log is: json, text, or auto for text on a terminal and JSON "
        "elsewhere.",
    )
    metrics_token: SecretStr | None = Field(
        None,
        description="Who sends it as a bearer token is told the metrics at /metrics; at least 16 "
        "characters. Unset: there are none.",
    )
    request_log: bool = Field(True, description="Whether the log has a line for each request.")

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

    largest_body: int = Field(
        1_048_576, ge=1, description="Bytes of a request's body; more is refused with 413."
    )
    largest_head: int = Field(
        16_384, ge=1, description="Bytes of a request's headers; more is refused with 431."
    )
    longest_url: int = Field(
        8_192, ge=1, description="Bytes of a request's path and query; more is refused with 414."
    )
    deepest_json: int = Field(
        32, ge=4, description="Levels of JSON in a request; more is refused with 400."
    )
    json_values: int = Field(
        12_000, ge=1, description="Values in the JSON of a request, by its commas; more is 400."
    )
    head_seconds: float = Field(
        10, gt=0, description="How long a request's head may take to arrive; then 408."
    )
    body_seconds: float = Field(
        20, gt=0, description="How long a request's body may take to arrive; then 408."
    )
    answer_seconds: float = Field(
        30, gt=0, description="How long an answer may take, streams aside; then 503."
    )
    document_length: int = Field(65_536, ge=1, description="Characters of a document.")
    document_tokens: int = Field(5_000, ge=1, description="Words and signs of a document.")
    document_depth: int = Field(
        20, ge=1, description="Levels of fields in a document; SQLite cannot answer more than 23."
    )
    document_root_fields: int = Field(100, ge=1, description="Root fields of an operation.")
    document_fields: int = Field(
        500, ge=1, description="Fields of an operation, each fragment as often as it is spread."
    )
    document_aliases: int = Field(100, ge=0, description="Aliases of an operation, likewise.")
    document_directives: int = Field(100, ge=0, description="Directives of an operation, likewise.")
    document_filters: int = Field(
        30, ge=1, description="Objects of which an operation's filters are made, ranges too."
    )
    document_cost: int = Field(
        1_000_000,
        ge=1,
        description="Values that an answer may hold: rows by `first`, `last` or `ids`, 10 for a "
        "list without, times their fields.",
    )
    introspection: bool = Field(
        True, description="Whether documents may ask about the schema, as GraphiQL does."
    )
    suggestions: bool = Field(
        True, description="Whether a wrong name is answered with similar names of the schema."
    )
    trusted_documents: Mode = Field(
        Mode.OFF,
        description="What becomes of documents that are not trusted: off runs them, log notes "
        "their hashes, enforce refuses them.",
    )
    operations: Path = Field(
        OPERATIONS, description="The trusted documents: a folder of .graphql files, or a manifest."
    )
    allowed_origins: Annotated[list[str], NoDecode] = Field(
        [],
        description="Other origins whose pages may ask, such as https://app.example, separated by "
        "commas. The server's own always may.",
    )

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _listed(cls, given: object) -> object:
        """Lists as the environment holds them."""
        if not isinstance(given, str):
            return given
        return [each.strip() for each in given.split(",") if each.strip()]

    @field_validator("allowed_origins")
    @classmethod
    def _as_browsers_send_them(cls, given: list[str]) -> list[str]:
        """Each is compared to the letter."""
        return [origin_of(each) for each in given]

    @field_validator("database_url")
    @classmethod
    def _of_a_database(cls, given: str) -> str:
        try:
            options = normalized(given).query
        except ValueError as wrong:
            told = "sqlite:///<file> or postgresql://<user>@<host>/<name>"
            raise Amiss(f"CASELOAD_DATABASE_URL is {told}.") from wrong
        if "sslmode" in options:
            raise Amiss("CASELOAD_DATABASE_URL has no sslmode: set PGSSLMODE instead.")
        return given

    @field_validator("bus_url")
    @classmethod
    def _of_a_bus(cls, given: str) -> str:
        try:
            Bus.open(given)
        except ValueError as wrong:
            raise Amiss("CASELOAD_BUS_URL is memory:// or redis://<host>:<port>/<db>.") from wrong
        return given

    @field_validator("trusted_proxies")
    @classmethod
    def _named(cls, given: list[str]) -> list[str]:
        """To believe everybody is to believe nobody, so there is no wildcard."""
        for each in given:
            try:
                ip_network(each)
            except ValueError as wrong:
                told = "CASELOAD_TRUSTED_PROXIES holds addresses and networks: 10.0.0.7, 10.0.0.0/8"
                raise ValueError(f"{told}; not {each!r}.") from wrong
        return given

    @field_validator("metrics_token")
    @classmethod
    def _hard_to_guess(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None and len(given.get_secret_value()) < SHORTEST_TOKEN:
            raise ValueError("CASELOAD_METRICS_TOKEN needs at least 16 characters.")
        return given

    def secret(self) -> str:
        """The signing secret. Beside an SQLite file it is made once; elsewhere several processes
        must share it, so it has to be set.
        """
        if self.token_secret is not None:
            return _long_enough(self.token_secret.get_secret_value())
        file = sqlite_file(self.database_url)
        if file is None:
            raise Amiss("Set CASELOAD_TOKEN_SECRET: at least 32 characters, kept private.")
        return _kept_beside(file)

    def shows_graphiql(self, guests: Sequence[str]) -> bool:
        """As set; else where there are guests to see it, or where only this machine can."""
        if self.graphiql is not None:
            return self.graphiql
        return bool(guests) or self.host in LOOPBACK


def read_settings() -> Settings:
    """As the environment and `.env` say; Amiss, with a line for each that is none."""
    try:
        return Settings()
    except ValidationError as wrong:
        raise Amiss("\n".join(map(_told, wrong.errors(include_input=False)))) from wrong


def _told(fault: "ErrorDetails") -> str:
    """What our own rules say names the setting already; pydantic's says what would be right."""
    own = fault.get("ctx", {}).get("error")
    name = f"{PREFIX}{'.'.join(map(str, fault['loc']))}".upper()
    return str(own) if own else f"{name}: {fault['msg']}."


def _long_enough(secret: str) -> str:
    if len(secret) < SHORTEST_SECRET:
        raise Amiss("CASELOAD_TOKEN_SECRET needs at least 32 characters.")
    return secret


def _kept_beside(database: Path) -> str:
    kept = database.with_suffix(".secret")
    try:
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(48))
        return kept.read_text()
    except OSError as error:
        told = f"the signing secret cannot be kept beside the file: {error.strerror}"
        raise Amiss(f"CASELOAD_DATABASE_URL: {told}") from error
