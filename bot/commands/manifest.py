"""``manifest``: what the app is made from at a chat platform."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.spoken import spoken

if TYPE_CHECKING:
    from bot.platforms.teams.manifest import App

app = typer.Typer(no_args_is_help=True, help="What the app is made from at a chat platform.")


@app.callback()
def _manifests() -> None:
    """Keep the platform a word of its own, also while there is only one."""


@app.command(epilog="python -m bot manifest slack --url https://skolsteg.kommun.example > skolsteg.yaml")
@spoken
def slack(
    *,
    url: Annotated[
        str, typer.Option(help="Where Slack reaches the bot; otherwise SKOLSTEG_PUBLIC_URL.")
    ] = "",
    socket: Annotated[
        bool, typer.Option("--socket", help="Socket Mode: no public address, for trying and closed networks.")
    ] = False,
    name: Annotated[str, typer.Option(help="What the bot is called there.")] = "Skolsteg",
    language: Annotated[Literal["sv", "en"], typer.Option(help="Of the command and its help.")] = "sv",
) -> None:
    """Print the manifest that the app is created from at https://api.slack.com/apps."""
    from bot.platforms.slack.manifest import LONGEST_NAME, App, manifest  # noqa: PLC0415  # --help must not wait for it

    address = _address(url)
    if not address and not socket:
        mending = "Give --url or set SKOLSTEG_PUBLIC_URL; without a public address, give --socket."
        raise NotPossibleError(f"Slack has to reach the bot somewhere. {mending}", MISUSED)
    typer.echo(manifest(App(_name(name, LONGEST_NAME), address, socket, language)), nl=False)


@app.command(epilog="python -m bot manifest teams --url https://skolsteg.kommun.example --out skolsteg.zip")
@spoken
def teams(
    *,
    out: Annotated[
        Path | None, typer.Option(help="The package to write; otherwise print the manifest.")
    ] = None,
    url: Annotated[
        str, typer.Option(help="Where browsers and Teams reach the bot; otherwise SKOLSTEG_PUBLIC_URL.")
    ] = "",
    app_id: Annotated[
        str,
        typer.Option(help="The registration's id; otherwise the one in the settings.", show_default=False),
    ] = "",
    name: Annotated[str, typer.Option(help="What the bot is called there.")] = "Skolsteg",
    developer: Annotated[str, typer.Option(help="Who runs it, as the catalogue shows it.")] = "Skolsteg",
    app_version: Annotated[
        str, typer.Option(help="Three numbers; raise it when a package replaces another.")
    ] = "1.0.0",
) -> None:
    """Write the package that an administrator uploads to the organisation's catalogue of apps."""
    from bot.platforms.teams.manifest import LONGEST_NAME, App, manifest  # noqa: PLC0415  # --help must not wait for it
    from bot.platforms.teams.package import written  # noqa: PLC0415

    address = _address(url)
    if not address:
        raise NotPossibleError(
            "Give --url, or set SKOLSTEG_PUBLIC_URL, to where Teams reaches the bot.", MISUSED
        )
    made = App(_app_id(app_id), _name(name, LONGEST_NAME), address, app_version.strip(), developer.strip())
    package = _package(made)
    if out is None:
        typer.echo(written(manifest(made)), nl=False)
        return
    out.write_bytes(package)
    typer.echo(f"{out} is ready: upload it in the Teams admin centre under Teams apps, Manage apps.")


def _package(made: "App") -> bytes:
    from bot.platforms.teams.package import UnfitError, packaged  # noqa: PLC0415  # --help must not wait for it

    try:
        return packaged(made)
    except UnfitError as error:
        raise NotPossibleError(f"Teams would not take it. {error}", MISUSED) from None


def _app_id(given: str) -> str:
    from bot.config import settings  # noqa: PLC0415  # --help must not wait for it

    if given.strip():
        return given.strip().lower()
    known = [each.app_id for each in settings().registrations]
    if len(known) == 1:
        return known[0]
    mending = (
        f"Give --app-id, one of {', '.join(known)}."
        if known
        else "Give --app-id or set SKOLSTEG_TEAMS_APP_ID."
    )
    raise NotPossibleError(f"Which registration the package is for is not known. {mending}", MISUSED)


def _address(url: str) -> str:
    from bot.config import settings  # noqa: PLC0415  # --help must not wait for it
    from bot.slack_settings import MENDING, public_address  # noqa: PLC0415

    if not url:
        return settings().public_url
    try:
        return public_address(url.strip())
    except ValueError as error:
        raise NotPossibleError(f"--url {error}. {MENDING['public_url']}", MISUSED) from None


def _name(wanted: str, longest: int) -> str:
    called = " ".join(wanted.split())
    if not called.isprintable() or not 0 < len(called) <= longest:
        raise NotPossibleError(f"--name has to be 1 to {longest} ordinary characters.", MISUSED)
    return called
