"""The cohorts, and each on its card: its schools, its sessions, its visits."""

from collections.abc import Iterator
from dataclasses import replace

from conversations.cohorts import CohortFacts, CohortSchool, VisitFacts
from conversations.context import Context
from conversations.dialogs.certification.cohort.filled import to_place
from conversations.dialogs.certification.session.schools import rows
from conversations.dialogs.certification.session.session import choose, listed
from conversations.dialogs.certification.session.who import coordinating, leading
from conversations.dialogs.parts import button, note, sentence, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Field, Form, Message, Part, Table, Text, Tone, is_id
from conversations.texts import say
from conversations.texts.dates import day, joined, short_day
from conversations.turn import Replace, Turn

_MOST_OPTIONS = 100


def cohorts(context: Context, action: Action) -> Turn:
    """My only cohort on its card, or a list of all to pick from."""
    del action
    mine = tuple(
        sorted(context.certification.cohorts, key=lambda each: (each.begins_on, each.id), reverse=True)
    )
    if not mine:
        return _none(context)
    if len(mine) == 1:
        return Turn((Replace(card(context, mine[0])),))
    language = context.language
    columns = tuple(say(language, f"cohort.list.{name}") for name in ("cohort", "when", "schools"))
    lines = tuple(
        (each.name, _period(context, each), str(len(each.present))) for each in mine[:_MOST_OPTIONS]
    )
    options = tuple((str(each.id), each.name) for each in mine[:_MOST_OPTIONS])
    field = Field("cohort", say(language, "cohort.list.cohort"), "choice", options=options)
    form = Form(Action("cohort"), say(language, "cohort.list.open"), (field,))
    summary = say(language, "cohort.list.summary")
    return Turn(
        (Replace(titled(context, summary, summary, Table(columns, lines, summary), form, *_more(context))),)
    )


def cohort(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """One cohort, picked from a list or named by a button."""
    known = find(context, replace(action, item=(fields or {}).get("cohort", action.item)))
    return Turn((Replace(card(context, known)),)) if known else refused(context, action.verb, "not theirs")


def find(context: Context, action: Action) -> CohortFacts | None:
    """The cohort that an action names, where I may see it."""
    number = int(action.item) if is_id(action.item) else 0
    return next((each for each in context.certification.cohorts if each.id == number), None)


def card(context: Context, cohort: CohortFacts, said: str = "", tone: Tone = "warm") -> Message:
    """The cohort as it stands now, with what to say first."""
    parts: tuple[Part, ...] = (
        *((Text(said, tone),) if said else ()),
        Text(_period(context, cohort), "quiet"),
        _schools(context, cohort),
        *listed(context, cohort),
        *_visits(context, cohort),
        *((choose(context, (cohort,)),) if cohort.sessions else ()),
        *rows(tuple(_ways(context, cohort))),
    )
    return titled(context, said or cohort.name, cohort.name, *parts)


def _none(context: Context) -> Turn:
    if not coordinating(context):
        return sentence(context, "cohort.list.none")
    waiting = to_place(context)
    if not waiting:
        return sentence(context, "cohort.make.none")
    told = say(
        context.language,
        "cohort.list.waiting",
        schools=joined(context.language, [each.school.name for each in waiting]),
    )
    label = say(context.language, "cohort.button.make")
    return Turn(
        (
            Replace(
                note(context, "cohort.list.summary", told, Button(label, Action("cohort_make"), "primary"))
            ),
        )
    )


def _more(context: Context) -> Iterator[Part]:
    if coordinating(context) and to_place(context):
        yield from rows((button(context, "cohort.button.make", Action("cohort_make")),))


def _period(context: Context, cohort: CohortFacts) -> str:
    first, last = (
        f"{day(context.language, each)} {each.year}" for each in (cohort.begins_on, cohort.ends_on)
    )
    return say(context.language, "cohort.card.period", first=first, last=last)


def _schools(context: Context, cohort: CohortFacts) -> Table:
    language = context.language
    columns = tuple(say(language, f"cohort.card.{name}") for name in ("school", "sessions_done", "standing"))
    lines = tuple(
        (each.school.name, _sessions_done(context, cohort, each), _standing(context, each))
        for each in cohort.schools
    )
    return Table(columns, lines, say(language, "cohort.card.schools"))


def _sessions_done(context: Context, cohort: CohortFacts, school: CohortSchool) -> str:
    """How many sessions a school has been at; others' are not told to a school."""
    if not coordinating(context) and school.school.id not in leading(context, cohort):
        return say(context.language, "cohort.card.untold")
    done = sum(each.part(school.school.id).attended is True for each in cohort.sessions)
    return say(context.language, "cohort.card.of", done=done, n=len(cohort.sessions))


def _standing(context: Context, school: CohortSchool) -> str:
    return say(context.language, "cohort.card.gone" if school.left else "cohort.card.present")


def _visits(context: Context, cohort: CohortFacts) -> tuple[Part, ...]:
    shown = tuple(each for each in cohort.visits if each.status != "cancelled")
    if not shown:
        return ()
    language = context.language
    columns = tuple(say(language, f"cohort.card.{name}") for name in ("host", "guest", "visit"))
    lines = tuple((each.host.name, each.guest.name, _visit(language, each)) for each in shown)
    return (Table(columns, lines, say(language, "cohort.card.visits")),)


def _visit(language: str, visit: VisitFacts) -> str:
    told = say(language, f"cohort.visits.{visit.status}")
    if visit.day is None:
        return told if visit.status == "made" else say(language, "cohort.visits.no_day")
    return say(language, "cohort.visits.on", day=short_day(language, visit.day), standing=told)


def _ways(context: Context, cohort: CohortFacts) -> Iterator[Button]:
    item = str(cohort.id)
    if cohort.sessions:
        yield button(context, "cohort.button.sessions", Action("sessions", item=item))
    yield button(context, "cohort.button.visits", Action("visits", item=item))
    if not coordinating(context):
        return
    if any(each.left for each in cohort.schools) or to_place(context):
        yield button(context, "cohort.button.join", Action("cohort_join", item=item))
    if cohort.present:
        yield button(context, "cohort.button.leave", Action("cohort_leave", item=item))
    if to_place(context):
        yield button(context, "cohort.button.make", Action("cohort_make"))
