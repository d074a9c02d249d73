"""``migrate``: the database's tables in the shape that this version expects."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.spoken import agreed, spoken

if TYPE_CHECKING:
    from storage.database import Database

EXAMPLES = "python -m bot migrate --check || python -m bot migrate"


@spoken
def migrate(
    *,
    down_to: Annotated[
        str, typer.Option(metavar="REVISION", help="Go back to a revision; base removes every table.")
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 when something is to be done.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Go back unasked.")] = False,
) -> None:
    """Make the database's tables, or bring them to this version; a failure changes nothing."""
    from contextlib import closing  # noqa: PLC0415  # --help must not wait for what comes here

    from bot.config import settings  # noqa: PLC0415
    from storage.database import Database  # noqa: PLC0415

    if down_to and check:
        raise NotPossibleError("--check changes nothing, so it does not go with --down-to.", MISUSED)
    with closing(Database(settings().database_url.get_secret_value())) as database:
        if check:
            _check(database)
        elif down_to:
            agreed(f"Go back to {down_to}? What only newer tables hold is lost.", yes=yes)
            _back(database, down_to)
        else:
            _forward(database)


def _check(database: "Database") -> None:
    from bot.examination.place import MIGRATE, missing_file  # noqa: PLC0415  # costs only when it is run
    from storage.migrate import pending  # noqa: PLC0415

    if missing_file(database.url) or pending(database):
        raise NotPossibleError(f"The database is not at this version. Bring it there with: {MIGRATE}")
    typer.echo("The database is at this version.")


def _forward(database: "Database") -> None:
    from storage.migrate import current, upgrade  # noqa: PLC0415  # costs only when it is run

    before = current(database)
    upgrade(database)
    after = current(database)
    typer.echo("Nothing to do." if before == after else f"The database is now at {after}.")


def _back(database: "Database", to: str) -> None:
    from alembic.util import CommandError  # noqa: PLC0415  # costs only when it is run

    from storage.migrate import current, downgrade  # noqa: PLC0415

    try:
        downgrade(database, to)
    except CommandError as error:
        raise NotPossibleError(f"{str(error).rstrip('.')}. Nothing was changed.") from None
    typer.echo(f"The database is now at {current(database) or 'base: it has no tables'}.")
