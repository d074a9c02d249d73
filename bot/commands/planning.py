"""Plan and extend rounds as the coordinator's form does, and say in words what cannot be."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.app import Installation
from bot.commands.mistakes import NotPossibleError
from bot.commands.opened import authority_in, round_in, school_in
from bot.commands.spoken import sentence_of
from conversations.context import SchoolView
from conversations.dialogs.planning import settings_of
from conversations.framework import packaged_names
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import (
    LONGEST_WINDOW_DAYS,
    Window,
    check_extension,
    check_window,
    timetable,
)
from conversations.turn import Extend, OpenRound, RoundPlan
from storage import audit, reports, rounds
from storage.audit import Entry

FROM_HERE = "command line"

_SHORTEST_DECISION = 4
_WRONG = {
    "ends_before_start": "The last day must not be before the first.",
    "in_the_past": "Those days are over. Choose days to come.",
    "too_long": f"A round can be open for at most {LONGEST_WINDOW_DAYS} days.",
    "no_school_day": "There is no school day left between those days.",
    "already_closed": "The last day is over, so it cannot be moved.",
    "not_later": "The new last day must be later than the old one.",
}


@dataclass(frozen=True, slots=True)
class Meant:
    """Which authority, round and school a person has named, in their words; empty where none was named."""

    authority: str
    round: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned round's number, and how many schools take part."""

    number: int
    schools: int


def plan(installed: Installation, authority: str, wanted: RoundPlan) -> Planned:
    """Plan a round; raises NotPossibleError with what is wrong."""
    memory = installed.memory
    with memory.database.writing() as connection:
        number = authority_in(connection, authority).id
        calendar, now = memory.calendars(connection, number), memory.now()
        window = Window(wanted.opens_on, wanted.closes_on)
        _check(wanted, check_window(window, calendar, now))
        occasions = timetable(window, calendar, now, settings_of(wanted.kind))
        effect = OpenRound(wanted, occasions)
        try:
            planned = rounds.plan_round(connection, memory.keys, number, effect, calendar, now)
        except KeyError:
            known = ", ".join(packaged_names())
            raise NotPossibleError(f"There is no framework {wanted.framework}. There is {known}.") from None
        except ValueError as error:
            raise NotPossibleError(sentence_of(error)) from None
        entry = Entry("open round", round=planned, detail=f"{FROM_HERE}: {wanted.decision}")
        audit.note(connection, number, entry, now)
        schools = reports.schools_in(connection, number, planned, calendar.local_date(now))
    return Planned(planned, len(schools))


def extend(installed: Installation, meant: Meant, last_day: date) -> SchoolView:
    """Give a school a later last day; raises NotPossibleError with what is wrong."""
    memory = installed.memory
    with memory.database.writing() as connection:
        number = authority_in(connection, meant.authority).id
        calendar, now = memory.calendars(connection, number), memory.now()
        view = school_in(_views(connection, number, meant, calendar.local_date(now)), meant.school)
        window = _extended(view, last_day, calendar, calendar.local_date(now))
        occasions = timetable(window, calendar, now, settings_of(view.round.kind))
        try:
            rounds.extend(
                connection, number, Extend(view.round.id, view.school.id, last_day, occasions), calendar
            )
        except ValueError as error:
            raise NotPossibleError(sentence_of(error)) from None
        detail = f"{FROM_HERE}: {last_day.isoformat()}"
        entry = Entry("extend", round=view.round.id, school=view.school.id, detail=detail)
        audit.note(connection, number, entry, now)
    return view


def _check(wanted: RoundPlan, problem: str | None) -> None:
    if not wanted.title:
        raise NotPossibleError("The round needs a title, so that everybody knows what it is about.")
    if len(wanted.decision) < _SHORTEST_DECISION:
        raise NotPossibleError(
            "Give the decision's reference: ballots are destroyed, and that must be decided."
        )
    if problem:
        raise NotPossibleError(_WRONG[problem])


def _extended(view: SchoolView, last_day: date, calendar: Calendar, today: date) -> Window:
    window = Window(view.window.opens_on, view.window.closes_on)
    problem = "already_closed" if view.window.frozen else check_extension(window, last_day, today)
    if problem:
        raise NotPossibleError(_WRONG[problem])
    if not calendar.is_school_day(last_day):
        raise NotPossibleError(f"{last_day} is not a school day. Choose one.")
    return Window(window.opens_on, last_day)


def _views(connection: Connection, authority: int, meant: Meant, today: date) -> tuple[SchoolView, ...]:
    found = round_in(connection, authority, meant.round)
    return reports.schools_in(connection, authority, found.id, today)
