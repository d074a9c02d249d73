"""The coordinator certifies a school that has done what is required."""

from conversations.context import Context
from conversations.decisions import Certify
from conversations.dialogs.certification.certificate.certificate import dated
from conversations.dialogs.certification.certificate.checklist_facts import (
    Followed,
    about,
    certified,
    followed,
    name,
)
from conversations.dialogs.certification.visit.visit import tell, today
from conversations.dialogs.parts import button, note, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Facts, Message, Text
from conversations.rules.validity import valid_until
from conversations.texts import say
from conversations.turn import Replace, Turn


def certify(context: Context, action: Action) -> Turn:
    """Ask whether to certify, or tell what is missing."""
    it = followed(context, action)
    if it is None:
        return refused(context, action.verb, "not theirs")
    return _hindered(context, it) or Turn((Replace(_confirming(context, it)),))


def certify_yes(context: Context, action: Action) -> Turn:
    """Certify the school from today and tell its principals and representatives at once."""
    it = followed(context, action)
    if it is None:
        return refused(context, action.verb, "not theirs")
    if hindered := _hindered(context, it):
        return hindered
    issued, school = today(context), it.member.school
    until = valid_until(issued, it.cohort.framework.certificate_years)
    done = say(context.language, "certificate.certify.done", school=school.name)

    def news(heard: Context) -> Message:
        language = heard.language
        award = it.cohort.framework.words(language).award
        summary = say(language, "certificate.certify.told_summary", school=school.name, award=award)
        day = dated(language, until)
        text = say(language, "certificate.certify.told", school=school.name, award=award, day=day)
        way = Button(say(language, "certificate.button.certificate"), Action("certificate"), "primary")
        return titled(heard, summary, summary, Text(text, "warm"), Buttons((way,)))

    return Turn(
        (
            Certify(school.id, it.cohort.id, issued, until),
            Replace(note(context, "certificate.certify.done_summary", done, *_onward(context), tone="warm")),
            *tell(context, context.certification.leading(school.id), news),
        )
    )


def _hindered(context: Context, it: Followed) -> Turn | None:
    """Why the school cannot be certified now, or nothing."""
    language, school = context.language, it.member.school
    back = Button(say(language, "certificate.button.checklist"), about(it, "checklist"))
    if certified(context, it):
        text = say(language, "certificate.certify.already", school=school.name)
        return Turn((Replace(note(context, "certificate.certify.summary", text, *_onward(context))),))
    if it.complete:
        return None
    missing = "\n".join(
        f"• {name(language, it.cohort, each)}" for each in it.listed if each.state in {"open", "to_come"}
    )
    heading = say(language, "certificate.certify.not_yet", school=school.name)
    text = say(language, "certificate.certify.missing")
    waive = Button(say(language, "certificate.button.waive"), about(it, "waive"))
    message = titled(context, heading, heading, Text(text), Text(missing), Buttons((back, waive)))
    return Turn((Replace(message),))


def _onward(context: Context) -> tuple[Button, ...]:
    """To every school's list, where the next one to certify is, and to what has been issued."""
    return (
        button(context, "certificate.button.checklists", Action("checklist")),
        button(context, "certificate.button.schools", Action("certificates")),
    )


def _confirming(context: Context, it: Followed) -> Message:
    language, issued = context.language, today(context)
    until = valid_until(issued, it.cohort.framework.certificate_years)
    heading = say(language, "certificate.certify.heading", school=it.member.school.name)
    rows = (
        (say(language, "certificate.card.issued"), dated(language, issued)),
        (say(language, "certificate.card.until"), dated(language, until)),
    )
    buttons = (
        Button(say(language, "certificate.certify.yes"), about(it, "certify_yes"), "primary"),
        Button(say(language, "certificate.certify.no"), about(it, "checklist")),
    )
    text = Text(say(language, "certificate.certify.text"))
    return titled(context, heading, heading, Facts(rows), text, Buttons(buttons))
