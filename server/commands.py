"""The command line of Caseload: `caseload --help` tells what there is. Each command imports what it
does when it is run, because all of it takes over a second and most need little.
"""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from server.amiss import Amiss

app = typer.Typer(
    help="Caseload: a GraphQL API with live subscriptions for clinics.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
LONGEST_HOURS = 10 * 365 * 24
RELEASED = Path("graphql/released.graphql")
Port = Annotated[int | None, typer.Option(help="Listen here instead of CASELOAD_PORT.")]


@app.command()
def serve(port: Port = None) -> None:
    """Serve the API. The database must be migrated; while it is away it is waited for."""
    from server import running

    running.serve(port)


@app.command()
def demo(port: Port = None) -> None:
    """Migrate, load the demo practice into an empty database, say what to paste, and serve."""
    from server import running

    running.demo(port)


@app.command()
def migrate() -> None:
    """Bring the database up to this version's tables."""
    from db.migrate import migrate as bring_up
    from server.database import reached
    from server.settings import read_settings

    async def run() -> None:
        async with reached(read_settings()) as store:
            await bring_up(store)

    asyncio.run(run())


@app.command("renew-feed")
def renew_feed() -> None:
    """Have whoever follows the changes of any practice begin anew. Restoring a backup is noticed
    without it; this is for changes that were made in the database by hand.
    """
    from db import feed
    from server.database import migrated
    from server.settings import read_settings

    async def run() -> None:
        async with migrated(read_settings()) as store:
            await feed.renew(store)

    asyncio.run(run())


@app.command("open-practice")
def open_practice(
    name: Annotated[str, typer.Option(help="The practice's name.")],
    time_zone: Annotated[str, typer.Option(help="IANA name, such as Europe/Vienna.")],
    currency: Annotated[str, typer.Option(help="ISO 4217 code, such as EUR.")],
    location: Annotated[str, typer.Option(help="The first location's name.")],
    owner: Annotated[str, typer.Option(help="The owner's e-mail address.")],
    owner_name: Annotated[str, typer.Option(help="The owner's name.")],
) -> None:
    """Open a practice with its first location and its owner, who can sign in and make the rest."""
    from server.database import migrated
    from server.opening import opened
    from server.settings import read_settings

    practice = {"name": name, "time_zone": time_zone, "currency": currency}
    member = {"name": owner_name, "email": owner}

    async def run() -> str:
        async with migrated(read_settings()) as store:
            return await opened(store, practice, {"name": location}, member)

    typer.echo(asyncio.run(run()), nl=False)


@app.command()
def token(
    who: Annotated[
        str,
        typer.Option("--as", help="A member's or client's e-mail address; their id, if several."),
    ],
    hours: Annotated[float, typer.Option(help="How long it is valid.")] = 12,
) -> None:
    """Print a token for a member or client, and nothing else."""
    from resolvers.house import utc_now
    from server.database import migrated
    from server.naming import named
    from server.settings import read_settings
    from server.tokens import Tokens

    if not 0 < hours <= LONGEST_HOURS:
        raise Amiss(f"--hours: more than 0, and at most {LONGEST_HOURS:,}.")
    settings = read_settings()

    async def run() -> str:
        async with migrated(settings) as store:
            found = await named(store, who)
        return Tokens(settings.secret()).sign(*found, utc_now(), timedelta(hours=hours))

    typer.echo(asyncio.run(run()))


@app.command("export-schema")
def export_schema(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("graphql/schema.graphql"),
) -> None:
    """Write the schema as SDL."""
    to.write_text(_sdl())


def _sdl() -> str:
    from schema import build_schema

    return build_schema().as_str() + "\n"


@app.command("breaking-changes")
def breaking_changes(
    since: Annotated[Path, typer.Option(help="The SDL of the last release.")] = RELEASED,
) -> None:
    """List what has changed for front ends since the last release; 1 where it breaks them."""
    from resolvers.house import utc_now
    from schema.promises import changes, deprecations
    from server.releasing import report

    sdl = _sdl()
    found = changes(since.read_text(), sdl, utc_now().date())
    typer.echo(report(found, deprecations(sdl)), nl=False)
    raise typer.Exit(1 if found.refused else 0)


@app.command("release-schema")
def release_schema(
    to: Annotated[Path, typer.Option(help="The file to write.")] = RELEASED,
) -> None:
    """Write the schema as that of the version in pyproject.toml, if it keeps its promises."""
    from resolvers.house import utc_now
    from server.releasing import NotReleasable, release

    last = to.read_text() if to.exists() else ""
    try:
        to.write_text(release(_sdl(), last, utc_now().date()))
    except NotReleasable as why:
        typer.echo(why, err=True)
        raise typer.Exit(1) from why


@app.command("export-manifest")
def export_manifest(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("manifest.json"),
) -> None:
    """Write the trusted documents by their ids, which front ends may send instead of them."""
    from server.manifest import manifest, texts_in
    from server.settings import read_settings

    to.write_text(manifest(texts_in(read_settings().operations)) + "\n")


@app.command("export-settings")
def export_settings(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("docs/settings.md"),
) -> None:
    """Write what can be set as Markdown."""
    from server.settings_page import settings_page

    to.write_text(settings_page())


@app.command("export-rights")
def export_rights(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("docs/rights.md"),
) -> None:
    """Write who may do what as Markdown."""
    from server.rights import rights

    to.write_text(rights())
