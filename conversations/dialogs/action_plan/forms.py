"""The form of a measure: what, who and when, checked word by word before anything happens."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from conversations.context import Context, SchoolView
from conversations.dialogs.action_plan.finding import kept, plan_of
from conversations.dialogs.parts import written_day
from conversations.facts import Listener
from conversations.messages import Field
from conversations.plans import MeasureFacts
from conversations.rules.plan_steps import wrong_day
from conversations.texts import say

LONGEST = 300
_SHORTEST = 4
_OPTIONS = 100
_NO_QUESTION = "none"
_NEW = MeasureFacts(0, "", "")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled-in form: the measure it comes to, what was written, and a sentence for what is not right."""

    measure: MeasureFacts = _NEW
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def as_it_is(measure: MeasureFacts) -> Filled:
    """The form as a measure fills it in."""
    values = {
        "wording": measure.wording,
        "responsible": str(measure.responsible.id) if measure.responsible else "",
        "due_on": measure.due_on.isoformat() if measure.due_on else "",
    }
    return Filled(measure, values)


def read(context: Context, view: SchoolView, before: MeasureFacts | None, fields: dict[str, str]) -> Filled:
    """Read what was filled in; ``before`` is the measure that is changed, None for a new one."""
    old = before or _NEW
    measure = replace(
        old,
        criterion=old.criterion if before else _criterion(view, fields.get("question", "")),
        wording=" ".join(fields.get("wording", "").split())[:LONGEST].strip(),
        responsible=_named(people(context, view, old), fields),
        due_on=written_day(fields.get("due_on", "")),
    )
    return Filled(measure, fields, dict(_errors(context, view, old, measure)))


def people(context: Context, view: SchoolView, measure: MeasureFacts) -> dict[int, Listener]:
    """Everybody who may be responsible at a school by id: who is now and those who lead it first."""
    school, me = view.school.id, context.me
    found = [measure.responsible] if measure.responsible else []
    found += [Listener(me.id, me.name, me.language)] if me else []
    found += context.certification.leading(school)
    found += [
        Listener(each.id, each.name, each.language) for each in context.colleagues if each.school == school
    ]
    return {each.id: each for each in found}


def _criterion(view: SchoolView, question: str) -> str:
    return question if question in view.round.framework.positions else ""


def _named(known: dict[int, Listener], fields: dict[str, str]) -> Listener | None:
    """Whose name was written where the list was too long for everybody, else who was chosen from it."""
    written = " ".join(fields.get("other", "").split()).casefold()
    if written:
        called = [each for each in known.values() if each.name.casefold() == written]
        return called[0] if len(called) == 1 else None
    chosen = (each for each in known.values() if str(each.id) == fields.get("responsible", ""))
    return next(chosen, None)


def _errors(
    context: Context, view: SchoolView, old: MeasureFacts, measure: MeasureFacts
) -> Iterator[tuple[str, str]]:
    language, today = context.language, context.authority.calendar.local_date(context.now)
    if len(measure.wording) < _SHORTEST:
        yield "wording", say(language, "action_plan.error.wording")
    elif _is_there(context, view, measure):
        yield "wording", say(language, "action_plan.error.is_there")
    if measure.responsible is None:
        yield "responsible", say(language, "action_plan.error.responsible")
    problem = wrong_day(measure.due_on, today, old.due_on)
    if problem:
        yield "due_on", say(language, f"action_plan.error.{problem}", example=today.isoformat())


def _is_there(context: Context, view: SchoolView, measure: MeasureFacts) -> bool:
    """Whether another measure in the plan says the same about the same question."""
    return any(
        (each.criterion, each.wording.casefold()) == (measure.criterion, measure.wording.casefold())
        for each in kept(plan_of(context, view))
        if each.id != measure.id
    )


def fields_for(context: Context, view: SchoolView, filled: Filled, *, own: bool) -> tuple[Field, ...]:
    """The form's fields with what was filled in; a measure of the school's ``own`` may have a question."""
    made = [
        *([_question(context, view)] if own else []),
        Field("wording", _word(context, "wording"), "long_text", longest=LONGEST),
        *_who(context, view, filled.measure),
        Field("due_on", _word(context, "due_on"), "date"),
    ]
    return tuple(
        replace(each, value=filled.values.get(each.name, each.value), error=filled.errors.get(each.name, ""))
        for each in made
    )


def _question(context: Context, view: SchoolView) -> Field:
    words = view.round.framework.words(context.language)
    none = (_NO_QUESTION, _word(context, "no_question"))
    titles = tuple((each.id, words.criterion(each.id).title) for each in view.round.framework.criteria)
    options = (none, *titles)[:_OPTIONS]
    return Field("question", _word(context, "question"), "choice", _NO_QUESTION, options)


def _who(context: Context, view: SchoolView, measure: MeasureFacts) -> Iterator[Field]:
    """A list of people, and where it cannot hold them all a place to write a name."""
    known = people(context, view, measure)
    options = tuple((str(each.id), each.name) for each in known.values())
    all_fit = len(options) <= _OPTIONS
    label = _word(context, "responsible")
    yield Field("responsible", label, "choice", options=options[:_OPTIONS], required=all_fit)
    if not all_fit:
        yield Field("other", _word(context, "other"), hint=_word(context, "other_hint"), required=False)


def _word(context: Context, name: str) -> str:
    return say(context.language, f"action_plan.form.{name}")
