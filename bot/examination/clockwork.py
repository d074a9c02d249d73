"""Whether the clock, the calendar and the work that hangs on them are right."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from bot.config import Settings
from bot.examination.findings import Finding, advice, well, wrong
from bot.school_year import public_holidays
from storage import reports
from storage.reports import AuthorityRow

_TOLERATED = timedelta(minutes=2)
_PATIENCE = timedelta(minutes=15)
_BUILT = datetime(2026, 1, 1, tzinfo=UTC)
_SET_CLOCK = "Set this machine's clock, for example with a time service."


def time(connection: Connection, known: Sequence[AuthorityRow], now: datetime) -> Iterator[Finding]:
    """Compare this machine's clock with what is noted, and with the database server's."""
    latest = reports.latest_instant(connection)
    before = max(filter(None, (_BUILT, latest)))
    if now < before - _TOLERATED:
        yield wrong("Clock", f"it says {now:%Y-%m-%d %H:%M} UTC, but later things have happened.", _SET_CLOCK)
    elif connection.dialect.name == "postgresql" and abs(_server(connection) - now) > _TOLERATED:
        yield wrong("Clock", "it differs from the database server's by more than 2 minutes.", _SET_CLOCK)
    else:
        yield well("Clock", f"it says {now:%Y-%m-%d %H:%M} UTC.")
    unknown = [row for row in known if not _is_zone(row.zone)]
    for row in unknown:
        yield wrong("Time zone", f"{row.name} has {row.zone}, which is not known here.", "Install tzdata.")


def calendar(found: Settings, known: Sequence[AuthorityRow], now: datetime) -> Iterator[Finding]:
    """See that next year's holidays are known, and that somebody has entered school breaks to come."""
    year = now.astimezone(ZoneInfo(found.zone)).year
    unknown = [each for each in (year, year + 1) if not public_holidays(each)]
    if unknown:
        yield wrong("Calendar", f"no holidays are known for {unknown[0]}.", "Install a newer version.")
    else:
        yield well("Calendar", f"holidays are known for {year} and {year + 1}.")
    today = now.astimezone(ZoneInfo(found.zone)).date()
    for row in known:
        last_days = [last for _, last in row.breaks] + [each.last.isoformat() for each in found.breaks]
        if max(last_days, default="") < today.isoformat():
            mending = "Set SKOLSTEG_BREAKS, or nobody knows when not to remind."
            yield advice("School breaks", f"{row.name} has none to come.", mending)


def work(connection: Connection, now: datetime) -> Iterator[Finding]:
    """Count what was given up and what should have happened."""
    found = reports.stuck(connection, now, _PATIENCE)
    if found.overdue:
        told = f"{found.overdue} planned things are late."
        yield wrong("Schedule", told, "See that this is running: python -m bot serve")
    if found.occasions:
        told = f"{found.occasions} planned things were given up after five tries."
        mending = "The log says why, with: occasion failed. A close is tried again by: round close"
        yield wrong("Schedule", told, mending)
    if not found.overdue and not found.occasions:
        yield well("Schedule", "nothing is late, nothing was given up.")
    if found.messages:
        told = f"{found.messages} messages could not be delivered."
        yield wrong("Messages", told, "The log says why, with: sending failed.")
    else:
        yield well("Messages", "all that could be delivered were.")


def _server(connection: Connection) -> datetime:
    here: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return here


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
