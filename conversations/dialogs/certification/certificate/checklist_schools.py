"""How far every school of the cohorts has come, for the coordinator."""

from conversations.context import Context
from conversations.dialogs.certification.certificate.checklist import checklist as one
from conversations.dialogs.certification.certificate.checklist_facts import Followed, certified, everybody
from conversations.dialogs.certification.visit.visit import today
from conversations.dialogs.parts import sentence, titled
from conversations.messages import Action, Field, Form, Table, Text
from conversations.texts import say
from conversations.turn import Replace, Turn

_MOST_OPTIONS = 100


def checklist(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Every school's progress for a coordinator who names none; otherwise one school's list."""
    coordinates = context.me is not None and context.me.is_("coordinator")
    if fields or action.item or not coordinates:
        return one(context, action, fields)
    known = everybody(context)
    found = tuple(each for each in known if each.cohort.ends_on >= today(context)) or known
    if not found:
        return sentence(context, "certificate.schools.none")
    language = context.language
    summary = say(language, "certificate.schools.heading")
    text = Text(say(language, "certificate.schools.text"), "quiet")
    return Turn(
        (Replace(titled(context, summary, summary, text, _table(context, found), _ways(context, found))),)
    )


def _table(context: Context, found: tuple[Followed, ...]) -> Table:
    language = context.language
    names = ("school", "cohort", "done", "state")
    columns = tuple(say(language, f"certificate.schools.column_{name}") for name in names)
    rows = tuple(
        (each.member.school.name, each.cohort.name, _done(language, each), _state(context, each))
        for each in found
    )
    return Table(columns, rows, say(language, "certificate.schools.heading"))


def _done(language: str, each: Followed) -> str:
    return say(language, "certificate.schools.done", done=each.done, total=len(each.listed))


def _state(context: Context, each: Followed) -> str:
    language = context.language
    if certified(context, each):
        return say(language, "certificate.schools.certified")
    if each.complete:
        return say(language, "certificate.schools.ready")
    late = sum(requirement.state == "open" for requirement in each.listed)
    return (
        say(language, "certificate.schools.open", n=late)
        if late
        else say(language, "certificate.schools.on_time")
    )


def _ways(context: Context, found: tuple[Followed, ...]) -> Form:
    language = context.language
    options = tuple(
        (f"{each.cohort.id}:{each.member.school.id}", each.member.school.name)
        for each in found[:_MOST_OPTIONS]
    )
    field = Field("school", say(language, "certificate.schools.column_school"), "choice", options=options)
    return Form(Action("checklist"), say(language, "certificate.schools.show"), (field,))
