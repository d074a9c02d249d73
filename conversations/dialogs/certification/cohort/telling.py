"""What the schools hear of their cohort: that it is made, its days, and who has left or come."""

from collections.abc import Iterator
from datetime import date

from conversations.cohorts import CohortFacts
from conversations.context import Context
from conversations.decisions import JoinCohort, MakeCohort
from conversations.dialogs.certification.session.card import calendar_file
from conversations.dialogs.certification.session.who import all_leaders
from conversations.dialogs.certification.session.words import meeting_time, standing, theme, title, when
from conversations.dialogs.parts import heard_by, titled
from conversations.framework.schema import Framework
from conversations.messages import Action, Button, Buttons, Message, Table, Text
from conversations.texts import say
from conversations.texts.dates import joined
from conversations.turn import Say, To

Pair = tuple[int, int]


def tell_made(
    context: Context, made: MakeCohort, framework: Framework, schools: dict[int, str]
) -> Iterator[Say]:
    """The leaders of all the schools hear who is in the cohort and on which days it meets."""
    for listener in all_leaders(context, tuple(schools)):
        heard, language = heard_by(context, listener), listener.language
        summary = say(language, "cohort.made.summary", cohort=made.name)
        text = say(language, "cohort.made.text", schools=joined(language, list(schools.values())))
        table = planned(heard, made, framework)
        told = Text(say(language, "cohort.made.next"), "quiet")
        yield Say(To("person", listener.id), titled(heard, summary, summary, Text(text, "warm"), table, told))


def planned(context: Context, made: MakeCohort, framework: Framework) -> Table:
    """The sessions that are to be, by theme and day."""
    language = context.language
    columns = tuple(say(language, f"session.list.{name}") for name in ("number", "theme", "when"))
    rows = tuple(
        (
            str(each.number),
            theme(language, framework, each.theme),
            when(context, each.begins_at, each.ends_at, short=True),
        )
        for each in made.sessions
    )
    return Table(columns, rows, say(language, "cohort.card.sessions"))


def dates(context: Context, cohort: CohortFacts, today: date) -> Iterator[Say]:
    """The cohort's days with a calendar document for each, once to every leader."""
    del today
    sessions = sorted(cohort.sessions, key=lambda each: each.number)
    ahead = tuple(each for each in sessions if standing(context, each) == "to_come")
    if len(ahead) <= 1:
        return
    for listener in all_leaders(context, tuple(each.school.id for each in cohort.present)):
        heard, language = heard_by(context, listener), listener.language
        summary = say(language, "cohort.dates.summary", cohort=cohort.name)
        columns = tuple(say(language, f"session.list.{name}") for name in ("session", "when"))
        rows = tuple((title(language, cohort, each), meeting_time(heard, each, short=True)) for each in ahead)
        files = (calendar_file(heard, each) for each in ahead)
        text = Text(say(language, "cohort.dates.text"))
        message = titled(heard, summary, summary, text, Table(columns, rows, cohort.name), *files)
        yield Say(To("person", listener.id), message, f"cohort-dates:{cohort.id}:{listener.id}")


def tell_moved(
    context: Context,
    cohort: CohortFacts,
    deed: JoinCohort,
    *,
    added: tuple[Pair, ...],
    dropped: tuple[Pair, ...],
) -> Iterator[Say]:
    """The other schools hear who has left or come, and what becomes of their own visits."""
    others = tuple(each.school.id for each in cohort.present if each.school.id != deed.school)
    for listener in all_leaders(context, others):
        theirs = tuple(each for each in others if listener in context.certification.leading(each))
        lines = _visits(listener.language, cohort, theirs, added, dropped)
        yield Say(To("person", listener.id), _moved(heard_by(context, listener), cohort, deed, lines))


def tell_school(
    context: Context,
    cohort: CohortFacts,
    deed: JoinCohort,
    *,
    added: tuple[Pair, ...],
    dropped: tuple[Pair, ...],
) -> Iterator[Say]:
    """The school itself hears that it has left or come, that what it has done is kept, and of its visits."""
    school, left = deed.school, deed.left
    name = _name(cohort, school)
    for listener in context.certification.leading(school):
        heard, language = heard_by(context, listener), listener.language
        key = "left" if left else "joined"
        summary = say(language, f"cohort.{key}.own_summary", school=name, cohort=cohort.name)
        text = say(language, f"cohort.{key}.own", school=name, cohort=cohort.name, reason=deed.reason)
        told = (text, *_visits(language, cohort, (school,), added, dropped))
        see = () if left else (Buttons((Button(say(language, "cohort.button.visits"), Action("visits")),)),)
        yield Say(
            To("person", listener.id), titled(heard, summary, summary, *(Text(each) for each in told), *see)
        )


def _name(cohort: CohortFacts, school: int) -> str:
    return next((each.school.name for each in cohort.schools if each.school.id == school), "")


def _moved(context: Context, cohort: CohortFacts, deed: JoinCohort, lines: tuple[str, ...]) -> Message:
    language, key = context.language, "left" if deed.left else "joined"
    school = _name(cohort, deed.school)
    summary = say(language, f"cohort.{key}.summary", school=school, cohort=cohort.name)
    told = lines or (say(language, "cohort.visits.as_before"),)
    button = Button(say(language, "cohort.button.see"), Action("cohort", item=str(cohort.id)))
    return titled(context, summary, summary, *(Text(each) for each in told), Buttons((button,)))


def _visits(
    language: str,
    cohort: CohortFacts,
    theirs: tuple[int, ...],
    added: tuple[Pair, ...],
    dropped: tuple[Pair, ...],
) -> tuple[str, ...]:
    """Which visits of some schools are called off and which are new, in words."""
    names = {each.school.id: each.school.name for each in cohort.schools}
    return tuple(
        say(language, f"cohort.visits.{key}", host=names.get(host, ""), guest=names.get(guest, ""))
        for key, changed in (("cancelled", dropped), ("added", added))
        for host, guest in changed
        if {host, guest} & set(theirs)
    )
