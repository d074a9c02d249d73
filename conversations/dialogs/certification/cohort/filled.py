"""What is filled in about a cohort that is to be: who may be in it, and its sessions on their days."""

from dataclasses import dataclass, field
from datetime import date

from conversations.certification import ApplicationFacts
from conversations.cohorts import CERTIFICATION
from conversations.context import Context
from conversations.decisions import MakeCohort, SessionPlan
from conversations.dialogs.certification.session.written import (
    LONGEST_PLACE,
    line,
    span,
    written_length,
    written_time,
)
from conversations.dialogs.parts import written_day
from conversations.framework.schema import Framework
from conversations.rules.pairing import pairs
from conversations.rules.session_dates import fitted
from conversations.texts import say

MOST_SCHOOLS = 30
LONGEST_NAME = 60

_LONGEST_COHORT_DAYS = 400
_FIRST_THEME = "leadership"


@dataclass(frozen=True, slots=True)
class Read:
    """A filled-in form as a cohort, or a sentence for each field that is not right."""

    made: MakeCohort | None = None
    errors: dict[str, str] = field(default_factory=dict)


def to_place(context: Context) -> tuple[ApplicationFacts, ...]:
    """The accepted applications without a cohort, one a school, at most thirty, the first come first."""
    waiting = sorted(
        (
            each
            for each in context.certification.applications
            if each.status == "accepted" and not each.cohort
        ),
        key=lambda each: (each.at, each.id),
    )
    newest = {each.school.id: each for each in waiting}
    return tuple(newest.values())[:MOST_SCHOOLS]


def themes(framework: Framework) -> tuple[str, ...]:
    """What a cohort's sessions are about: leadership, then each other area, and last the certification."""
    areas = sorted((area.id for area in framework.areas), key=lambda area: area != _FIRST_THEME)
    return (*areas, CERTIFICATION)


def schools_of(waiting: tuple[ApplicationFacts, ...]) -> dict[int, str]:
    """The schools of some applications by their ids."""
    return {each.school.id: each.school.name for each in waiting}


def read(
    context: Context, waiting: tuple[ApplicationFacts, ...], framework: Framework, fields: dict[str, str]
) -> Read:
    """A cohort of the applications that wait, where everything that was filled in is right."""
    errors = _errors(context, framework, fields)
    if errors:
        return Read(errors=errors)
    sessions = _sessions(context, framework, fields)
    if not sessions:
        return Read(errors={"length": say(context.language, "session.change.wrong_length")})
    schools = tuple(schools_of(waiting))
    made = MakeCohort(
        name=line(fields["name"], LONGEST_NAME),
        begins_on=date.fromisoformat(fields["first"].strip()),
        ends_on=date.fromisoformat(fields["last"].strip()),
        applications=tuple(each.id for each in waiting),
        sessions=sessions,
        visits=pairs(schools) if len(schools) > 1 else (),
    )
    return Read(made)


def _sessions(context: Context, framework: Framework, fields: dict[str, str]) -> tuple[SessionPlan, ...]:
    """The sessions on their days; nothing where one would not end on the same day."""
    calendar, named = context.authority.calendar, themes(framework)
    first, last = written_day(fields["first"]), written_day(fields["last"])
    at, length = written_time(fields["begins"]), written_length(fields["length"])
    if first is None or last is None or at is None or length is None:
        return ()
    days = fitted(first, last, len(named), calendar)
    times = [span(calendar, day, at, length) for day in days]
    place = line(fields.get("place", ""), LONGEST_PLACE)
    return tuple(
        SessionPlan(number, theme, *time, place)
        for number, (theme, time) in enumerate(zip(named, times, strict=True), start=1)
        if time is not None
    )


def _errors(context: Context, framework: Framework, fields: dict[str, str]) -> dict[str, str]:
    language, errors = context.language, {}
    name = line(fields.get("name", ""), LONGEST_NAME)
    if not name:
        errors["name"] = say(language, "cohort.make.wrong_name")
    elif name.casefold() in {each.name.casefold() for each in context.certification.cohorts}:
        errors["name"] = say(language, "cohort.make.taken")
    if written_time(fields.get("begins", "")) is None:
        errors["begins"] = say(language, "session.change.wrong_begins")
    if written_length(fields.get("length", "")) is None:
        errors["length"] = say(language, "session.change.wrong_length")
    return errors | _wrong_days(context, len(themes(framework)), fields)


def _wrong_days(context: Context, count: int, fields: dict[str, str]) -> dict[str, str]:
    language, calendar = context.language, context.authority.calendar
    first, last = (written_day(fields.get(name, "")) for name in ("first", "last"))
    today = calendar.local_date(context.now)
    if first is None or last is None:
        missing = (name for name, value in (("first", first), ("last", last)) if value is None)
        return {name: say(language, "cohort.make.wrong_day", example=today.isoformat()) for name in missing}
    if first < today:
        return {"first": say(language, "cohort.make.in_the_past")}
    if last < first:
        return {"last": say(language, "cohort.make.ends_before_start")}
    if (last - first).days > _LONGEST_COHORT_DAYS:
        return {"last": say(language, "cohort.make.too_long")}
    if len(calendar.school_days_between(first, last)) < count:
        return {"last": say(language, "cohort.make.too_few", n=count)}
    return {}
