"""An application is sent or withdrawn, and the coordinators hear of it."""

from collections.abc import Iterator

from conversations.certification import ApplicationStatus
from conversations.context import Context
from conversations.decisions import DecideApplication
from conversations.dialogs.applying import Applying
from conversations.dialogs.certification.application.card import card, hindered
from conversations.dialogs.certification.application.finding import (
    become,
    coordinators,
    in_cohort,
    missing,
    own,
)
from conversations.dialogs.certification.application.opening import CARD
from conversations.dialogs.parts import about, beside, button, heard_by, said, sentence, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Message, Text
from conversations.rules.eligibility import leads_to
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Say, To, Turn


def send(context: Context, action: Action) -> Turn:
    """Send a complete application, once; an incomplete one shows what is missing."""
    at = own(context, action)
    if at is None:
        return refused(context, action.verb, "not theirs")
    if at.hindrance:
        return beside(said(context, hindered(context, at)), context.place)
    if at.facts is None or missing(context, at):
        return Turn((Replace(card(context, at)),))
    return _decided(context, at, "sent", "completed" if at.status == "returned" else "sent")


def withdraw(context: Context, action: Action) -> Turn:
    """Ask once more before an application is withdrawn."""
    at = _to_withdraw(context, action)
    if isinstance(at, Turn):
        return at
    language = context.language
    heading = say(language, "application.withdraw.heading", school=at.view.school.name)
    key = "text_late" if at.today > at.last_day else "text"
    text = say(language, f"application.withdraw.{key}", day=day(language, at.last_day))
    yes = Button(
        say(language, "application.withdraw.yes"), about(at.view, "application_withdraw_yes"), "danger"
    )
    keep = Action("apply", at.view.round.id, at.view.school.id, value=CARD)
    buttons = Buttons((yes, button(context, "application.withdraw.no", keep)))
    return Turn((Replace(titled(context, heading, heading, Text(text), buttons)),))


def withdraw_yes(context: Context, action: Action) -> Turn:
    """Withdraw an application; what is written in it stays."""
    at = _to_withdraw(context, action)
    if isinstance(at, Turn):
        return at
    return _decided(context, at, "withdrawn", "withdrawn")


def _to_withdraw(context: Context, action: Action) -> Applying | Turn:
    """My application that can be withdrawn, else why it cannot."""
    at = own(context, action)
    if at is None:
        return refused(context, action.verb, "not theirs")
    stays = in_cohort(context, at)
    if "withdrawn" in leads_to(at.status) and not stays:
        return at
    key = "in_cohort" if stays else "not_sent"
    return beside(sentence(context, f"application.withdraw.{key}"), context.place)


def _decided(context: Context, at: Applying, status: ApplicationStatus, told: str) -> Turn:
    decided = DecideApplication(at.view.round.id, at.view.school.id, status)
    card_now = Replace(card(*become(context, at, status)))
    return Turn((decided, card_now, *_tell(context, at, told)))


def _tell(context: Context, at: Applying, told: str) -> Iterator[Say]:
    # When it was last changed, so that sending anew is news and pressing twice is not.
    since = int(at.facts.at.timestamp()) if at.facts else 0
    for each in coordinators(context):
        key = f"application-{told}:{at.view.round.id}:{at.view.school.id}:{since}:{each.id}"
        yield Say(To("person", each.id), _news(heard_by(context, each), at, told), key)


def _news(context: Context, at: Applying, told: str) -> Message:
    language = context.language
    award = at.view.round.framework.words(language).award
    heading = say(language, f"application.told.{told}", school=at.view.school.name)
    text = say(
        language,
        f"application.told.{told}_text",
        school=at.view.school.name,
        round=at.view.round.title,
        award=award,
    )
    see = button(context, "application.told.see", about(at.view, "application"))
    return titled(context, heading, heading, Text(text), Buttons((see,)))
