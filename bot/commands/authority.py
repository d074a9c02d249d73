"""``authority``: whom this installation serves."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.spoken import spoken, table

if TYPE_CHECKING:
    from bot.config import Settings

app = typer.Typer(no_args_is_help=True, help="Whom this installation serves.")

Break = tuple[date, date]


@app.command(
    epilog='python -m bot authority create "Malmö stad" --contact dataskydd@malmo.example '
    "--breaks 2027-02-15/2027-02-19,2027-10-25/2027-10-29"
)
@spoken
def create(
    name: Annotated[str, typer.Argument(help="Its name, as staff know it.")],
    *,
    contact: Annotated[str, typer.Option(help="Whom to ask about personal data, as shown to staff.")],
    platform: Annotated[
        Literal["local", "slack", "teams"], typer.Option(help="The chat where it works.")
    ] = "local",
    workspace: Annotated[
        str,
        typer.Option(
            help="Its workspace or tenant there; otherwise as Slack or the settings say.", show_default=False
        ),
    ] = "",
    language: Annotated[Literal["sv", "en"], typer.Option(help="Spoken where nobody has chosen.")] = "sv",
    breaks: Annotated[
        str, typer.Option(metavar="FIRST/LAST,…", help="School breaks, first and last day included.")
    ] = "",
) -> None:
    """Take an authority in: its people come with a roster, its rounds after that."""
    from bot.commands.opened import opened  # noqa: PLC0415  # --help must not wait for it
    from storage import people  # noqa: PLC0415

    called, asked = " ".join(name.split()), contact.strip()
    if not called or not asked:
        raise NotPossibleError("An authority needs a name and a contact.", MISUSED)
    days = _breaks(breaks)
    with opened() as installed:
        place = _written(platform, workspace.strip()) or _workspace(platform, installed.settings)
        new = people.NewAuthority(platform, place, called, language, installed.settings.zone, asked, days)
        with installed.memory.database.writing() as connection:
            if people.find_authority(connection, platform, place) is not None:
                raise NotPossibleError(f"The {platform} workspace {place} has an authority already.")
            number = people.create_authority(connection, new)
    typer.echo(f"{called} is authority {number}. Next: python -m bot roster import FILE")


@app.command("list")
@spoken
def everyone() -> None:
    """Show every authority with its number."""
    from bot.commands.opened import opened  # noqa: PLC0415  # --help must not wait for it
    from storage import reports  # noqa: PLC0415

    with opened() as installed, installed.memory.database.reading() as connection:
        rows = reports.authorities(connection)
    shown = [(str(row.id), row.name, row.platform, row.workspace, row.language) for row in rows]
    table("Authorities", ("Number", "Name", "Platform", "Workspace", "Language"), shown)


def _workspace(platform: str, found: "Settings") -> str:
    """Where it works when nobody has said so."""
    if platform == "local":
        return "local"
    if platform == "teams":
        return _tenant(found)
    token = found.slack_bot_token.get_secret_value()
    if not token:
        mending = "Give --workspace T…, or set SKOLSTEG_SLACK_BOT_TOKEN and Slack is asked."
        raise NotPossibleError(f"Which workspace is not known. {mending}", MISUSED)
    from bot.commands.talking import talking  # noqa: PLC0415  # who is not in Slack need not wait for it

    with talking(found.slack_api_url) as wire:
        answer = wire.call(token, "auth.test", {})
    typer.echo(f"Slack says that the token is for {answer.get('team', '')} ({answer['team_id']}).")
    return str(answer["team_id"])


def _written(platform: str, place: str) -> str:
    """What was given with --workspace; a tenant's id is written in one way only."""
    if platform != "teams" or not place:
        return place
    try:
        return str(UUID(place))
    except ValueError:
        raise NotPossibleError(
            f"--workspace: {place} is not a tenant's id, as Entra shows it under Overview.", MISUSED
        ) from None


def _tenant(found: "Settings") -> str:
    tenants = [each.tenant for each in found.registrations]
    if len(tenants) == 1:
        typer.echo(f"The settings say that the tenant is {tenants[0]}.")
        return tenants[0]
    mending = f"one of {', '.join(tenants)}" if tenants else "or set SKOLSTEG_TEAMS_TENANT"
    raise NotPossibleError(f"Give the tenant's id with --workspace, {mending}.", MISUSED)


def _breaks(written: str) -> tuple[Break, ...]:
    return tuple(_break(piece.strip()) for piece in written.split(",") if piece.strip())


def _break(written: str) -> Break:
    first, _, last = written.partition("/")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        example = "2027-02-15/2027-02-19"
        raise NotPossibleError(f"--breaks: {written} is not two days like {example}.", MISUSED) from None
    if days[0] > days[1]:
        raise NotPossibleError(f"--breaks: {written} ends before it begins.", MISUSED)
    return days
