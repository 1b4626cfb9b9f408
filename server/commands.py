"""The command line of Caseload: `caseload --help` tells what there is."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import structlog
import typer

from db import feed, viewers
from db.migrate import migrate as bring_up
from db.store import Store
from domain.contacts import tidy_email
from resolvers.house import utc_now
from schema import build_schema
from server.app import create_app
from server.demo import offer
from server.guests import GUESTS
from server.listening import make_room, server_of
from server.logs import keep_log
from server.manifest import manifest, texts_in
from server.rights import rights
from server.settings import Settings
from server.settings_page import settings_page
from server.tokens import Tokens

app = typer.Typer(
    help="Caseload: a GraphQL API with live subscriptions for clinics.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
Port = Annotated[int | None, typer.Option(help="Listen here instead of CASELOAD_PORT.")]


@app.command()
def serve(port: Port = None) -> None:
    """Serve the API. The database must be migrated."""
    _serve(port)


def _serve(port: int | None, guests: Sequence[str] = ()) -> None:
    settings = Settings()
    keep_log(settings.log_format)
    log.info(
        "serving", at=f"http://{settings.host}:{port or settings.port}{settings.root_path}/graphql"
    )
    make_room()
    server = server_of(create_app(settings, guests=guests), settings, port)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[server.listen()])


@app.command()
def demo(port: Port = None) -> None:
    """Migrate, load the demo practice into an empty database, say what to paste, and serve."""
    settings = Settings()
    asyncio.run(_offered(settings, port or settings.port))
    _serve(port, GUESTS)


async def _offered(settings: Settings, port: int) -> None:
    store = Store(settings.database_url)
    try:
        await bring_up(store)
        said = await offer(store, Tokens(settings.secret()), f"{settings.host}:{port}")
        print(said, flush=True)
    finally:
        await store.close()


@app.command()
def migrate() -> None:
    """Bring the database up to this version's tables."""

    async def run() -> None:
        store = Store(Settings().database_url)
        try:
            await bring_up(store)
        finally:
            await store.close()

    asyncio.run(run())


@app.command("renew-feed")
def renew_feed() -> None:
    """Have whoever follows the changes of any practice begin anew. Restoring a backup is noticed
    without it; this is for changes that were made in the database by hand.
    """

    async def run() -> None:
        store = Store(Settings().database_url)
        try:
            await feed.renew(store)
        finally:
            await store.close()

    asyncio.run(run())


@app.command()
def token(
    email: Annotated[str, typer.Option("--as", help="A member's or client's e-mail address.")],
    hours: Annotated[float, typer.Option(help="How long it is valid.")] = 12,
) -> None:
    """Print a token for a member or client, and nothing else."""
    settings = Settings()

    async def run() -> str | None:
        store = Store(settings.database_url)
        try:
            found = await viewers.named(store, tidy_email(email))
        finally:
            await store.close()
        if found is None:
            return None
        return Tokens(settings.secret()).sign(*found, utc_now(), timedelta(hours=hours))

    printed = asyncio.run(run())
    if printed is None:
        typer.echo("Nobody in this database has that e-mail address.", err=True)
        raise typer.Exit(1)
    typer.echo(printed)


@app.command("export-schema")
def export_schema(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("graphql/schema.graphql"),
) -> None:
    """Write the schema as SDL."""
    to.write_text(build_schema().as_str() + "\n")


@app.command("export-manifest")
def export_manifest(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("manifest.json"),
) -> None:
    """Write the trusted documents by their ids, which front ends may send instead of them."""
    to.write_text(manifest(texts_in(Settings().operations)) + "\n")


@app.command("export-settings")
def export_settings(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("docs/settings.md"),
) -> None:
    """Write what can be set as Markdown."""
    to.write_text(settings_page())


@app.command("export-rights")
def export_rights(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("docs/rights.md"),
) -> None:
    """Write who may do what as Markdown."""
    to.write_text(rights())
