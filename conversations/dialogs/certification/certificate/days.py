"""What a day asks for around certificates: to be announced, to be renewed, to be told as expired."""

from collections.abc import Iterator
from datetime import date, timedelta

from conversations.certification import CertificateFacts
from conversations.context import Context
from conversations.dialogs.certification.certificate.certificate import about, dated, files
from conversations.dialogs.certification.certificate.naming import BESIDE
from conversations.dialogs.certification.visit.visit import today
from conversations.dialogs.parts import heard_by, titled
from conversations.facts import Listener
from conversations.messages import Action, Button, Buttons, Message, Part, Text
from conversations.rules.validity import renewal_on, standing
from conversations.texts import say
from conversations.turn import PRINCIPALS, Effect, Say, To

_NEWS = 10
"""For how many school days something is news; a school may be certified on the last before a summer."""

_HEARD_WITHIN = timedelta(days=14)


def tend(context: Context) -> Iterator[Effect]:
    """Announce new certificates, ask for renewal half a year ahead, tell when one has run out."""
    now = today(context)
    for it in context.certification.certificates:
        stands = standing(it, now)
        if stands == "valid" and it.issued_on < now and _is_news(context, it.issued_on):
            yield from _announced(context, it)
        if _replaced(context, it):
            continue
        if stands == "valid" and now >= renewal_on(it.valid_until):
            yield from _told(context, it, "renewal", context.certification.leading(it.school.id))
        if stands == "expired" and _is_news(context, it.valid_until):
            facts = context.certification
            yield from _told(context, it, "expired", (*facts.leading(it.school.id), *facts.leading(0)))


def _is_news(context: Context, since: date) -> bool:
    return today(context) <= context.authority.calendar.add_school_days(since, _NEWS)


def _replaced(context: Context, it: CertificateFacts) -> bool:
    """Whether the school has a newer certificate that has not been withdrawn."""
    return any(
        each.school.id == it.school.id and each.valid_until > it.valid_until and each.withdrawn_on is None
        for each in context.certification.certificates
    )


def _announced(context: Context, it: CertificateFacts) -> Iterator[Say]:
    yield from _told(context, it, "announced", context.certification.leading(it.school.id))
    yield from _told(context, it, "issued", context.certification.leading(0))
    teams = {team.id for view in context.schools if view.school.id == it.school.id for team in view.teams}
    for team in sorted(teams):
        key = f"certificate-announced:{it.id}:team:{team}"
        # News that nobody could hear for two weeks is none.
        yield Say(To("team", team), _to_everybody(context, it, "staff"), key, context.now + _HEARD_WITHIN)
    if context.channels.principals and it.school.id in context.certification.may_be_named:
        key = f"certificate-announced:{it.id}:principals"
        yield Say(PRINCIPALS, _to_everybody(context, it, "principals"), key, context.now + _HEARD_WITHIN)


def _told(
    context: Context, it: CertificateFacts, what: str, listeners: tuple[Listener, ...]
) -> Iterator[Say]:
    for each in {each.id: each for each in listeners}.values():
        message = _message(heard_by(context, each), it, what)
        yield Say(To("person", each.id), message, f"certificate-{what}:{it.id}:{each.id}")


def _message(context: Context, it: CertificateFacts, what: str) -> Message:
    language = context.language
    award, school = it.framework.words(language).award, it.school.name
    summary = say(language, f"certificate.news.{what}_summary", school=school, award=award)
    text = say(
        language,
        f"certificate.news.{what}",
        school=school,
        award=award,
        day=dated(language, it.valid_until),
        number=it.number,
    )
    parts: list[Part] = [Text(text, "warm" if what == "announced" else "plain")]
    parts += files(language, it) if what == "announced" else ()
    way = Button(say(language, "certificate.button.certificate"), about(it, "certificate"))
    again = Button(say(language, "certificate.button.apply"), Action("apply"), "primary")
    leads = context.place.id in _principals(context, it)
    buttons = (again, way) if what == "renewal" and leads else (way,)
    if what == "announced" and leads and _may_be_told_of(context, it):
        naming = say(language, "certificate.button.name")
        buttons = (*buttons, Button(naming, Action("be_named", school=it.school.id, item=BESIDE)))
    return titled(context, summary, summary, *parts, Buttons(buttons))


def _may_be_told_of(context: Context, it: CertificateFacts) -> bool:
    """Whether there is somewhere to tell of the school that its principal has not said yes to."""
    return bool(context.channels.principals) and it.school.id not in context.certification.may_be_named


def _principals(context: Context, it: CertificateFacts) -> frozenset[int]:
    """Who may apply for the school."""
    return frozenset(each.id for each in context.certification.principals(it.school.id))


def _to_everybody(context: Context, it: CertificateFacts, who: str) -> Message:
    language = context.language
    award, school = it.framework.words(language).award, it.school.name
    summary = say(language, "certificate.news.announced_summary", school=school, award=award)
    day = dated(language, it.valid_until)
    text = say(language, f"certificate.news.{who}", school=school, award=award, day=day)
    return titled(context, summary, summary, Text(text, "warm"))
