"""``manifest``: what the app is made from at a chat platform."""

from typing import Annotated, Literal

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.spoken import spoken

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
    from bot.platforms.slack.manifest import App, manifest  # noqa: PLC0415  # --help must not wait for it

    address = _address(url)
    if not address and not socket:
        mending = "Give --url or set SKOLSTEG_PUBLIC_URL; without a public address, give --socket."
        raise NotPossibleError(f"Slack has to reach the bot somewhere. {mending}", MISUSED)
    typer.echo(manifest(App(_name(name), address, socket, language)), nl=False)


def _address(url: str) -> str:
    from bot.config import settings  # noqa: PLC0415  # --help must not wait for it
    from bot.slack_settings import MENDING, public_address  # noqa: PLC0415

    if not url:
        return settings().public_url
    try:
        return public_address(url.strip())
    except ValueError as error:
        raise NotPossibleError(f"--url {error}. {MENDING['public_url']}", MISUSED) from None


def _name(wanted: str) -> str:
    from bot.platforms.slack.manifest import LONGEST_NAME  # noqa: PLC0415  # --help must not wait for it

    called = " ".join(wanted.split())
    if not called.isprintable() or not 0 < len(called) <= LONGEST_NAME:
        raise NotPossibleError(f"--name has to be 1 to {LONGEST_NAME} ordinary characters.", MISUSED)
    return called
