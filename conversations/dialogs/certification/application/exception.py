"""A coordinator lets a school apply that does not qualify, with a written reason."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.decisions import GrantException
from conversations.dialogs.applying import Applying, applying, deadline_in_words
from conversations.dialogs.certification.application.deciding import closed_views
from conversations.dialogs.certification.application.opening import CARD
from conversations.dialogs.parts import about, button, heard_by, note, sentence, titled
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Text, is_id
from conversations.rules.eligibility import NOT_SENT
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Say, To, Turn

LONGEST_REASON = 1000
_MOST_OPTIONS = 100


def exception(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask which school and why, then let it apply and tell its principal."""
    views = closed_views(context, action)
    if not views:
        return sentence(context, "application.list.too_early")
    needing = tuple(at for at in (applying(context, view) for view in views) if _may_need(at))
    found = tuple(at for at in needing if at.today <= at.last_day)
    if not found:
        return _nobody(context, views[0].round.id, late=bool(needing))
    if fields is None:
        return Turn((Replace(_form(context, found, {"school": str(action.school or "")}, {})),))
    picked, reason = fields.get("school", ""), fields.get("reason", "").strip()[:LONGEST_REASON]
    at = next((each for each in found if is_id(picked) and each.view.school.id == int(picked)), None)
    if at is None or not reason:
        errors = _errors(context, known=at is not None, reason=reason)
        return Turn((Replace(_form(context, found, fields, errors)),))
    return _granted(context, at, reason)


def _may_need(at: Applying) -> bool:
    return not at.qualifies and not at.exception and at.status in NOT_SENT


def _nobody(context: Context, number: int, *, late: bool) -> Turn:
    if not late:
        return sentence(context, "application.exception.nobody")
    text = say(context.language, "application.exception.too_late")
    move = button(context, "application.list.deadline", Action("deadline", number))
    return Turn((Replace(note(context, "application.exception.heading", text, move)),))


def _errors(context: Context, *, known: bool, reason: str) -> dict[str, str]:
    language = context.language
    errors = {} if known else {"school": say(language, "application.exception.error_school")}
    return errors if reason else {**errors, "reason": say(language, "application.decide.error_reason")}


def _form(
    context: Context, found: tuple[Applying, ...], values: dict[str, str], errors: dict[str, str]
) -> Message:
    language = context.language
    heading = say(language, "application.exception.heading")
    options = tuple((str(at.view.school.id), at.view.school.name) for at in found)[:_MOST_OPTIONS]
    picked = values.get("school", "")
    school = Field(
        "school",
        say(language, "application.exception.school"),
        "choice",
        picked if picked in dict(options) else "",
        options,
        error=errors.get("school", ""),
    )
    reason = Field(
        "reason",
        say(language, "application.exception.reason"),
        "long_text",
        values.get("reason", ""),
        hint=say(language, "application.decide.hint_reason"),
        error=errors.get("reason", ""),
        longest=LONGEST_REASON,
    )
    text = Text(say(language, "application.exception.text"), "quiet")
    submit = say(language, "application.exception.submit")
    number = found[0].view.round.id
    form = Form(Action("exception", number), submit, (school, reason))
    back = button(context, "application.exception.back", Action("applications", number, value=CARD))
    return titled(context, heading, heading, text, form, Buttons((back,)))


def _granted(context: Context, at: Applying, reason: str) -> Turn:
    number, school = at.view.round.id, at.view.school
    text = say(
        context.language,
        "application.exception.done",
        school=school.name,
        day=day(context.language, at.last_day),
        reason=reason,
    )
    undo = button(context, "application.undo.undo", about(at.view, "exception_undo"))
    every = button(context, "application.list.open", Action("applications", number))
    answer = Message(text, (Text(text), Buttons((undo, every))), context.language)
    return Turn((GrantException(number, school.id, reason), Replace(answer), *_tell(context, at, reason)))


def _tell(context: Context, at: Applying, reason: str) -> Iterator[Say]:
    # When it was last changed, so that an exception is news again once another one was taken back.
    since = int(at.facts.at.timestamp()) if at.facts else 0
    for each in context.certification.principals(at.view.school.id):
        heard = heard_by(context, each)
        language, school = heard.language, at.view.school.name
        heading = say(language, "application.exception.told", school=school)
        award = at.view.round.framework.words(language).award
        text = say(language, "application.exception.told_text", school=school, award=award)
        apply = Button(say(language, "overview.qualifies.apply"), about(at.view, "apply"), "primary")
        parts = (
            Text(text, "warm"),
            Text(say(language, "application.card.reason", reason=reason)),
            Text(deadline_in_words(heard, at), "quiet"),
            Buttons((apply,)),
        )
        key = f"exception:{at.view.round.id}:{at.view.school.id}:{since}:{each.id}"
        yield Say(To("person", each.id), titled(heard, heading, heading, *parts), key)
