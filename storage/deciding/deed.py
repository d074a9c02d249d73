"""What every decision needs: who decides, the log, and that what it names is the authority's own."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, exists, select, update

from storage import audit, authorities, colleagues
from storage.audit import Entry
from storage.facts import AnyRow
from storage.tables import (
    Application,
    Attendance,
    Certificate,
    LearningSession,
    Measure,
    Person,
    Round,
    School,
    Visit,
    Window,
)

_Changed = type[Application | Attendance | Certificate | LearningSession | Measure | Round | School | Visit]

_TAKES_PART = select(
    exists().where(
        Window.authority_id == bindparam("authority"),
        Window.round_id == bindparam("round"),
        Window.school_id == bindparam("school"),
    )
)
_WORKS_AT = select(
    exists().where(
        Person.authority_id == bindparam("authority"),
        Person.id == bindparam("person"),
        colleagues.works_at(bindparam("school")),
    )
)
# A school that has come with two rounds' applications takes part with the newest.
_MEMBER = (
    select(
        Application.id,
        Application.round_id,
        Application.school_id,
        Application.cohort_id,
        Application.waived,
        Application.left_at,
        Round.framework_hash,
    )
    .join(Round, Round.id == Application.round_id)
    .where(
        Application.authority_id == bindparam("authority"),
        Application.cohort_id == bindparam("cohort"),
        Application.school_id == bindparam("school"),
    )
    .order_by(Application.id.desc())
    .limit(1)
    .with_for_update(of=Application)
)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides, 0 for the clock, when, and in which authority."""

    authority: int
    person: int
    now: datetime


def note(connection: Connection, deciding: Deciding, entry: Entry) -> None:
    """Write into the decision log who has decided this, and when."""
    audit.note(connection, deciding.authority, replace(entry, person=deciding.person), deciding.now)


def change(
    connection: Connection, deciding: Deciding, table: _Changed, number: int, values: dict[str, object]
) -> None:
    """Change one row of the authority's own by its id; ``values`` maps its columns to what they become."""
    connection.execute(
        update(table).where(table.id == number, table.authority_id == deciding.authority).values(**values)
    )


def differing(row: AnyRow, values: dict[str, object]) -> bool:
    """Whether a row holds anything else than this in these columns."""
    return any(getattr(row, name) != value for name, value in values.items())


def known(row: AnyRow | None, what: str) -> AnyRow:
    """The row that a decision names; LookupError where this authority has none such."""
    if row is None:
        raise LookupError(f"this authority has no such {what}")
    return row


def takes_part(connection: Connection, deciding: Deciding, round_id: int, school: int) -> None:
    """Make sure that a school takes part in a round; LookupError where it does not."""
    values = {"authority": deciding.authority, "round": round_id, "school": school}
    if not connection.execute(_TAKES_PART, values).scalar():
        raise LookupError("this school does not take part in the round")


def works_at(connection: Connection, deciding: Deciding, person: int, school: int) -> None:
    """Make sure that somebody works at a school today; LookupError where not."""
    values = {"authority": deciding.authority, "person": person, "school": school}
    if not connection.execute(_WORKS_AT, {**values, "today": _today(connection, deciding)}).scalar():
        raise LookupError("this person does not work at the school")


def member(connection: Connection, deciding: Deciding, cohort: int, school: int) -> AnyRow:
    """The application by which a school is or was in a cohort, held; LookupError where it never was."""
    values = {"authority": deciding.authority, "cohort": cohort, "school": school}
    return known(connection.execute(_MEMBER, values).one_or_none(), "school in the cohort")


def _today(connection: Connection, deciding: Deciding) -> date:
    zone, _breaks = authorities.calendar_of(connection, deciding.authority)
    return deciding.now.astimezone(ZoneInfo(zone)).date()
