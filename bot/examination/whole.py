"""From the settings to the database, the keys, the clock and what has got stuck."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot import clock
from bot.config import ConfigurationError, Settings, settings
from bot.examination.clockwork import calendar, time, work
from bot.examination.findings import Finding, well, wrong
from bot.examination.locks import keys
from bot.examination.place import MIGRATE, missing_file
from storage import reports
from storage.database import Database
from storage.migrate import pending

_DATABASE = "Database"


def examine(*, quick: bool = False) -> Iterator[Finding]:
    """Look everything over, as far as it can be reached; ``quick`` is what the bot cannot work without."""
    try:
        found = settings()
    except ConfigurationError as error:
        yield wrong("Configuration", f"{error.key} {error.wrong}.", error.mending)
        return
    yield well("Configuration", "every setting can be read.")
    try:
        yield from _database(found, quick=quick)
    except SQLAlchemyError:
        yield wrong(_DATABASE, "it stopped answering.", "Is it running, and is the address right?")


def _database(found: Settings, *, quick: bool) -> Iterator[Finding]:
    try:
        url = make_url(found.database_url.get_secret_value())
        missing = missing_file(url)
    except ArgumentError:
        yield wrong(_DATABASE, "SKOLSTEG_DATABASE_URL is not an address of a database.", "Correct it.")
        return
    shown = url.render_as_string(hide_password=True)
    if missing:
        yield wrong(_DATABASE, f"there is no file {missing}.", f"Make it with: {MIGRATE}")
        return
    with closing(Database(url)) as database:
        if not database.healthy():
            mending = "Is it running, and are the address and the password right?"
            yield wrong(_DATABASE, f"{shown} does not answer.", mending)
            return
        yield well(_DATABASE, f"{shown} answers.")
        yield from _inside(found, database, quick=quick)


def _inside(found: Settings, database: Database, *, quick: bool) -> Iterator[Finding]:
    if pending(database):
        yield wrong("Tables", "they are missing, or not of this version.", f"Run: {MIGRATE}")
        return
    yield well("Tables", "they are of this version.")
    now = clock.utc_now()
    with database.reading() as connection:
        yield from keys(found.keys_dir, set(reports.unfrozen(connection)))
        if quick:
            return
        known = reports.authorities(connection)
        yield from time(connection, known, now)
        yield from calendar(found, known, now)
        yield from work(connection, now)
        if not known:
            mending = "Make one with: python -m bot authority create NAME --contact MAIL"
            yield Finding("advice", "Authority", "there is none yet.", mending)
    if found.on_slack or any(row.platform == "slack" for row in known):
        from bot.examination.slack import slack  # noqa: PLC0415  # nobody else need wait for its library

        yield from slack(found, database, known, now)
    if found.on_teams or any(row.platform == "teams" for row in known):
        from bot.examination.teams import teams  # noqa: PLC0415  # the same

        yield from teams(found, database, known, now)
