"""The coordinator makes a cohort: a form, a proposal, and then the cohort."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from conversations.certification import ApplicationFacts
from conversations.context import Context
from conversations.decisions import MakeCohort
from conversations.dialogs.certification.cohort.filled import LONGEST_NAME, schools_of, to_place
from conversations.dialogs.certification.cohort.filled import read as read_form
from conversations.dialogs.certification.cohort.telling import planned, tell_made
from conversations.dialogs.certification.session.who import coordinating
from conversations.dialogs.certification.session.written import LONGEST_PLACE
from conversations.dialogs.parts import button, note, sentence, titled
from conversations.dialogs.stranger import refused
from conversations.framework.schema import Framework
from conversations.messages import Action, Field, Form, Message, Part, Table, Text
from conversations.texts import say
from conversations.texts.dates import joined
from conversations.turn import Replace, Turn

_FIRST, _LAST = (10, 1), (6, 10)
"""Month and day between which a cohort usually goes."""
_USUAL = {"begins": "13", "length": "3"}


def make(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Show the form, then the proposal; the same proposal sent once more makes the cohort."""
    waiting = to_place(context)
    framework = _framework(context, waiting)
    if not coordinating(context):
        return refused(context, action.verb, "not theirs")
    if not waiting or framework is None:
        return sentence(context, "cohort.make.none")
    if fields is None:
        return Turn((Replace(_asked(context, waiting, _suggested(context), {})),))
    read = read_form(context, waiting, framework, fields)
    if read.made is None:
        return Turn((Replace(_asked(context, waiting, fields, read.errors)),))
    if action.value != _mark(read.made):
        return Turn((Replace(_proposal(context, read.made, framework, fields)),))
    schools = schools_of(waiting)
    return Turn(
        (read.made, Replace(_done(context, read.made)), *tell_made(context, read.made, framework, schools))
    )


def _framework(context: Context, waiting: tuple[ApplicationFacts, ...]) -> Framework | None:
    """The framework of the newest round that somebody has applied after."""
    rounds = {each.round for each in waiting}
    views = sorted(context.schools, key=lambda view: (view.round.id in rounds, view.round.id))
    return views[-1].round.framework if views else None


def _suggested(context: Context) -> dict[str, str]:
    """The usual hours, and the next school year from October to June, as the first cohorts went."""
    hour = say(context.language, "session.word.time", hour=_USUAL["begins"], minute="00")
    usual = {"begins": hour, "length": _USUAL["length"]}
    calendar = context.authority.calendar
    today = calendar.local_date(context.now)
    autumn = today.year if (today.month, today.day) < _FIRST else today.year + 1
    name = say(context.language, "cohort.make.usual_name", first=autumn, last=f"{(autumn + 1) % 100:02}")
    if name.casefold() in {each.name.casefold() for each in context.certification.cohorts}:
        return usual
    first = calendar.next_school_day(date(autumn, *_FIRST))
    last = calendar.previous_school_day(date(autumn + 1, *_LAST))
    return {**usual, "name": name, "first": first.isoformat(), "last": last.isoformat()}


def _mark(made: MakeCohort) -> str:
    """What tells one proposal from another, so that only what has been seen is made."""
    return sha256(repr(made).encode()).hexdigest()[:16]


def _asked(
    context: Context, waiting: tuple[ApplicationFacts, ...], values: dict[str, str], errors: dict[str, str]
) -> Message:
    language = context.language
    names = joined(language, list(schools_of(waiting).values()))
    text = Text(say(language, "cohort.make.text", schools=names))
    form = _form(context, values, errors, "", "propose")
    return titled(
        context, say(language, "cohort.make.summary"), say(language, "cohort.make.summary"), text, form
    )


def _proposal(context: Context, made: MakeCohort, framework: Framework, fields: dict[str, str]) -> Message:
    language = context.language
    parts: tuple[Part, ...] = (
        Text(say(language, "cohort.make.proposed")),
        planned(context, made, framework),
        *_visits(context, made),
        Text(say(language, "cohort.make.change_or_make"), "quiet"),
        _form(context, fields, {}, _mark(made), "confirm"),
    )
    return titled(context, say(language, "cohort.make.proposal"), made.name, *parts)


def _visits(context: Context, made: MakeCohort) -> tuple[Part, ...]:
    language, names = context.language, schools_of(to_place(context))
    if not made.visits:
        return (Text(say(language, "cohort.make.alone"), "quiet"),)
    columns = tuple(say(language, f"cohort.card.{name}") for name in ("host", "guest"))
    rows = tuple((names[host], names[guest]) for host, guest in made.visits)
    return (Table(columns, rows, say(language, "cohort.card.visits")),)


def _form(context: Context, values: dict[str, str], errors: dict[str, str], mark: str, submit: str) -> Form:
    fields = (
        Field("name", _word(context, "name"), hint=_word(context, "name_hint"), longest=LONGEST_NAME),
        Field("first", _word(context, "first"), "date"),
        Field("last", _word(context, "last"), "date"),
        Field("begins", _word(context, "begins"), hint=_word(context, "begins_hint"), longest=10),
        Field("length", _word(context, "length"), longest=10),
        Field("place", _word(context, "place"), required=False, longest=LONGEST_PLACE),
    )
    kept = (
        replace(each, value=values.get(each.name, ""), error=errors.get(each.name, "")) for each in fields
    )
    return Form(Action("cohort_make", value=mark), _word(context, submit), tuple(kept))


def _done(context: Context, made: MakeCohort) -> Message:
    text = say(context.language, "cohort.make.done", cohort=made.name)
    return note(
        context, "cohort.make.done_summary", text, button(context, "cohort.button.all", Action("cohorts"))
    )


def _word(context: Context, name: str) -> str:
    return say(context.language, f"cohort.make.{name}")
