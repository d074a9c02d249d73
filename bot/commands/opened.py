"""The installation that a command works on, and which authority and round in it is meant."""

import difflib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, make_url

from bot import clock, log
from bot.app import Installation, installation
from bot.commands.mistakes import NotPossibleError
from bot.config import settings
from bot.examination.place import MIGRATE, missing_file
from conversations.context import SchoolView
from storage import migrate, reports
from storage.reports import AuthorityRow, RoundRow

_NAMED = 8
_Found = TypeVar("_Found")


@contextmanager
def opened() -> Iterator[Installation]:
    """The installation that the environment names, ready to be used; nothing is created in its database.

    Raises NotPossibleError when its tables are missing or old, ConfigurationError for a wrong setting.
    """
    found = settings()
    log.configure(found.log_format)
    # It tells what it is about to do, which only whoever migrates wants to know.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if missing_file(make_url(found.database_url.get_secret_value())):
        raise NotPossibleError(f"There is no database yet. Make it with: {MIGRATE}")
    installed = installation(found, clock.utc_now)
    try:
        if migrate.pending(installed.memory.database):
            raise NotPossibleError(f"The database is not at this version. Bring it there with: {MIGRATE}")
        yield installed
    finally:
        installed.close()


def authority_in(connection: Connection, wanted: str) -> AuthorityRow:
    """The authority with that name or number, or the only one where none is named."""
    known = reports.authorities(connection)
    if not known:
        raise NotPossibleError("There is no authority yet. Make it with: python -m bot authority create NAME")
    if not wanted and len(known) == 1:
        return known[0]
    if not wanted:
        raise NotPossibleError(f"Say which authority with --authority: {_listed([x.name for x in known])}.")
    return one_of("authority", wanted, {str(row.id): row for row in known} | {row.name: row for row in known})


def round_in(connection: Connection, authority: int, wanted: str) -> RoundRow:
    """The round with that number or title; of several with the same title, the newest."""
    known = reports.rounds(connection, authority)
    if not known:
        raise NotPossibleError("There is no round yet. Plan one with: python -m bot round open")
    return one_of("round", wanted, {row.title: row for row in known} | {str(row.id): row for row in known})


def school_in(views: Sequence[SchoolView], wanted: str) -> SchoolView:
    """The school with that name in a round."""
    return one_of("school in the round", wanted, {view.school.name: view for view in views})


def one_of(kind: str, wanted: str, known: Mapping[str, _Found]) -> _Found:
    """What goes by that name, however it is spelt; otherwise NotPossibleError with the likeliest names."""
    if not known:
        raise NotPossibleError(f"There is no {kind} yet.")
    folded = {name.casefold(): found for name, found in known.items()}
    found = folded.get(" ".join(wanted.split()).casefold())
    if found is not None:
        return found
    names = {name.casefold(): name for name in known if not name.isdigit()}
    near = difflib.get_close_matches(wanted.casefold(), names, n=1)
    mending = f"Did you mean {names[near[0]]}?" if near else f"There is {_listed(sorted(names.values()))}."
    raise NotPossibleError(f"There is no {kind} called {wanted}. {mending}")


def _listed(names: Sequence[str]) -> str:
    different = list(dict.fromkeys(names))
    more = [f"and {len(different) - _NAMED} more"] if len(different) > _NAMED else []
    return ", ".join([*different[:_NAMED], *more])
