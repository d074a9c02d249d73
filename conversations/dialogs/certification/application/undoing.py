"""A coordinator takes an exception back, with a written reason, while the school has sent nothing."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.decisions import TakeBackException
from conversations.dialogs.applying import Applying, applying
from conversations.dialogs.certification.application.deciding import closed_views
from conversations.dialogs.certification.application.finding import in_cohort, undoable
from conversations.dialogs.certification.application.opening import CARD
from conversations.dialogs.parts import about, beside, button, heard_by, plainly, sentence, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Buttons, Field, Form, Message, Part, Text, is_id
from conversations.texts import say
from conversations.turn import Replace, Say, To, Turn

LONGEST_REASON = 1000
_MOST_OPTIONS = 100


def undo(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask why, and which school where the button names none; then take the exception back."""
    found = {view.school.id: applying(context, view) for view in closed_views(context, action)}
    if action.school and action.school not in found:
        return refused(context, action.verb, "not theirs")
    may = {school: at for school, at in found.items() if undoable(at)}
    school = _picked(action, may, fields or {})
    if school in found and school not in may:
        return beside(Turn((Replace(_hindered(context, found[school])),)), context.place)
    if not may:
        return sentence(context, "application.undo.nobody")
    reason = (fields or {}).get("reason", "").strip()[:LONGEST_REASON]
    if school not in may or not reason:
        asked = (may[school],) if school in may else tuple(may.values())
        return Turn((Replace(_form(context, asked, reason, wrong=fields is not None)),))
    return _taken_back(context, may[school], reason)


def _picked(action: Action, may: dict[int, Applying], fields: dict[str, str]) -> int:
    """The school that the button or the form names, else the only one there is; 0 for none yet."""
    if action.school:
        return action.school
    if "school" in fields:
        return int(fields["school"]) if is_id(fields["school"]) else 0
    return next(iter(may)) if len(may) == 1 else 0


def _hindered(context: Context, at: Applying) -> Message:
    """Why there is nothing to take back, and what to do instead."""
    language, school = context.language, at.view.school.name
    if not at.exception:
        return plainly(context, say(language, "application.undo.none", school=school))
    if in_cohort(context, at):
        return plainly(context, say(language, "application.decide.in_cohort"))
    text = say(language, f"application.undo.{at.status}", school=school)
    read = Action("application", at.view.round.id, at.view.school.id, value=CARD)
    return Message(text, (Text(text), Buttons((button(context, "application.list.see", read),))), language)


def _form(context: Context, found: tuple[Applying, ...], value: str, *, wrong: bool) -> Message:
    language, school = context.language, found[0].view.school
    several = len(found) > 1
    named = say(language, "application.undo.heading", school=school.name)
    heading = say(language, "application.undo.open") if several else named
    reason = Field(
        "reason",
        say(language, "application.undo.reason"),
        "long_text",
        value,
        hint=say(language, "application.decide.hint_reason"),
        error=say(language, "application.undo.error_reason") if wrong and not value else "",
        longest=LONGEST_REASON,
    )
    fields = (*((_which(context, found, wrong=wrong),) if several else ()), reason)
    action = Action("exception_undo", found[0].view.round.id, 0 if several else school.id)
    submit = say(language, "application.undo.submit")
    text = Text(say(language, "application.undo.text"), "quiet")
    keep = button(context, "application.undo.keep", Action("applications", action.round, value=CARD))
    return titled(context, heading, heading, text, Form(action, submit, fields), Buttons((keep,)))


def _which(context: Context, found: tuple[Applying, ...], *, wrong: bool) -> Field:
    options = tuple((str(at.view.school.id), at.view.school.name) for at in found)[:_MOST_OPTIONS]
    error = say(context.language, "application.exception.error_school") if wrong else ""
    label = say(context.language, "application.undo.school")
    return Field("school", label, "choice", options=options, error=error)


def _taken_back(context: Context, at: Applying, reason: str) -> Turn:
    school = at.view.school
    text = say(context.language, "application.undo.done", school=school.name, reason=reason)
    deed = TakeBackException(at.view.round.id, school.id, reason)
    every = button(context, "application.list.open", Action("applications", at.view.round.id))
    answer = Message(text, (Text(text), Buttons((every,))), context.language)
    return Turn((deed, Replace(answer), *_tell(context, at, reason)))


def _tell(context: Context, at: Applying, reason: str) -> Iterator[Say]:
    # When it was last changed, so that taking another one back is news too.
    since = int(at.facts.at.timestamp()) if at.facts else 0
    for each in context.certification.principals(at.view.school.id):
        heard = heard_by(context, each)
        language, school, facts = heard.language, at.view.school.name, at.view.round
        heading = say(language, "application.undo.told", school=school)
        award = facts.framework.words(language).award
        text = say(language, "application.undo.told_text", school=school, award=award, round=facts.title)
        why = Text(say(language, "application.card.reason", reason=reason))
        parts: tuple[Part, ...] = (Text(text), why, *(_draft(heard, at) if at.form else ()))
        key = f"exception-back:{facts.id}:{at.view.school.id}:{since}:{each.id}"
        yield Say(To("person", each.id), titled(heard, heading, heading, *parts), key)


def _draft(heard: Context, at: Applying) -> tuple[Part, ...]:
    """What the school has written stays, and a way to it."""
    see = button(heard, "application.remind.open", about(at.view, "apply"))
    return Text(say(heard.language, "application.undo.kept")), Buttons((see,))
