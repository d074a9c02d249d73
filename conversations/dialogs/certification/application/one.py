"""One application as a coordinator reads it: its form, the school's frozen result, and what to decide."""

from collections.abc import Iterator

from conversations.certification import ApplicationFacts, ApplicationStatus
from conversations.context import Context, SchoolView
from conversations.dialogs import result
from conversations.dialogs.applying import Applying
from conversations.dialogs.certification.application import opening as application
from conversations.dialogs.certification.application.finding import any_of, in_cohort, undoable
from conversations.dialogs.certification.application.words import contents
from conversations.dialogs.parts import about, beside, button, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Facts, Message, Part, Style, Text, is_id
from conversations.rules.eligibility import leads_to
from conversations.texts import say
from conversations.texts.dates import short_day
from conversations.turn import Replace, Turn

_STYLES: dict[ApplicationStatus, Style] = {"accepted": "primary", "returned": "plain", "declined": "danger"}


def one(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """One application with the school's frozen result; for those who lead the school, their own to read."""
    if context.me is None or not context.me.is_("coordinator"):
        return application.read(context, action)
    picked = (fields or {}).get("school", "")
    school = int(picked) if is_id(picked) else action.school
    at = any_of(context, Action(action.verb, action.round, school))
    if at is None:
        return refused(context, action.verb, "not theirs")
    if at.facts is None or not at.was_sent:
        return beside(Turn((Replace(_not_sent(context, at)),)), context.place)
    turn = Turn((Replace(shown(context, at, at.facts)),))
    return turn if action.value == application.CARD else beside(turn, context.place)


def shown(context: Context, at: Applying, facts: ApplicationFacts) -> Message:
    """The whole application as the coordinator reads it, with what can be decided."""
    heading = say(context.language, "application.card.heading", school=at.view.school.name)
    ways = () if in_cohort(context, at) else tuple(_decisions(context, at))
    log = button(context, "application.card.decisions", Action("decisions", school=at.view.school.id))
    return titled(
        context,
        heading,
        heading,
        Facts(tuple(_facts(context, facts))),
        *contents(context, at),
        *_result(context, at.view),
        Buttons((*ways, log)),
    )


def _not_sent(context: Context, at: Applying) -> Message:
    text = say(context.language, "application.list.not_sent")
    ways = tuple(_decisions(context, at))
    return Message(text, (Text(text), *((Buttons(ways),) if ways else ())), context.language)


def _decisions(context: Context, at: Applying) -> Iterator[Button]:
    if undoable(at):
        yield button(context, "application.undo.submit", about(at.view, "exception_undo"))
    for status, style in _STYLES.items():
        if status in leads_to(at.status):
            decide = Action("application_decide", at.view.round.id, at.view.school.id, value=status)
            yield Button(say(context.language, f"application.decide.{status}"), decide, style)


def _facts(context: Context, facts: ApplicationFacts) -> Iterator[tuple[str, str]]:
    language = context.language
    when = short_day(language, context.authority.calendar.local_date(facts.at))
    yield say(language, "application.list.column_state"), say(language, f"application.state.{facts.status}")
    newest = say(language, "application.list.by", day=when, name=facts.by) if facts.by else when
    yield say(language, "application.list.column_day"), newest
    if facts.reason:
        yield say(language, "application.list.reason"), facts.reason
    if facts.exception:
        yield say(language, "application.list.exception_because"), facts.exception


def _result(context: Context, view: SchoolView) -> tuple[Part, ...]:
    return result.levels(context, view, view.snapshot).parts if view.snapshot else ()
