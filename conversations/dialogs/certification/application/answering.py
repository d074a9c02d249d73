"""A coordinator accepts an application, asks for its completion or declines it, with a reason."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from conversations.certification import ApplicationFacts, ApplicationStatus
from conversations.context import Context
from conversations.decisions import DecideApplication
from conversations.dialogs.applying import Applying
from conversations.dialogs.certification.application.finding import any_of, become, in_cohort
from conversations.dialogs.certification.application.one import shown
from conversations.dialogs.certification.application.opening import CARD
from conversations.dialogs.parts import about, beside, button, heard_by, said, sentence, titled
from conversations.dialogs.stranger import refused
from conversations.facts import Listener
from conversations.messages import Action, Buttons, Field, Form, Message, Text, Tone
from conversations.rules.eligibility import leads_to
from conversations.texts import say
from conversations.turn import Replace, Say, To, Turn

LONGEST_REASON = 1000
_DECISIONS = frozenset({"accepted", "returned", "declined"})


def decide(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask for the reason, then decide; the school's leaders hear what and why."""
    at = any_of(context, action)
    if at is None or at.facts is None or action.value not in _DECISIONS:
        return refused(context, action.verb, "not theirs")
    status = cast("ApplicationStatus", action.value)
    if in_cohort(context, at):
        return beside(sentence(context, "application.decide.in_cohort"), context.place)
    if status not in leads_to(at.status):
        return beside(said(context, _already(context, at, at.facts)), context.place)
    reason = (fields or {}).get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        return Turn((Replace(_form(context, at, status, asked=fields is None)),))
    then_context, then = become(context, at, status, reason)
    then_facts = then.facts or at.facts
    return Turn(
        (
            DecideApplication(at.view.round.id, at.view.school.id, status, reason),
            Replace(shown(then_context, then, then_facts)),
            *_tell(then_context, then, at.facts),
        )
    )


def _already(context: Context, at: Applying, facts: ApplicationFacts) -> str:
    state = say(context.language, f"application.state.{facts.status}").lower()
    return say(context.language, "application.decide.already", school=at.view.school.name, state=state)


def _form(context: Context, at: Applying, status: ApplicationStatus, *, asked: bool) -> Message:
    language, school = context.language, at.view.school.name
    heading = say(language, f"application.decide.{status}_heading", school=school)
    ready = ""
    if asked and status == "accepted":
        ground = "exception" if at.exception else "qualifies"
        ready = say(language, f"application.decide.reason_{ground}", round=at.view.round.title)
    error = "" if asked else say(language, "application.decide.error_reason")
    field = Field(
        "reason",
        say(language, f"application.decide.{status}_reason"),
        "long_text",
        ready,
        hint=say(language, "application.decide.hint_reason"),
        error=error,
        longest=LONGEST_REASON,
    )
    submit = say(language, f"application.decide.{status}")
    action = Action("application_decide", at.view.round.id, at.view.school.id, value=status)
    back = button(context, "application.decide.back", replace(about(at.view, "application"), value=CARD))
    return titled(context, heading, heading, Form(action, submit, (field,)), Buttons((back,)))


def _tell(context: Context, then: Applying, before: ApplicationFacts) -> Iterator[Say]:
    school, since = then.view.school.id, int(before.at.timestamp())
    principals = {each.id for each in context.certification.principals(school)}
    for each in context.certification.leading(school):
        key = f"application-{then.status}:{then.view.round.id}:{school}:{since}:{each.id}"
        verb = "apply" if each.id in principals else "application"
        yield Say(To("person", each.id), _news(context, then, each, verb), key)


def _news(context: Context, then: Applying, listener: Listener, verb: str) -> Message:
    heard = heard_by(context, listener)
    language, school = heard.language, then.view.school.name
    award = then.view.round.framework.words(language).award
    heading = say(language, f"application.decided.{then.status}", school=school)
    text = say(language, f"application.decided.{then.status}_text", school=school, award=award)
    reason = then.facts.reason if then.facts else ""
    why = "to_complete" if then.status == "returned" else "reason"
    told = Text(say(language, f"application.card.{why}", reason=reason))
    see = button(heard, "application.decided.see", about(then.view, verb))
    return titled(heard, heading, heading, Text(text, _tone(then)), told, Buttons((see,)))


def _tone(then: Applying) -> Tone:
    return "warm" if then.status == "accepted" else "plain"
