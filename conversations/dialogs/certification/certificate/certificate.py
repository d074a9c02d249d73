"""A school's certificate, for everybody who works there; more of it for those who lead."""

from datetime import date

from conversations.certification import CertificateFacts
from conversations.context import Context
from conversations.dialogs.certification.visit.visit import led, today
from conversations.dialogs.parts import plainly, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Document, Facts, Message, Part, Text, is_id
from conversations.rules.validity import standing
from conversations.texts import say, variants
from conversations.turn import Replace, Turn

_MOST_BUTTONS = 5


def certificate(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """The certificate that is named, or my school's newest; a choice where I have several schools."""
    picked = (fields or {}).get("certificate", "") or action.item
    if picked:
        found = named(context, picked)
        return (
            Turn((Replace(card(context, found)),)) if found else refused(context, action.verb, "not theirs")
        )
    mine = tuple(each for each in newest(context) if _works(context, each.school.id))
    if len(mine) == 1:
        return Turn((Replace(card(context, mine[0])),))
    if mine:
        return Turn((Replace(_which(context, mine)),))
    return Turn((Replace(_none(context)),))


def named(context: Context, item: str) -> CertificateFacts | None:
    """The certificate with this id, where I may see it: at a school of mine, or as a coordinator."""
    if context.me is None or not is_id(item):
        return None
    every = context.me.is_("coordinator")
    return next(
        (
            each
            for each in context.certification.certificates
            if each.id == int(item) and (every or _works(context, each.school.id))
        ),
        None,
    )


def newest(context: Context) -> tuple[CertificateFacts, ...]:
    """Each school's newest certificate, by name; a withdrawn one only where there is no other."""
    latest: dict[int, CertificateFacts] = {}
    for each in sorted(context.certification.certificates, key=_age):
        latest[each.school.id] = each
    return tuple(sorted(latest.values(), key=lambda each: each.school.name))


def card(context: Context, it: CertificateFacts) -> Message:
    """What the certificate says and whether it holds; files and decisions for those they concern."""
    language, stands = context.language, standing(it, today(context))
    award = it.framework.words(language).award
    heading = say(language, "certificate.card.heading", school=it.school.name, award=award)
    text = say(
        language,
        f"certificate.card.{stands}",
        school=it.school.name,
        award=award,
        day=dated(language, it.valid_until),
    )
    parts: list[Part] = [Text(text, "warm" if stands == "valid" else "plain")]
    if led(context, (it.school.id,)) or _coordinates(context):
        parts.append(Facts(facts(context, it)))
        parts += files(language, it) if stands == "valid" else ()
        parts += (Text(say(language, "certificate.card.check"), "quiet"),) if stands == "valid" else ()
    if buttons := _buttons(context, it):
        parts.append(Buttons(buttons))
    return titled(context, heading, heading, *parts)


def facts(context: Context, it: CertificateFacts) -> tuple[tuple[str, str], ...]:
    """The number, the days and where it stands; why, where it was withdrawn."""
    language = context.language
    rows = [
        (say(language, "certificate.card.number"), it.number),
        (say(language, "certificate.card.issued"), dated(language, it.issued_on)),
        (say(language, "certificate.card.until"), dated(language, it.valid_until)),
        (say(language, "certificate.card.state"), state(context, it)),
    ]
    if it.withdrawn_on and it.reason:
        rows.append((say(language, "certificate.card.why"), it.reason))
    return tuple(rows)


def state(context: Context, it: CertificateFacts) -> str:
    """Whether a certificate holds, in a word."""
    return say(context.language, f"certificate.standing.{standing(it, today(context))}")


def files(language: str, it: CertificateFacts) -> tuple[Document, ...]:
    """The certificate to print and to carry."""
    return tuple(
        Document(say(language, f"certificate.file.{kind}"), f"certificate/{it.school.id}/{kind}")
        for kind in ("pdf", "json")
    )


def dated(language: str, when: date) -> str:
    """A day with its year, which matters for what holds for years."""
    month = variants(language, "dates.long.months")[when.month - 1]
    return say(language, "certificate.card.dated", day=when.day, month=month, year=when.year)


def about(it: CertificateFacts, verb: str) -> Action:
    """An action that concerns this certificate."""
    return Action(verb, item=str(it.id))


def _buttons(context: Context, it: CertificateFacts) -> tuple[Button, ...]:
    language, buttons = context.language, []
    if context.me is not None and context.me.is_("principal", it.school.id):
        named_now = it.school.id in context.certification.may_be_named
        key = "unname" if named_now else "name"
        toggle = Action("be_named", school=it.school.id)
        buttons.append(Button(say(language, f"certificate.button.{key}"), toggle))
    if _coordinates(context):
        withdrawn = it.withdrawn_on is not None
        verb = "certificate_restore" if withdrawn else "certificate_withdraw"
        key = "restore" if withdrawn else "withdraw"
        buttons.append(Button(say(language, f"certificate.button.{key}"), about(it, verb)))
    return tuple(buttons)


def _none(context: Context) -> Message:
    message = plainly(context, say(context.language, "certificate.card.none"))
    if context.me is None or not (context.me.is_("principal") or context.me.is_("representative")):
        return message
    way = Button(say(context.language, "certificate.button.checklist"), Action("checklist"))
    return Message(message.summary, (*message.parts, Buttons((way,))), context.language)


def _which(context: Context, several: tuple[CertificateFacts, ...]) -> Message:
    summary = say(context.language, "certificate.card.which")
    buttons = tuple(Button(each.school.name, about(each, "certificate")) for each in several[:_MOST_BUTTONS])
    return titled(context, summary, summary, Buttons(buttons))


def _works(context: Context, school: int) -> bool:
    return context.me is not None and any(duty.school == school for duty in context.me.duties)


def _coordinates(context: Context) -> bool:
    return context.me is not None and context.me.is_("coordinator")


def _age(it: CertificateFacts) -> tuple[bool, date, int]:
    return it.withdrawn_on is None, it.issued_on, it.id
