"""An application as a card: where it stands, what is written, what is missing, and what can be done."""

from conversations.context import Context
from conversations.dialogs import explain
from conversations.dialogs.applying import Applying
from conversations.dialogs.certification.application.finding import in_cohort
from conversations.dialogs.certification.application.words import contents, lacks, stands
from conversations.dialogs.following import heads
from conversations.dialogs.parts import about, button, titled
from conversations.messages import Button, Buttons, Message, Part, Text
from conversations.rules.eligibility import leads_to
from conversations.texts import say
from conversations.texts.dates import day


def card(context: Context, at: Applying) -> Message:
    """The whole application with where it stands, what is missing, and what can be done with it."""
    heading = say(context.language, "application.card.heading", school=at.view.school.name)
    lacking = lacks(context, at) if at.hindrance in {None, "too_late"} else ""
    parts: tuple[Part, ...] = (*stands(context, at), *contents(context, at))
    if lacking:
        parts = (*parts, Text(lacking))
    ways = _ways(context, at, complete=not lacking) if heads(context, at.view) else ()
    return titled(context, heading, heading, *parts, *((Buttons(ways),) if ways else ()))


def hindered(context: Context, at: Applying) -> str:
    """Why the application cannot be sent, and what to do next."""
    language, school = context.language, at.view.school.name
    kind = at.hindrance or "already_sent"
    if kind == "not_qualified":
        return say(
            language, "application.hindrance.not_qualified", school=school, missing=_missing(context, at)
        )
    return say(language, f"application.hindrance.{kind}", school=school, day=day(language, at.last_day))


def _missing(context: Context, at: Applying) -> str:
    snapshot = at.view.snapshot
    if snapshot is None or not snapshot.shown:
        return say(context.language, "overview.result.hidden")
    return explain.missing(context.language, at.view.round, snapshot)


def _ways(context: Context, at: Applying, *, complete: bool) -> tuple[Button, ...]:
    language, found = context.language, []
    if at.hindrance is None and complete:
        found.append(
            Button(say(language, "application.card.send"), about(at.view, "application_send"), "primary")
        )
    if at.changeable:
        found.append(button(context, "application.card.change", about(at.view, "application_fill")))
    if "withdrawn" in leads_to(at.status) and not in_cohort(context, at):
        withdraw = say(language, "application.card.withdraw")
        found.append(Button(withdraw, about(at.view, "application_withdraw"), "danger"))
    if at.was_sent:
        found.append(button(context, "application.card.decisions", about(at.view, "decisions")))
    return tuple(found)
