"""The digital agenda for the principals' meeting: once a month, naming no school that has not said yes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from conversations.certification import CertificateFacts
from conversations.context import Context
from conversations.dialogs.parts import heard_by, titled
from conversations.dialogs.year.overview import newest
from conversations.messages import Facts, Message, Part, Text
from conversations.rules.support import common
from conversations.rules.validity import valid
from conversations.texts import say
from conversations.texts.dates import day, joined
from conversations.turn import PRINCIPALS, Effect, Say, To

_DAYS_AHEAD = 45
_HEARD_WITHIN = timedelta(days=14)
_FEWEST_SCHOOLS = 5
"""Among fewer, how many schools qualify would tell a principal how a neighbour has done."""


def tend(context: Context) -> Iterator[Effect]:
    """On a month's first school day, tell principals and coordinators what there is to talk about.

    Where the principals have a channel they hear of it there, together.
    """
    today = context.authority.calendar.local_date(context.now)
    if context.authority.calendar.next_school_day(today.replace(day=1)) != today:
        return
    together = bool(context.channels.principals)
    if together and (message := _agenda(context, say(context.language, "year.agenda.text_all"))):
        yield Say(PRINCIPALS, message, f"agenda:{today:%Y-%m}:principals", context.now + _HEARD_WITHIN)
    roles = {"coordinator"} if together else {"principal", "coordinator"}
    listeners = dict.fromkeys(each.listener for each in context.certification.leaders if each.role in roles)
    principals = {each.listener.id for each in context.certification.leaders if each.role == "principal"}
    for listener in listeners:
        heard = heard_by(context, listener)
        key = "text" if listener.id in principals else "text_coordinator"
        greeting = say(heard.language, f"year.agenda.{key}", name=listener.name.split()[0])
        if message := _agenda(heard, greeting):
            yield Say(To("person", listener.id), message, f"agenda:{today:%Y-%m}:{listener.id}")


def _agenda(context: Context, greeting: str) -> Message | None:
    rows = (*_standing(context), *_ahead(context), *_shared(context))
    if not rows:
        return None
    language = context.language
    heading = say(language, "year.agenda.heading")
    named: tuple[Part, ...] = tuple(Text(line) for line in _named(context))
    note = Text(say(language, "year.agenda.note"), "quiet")
    return titled(context, heading, heading, Text(greeting), Facts(rows), *named, note)


def _standing(context: Context) -> Iterator[tuple[str, str]]:
    views = [view for view in newest(context.schools) if view.snapshot is not None]
    if len(views) >= _FEWEST_SCHOOLS:
        qualified = sum(bool(view.snapshot and view.snapshot.qualifies) for view in views)
        told = say(context.language, "year.agenda.qualified", n=qualified, total=len(views))
        yield (say(context.language, "year.agenda.result"), told)
    certified = {each.school.id for each in _valid(context)}
    if certified:
        told = say(context.language, "year.agenda.certified_text", n=len(certified))
        yield (say(context.language, "year.agenda.certified"), told)


def _ahead(context: Context) -> Iterator[tuple[str, str]]:
    calendar = context.authority.calendar
    today = calendar.local_date(context.now)
    for cohort in context.certification.cohorts:
        for session in cohort.sessions:
            when = calendar.local_date(session.begins_at)
            if session.cancelled_at is None and 0 <= (when - today).days <= _DAYS_AHEAD:
                label = say(context.language, "year.agenda.session", number=session.number)
                yield (
                    label,
                    say(context.language, "year.agenda.session_text", day=day(context.language, when)),
                )
    for view in newest(context.schools)[:1]:
        until = context.certification.deadlines.get(view.round.id)
        if until is not None and 0 <= (until - today).days <= _DAYS_AHEAD:
            yield (say(context.language, "year.agenda.deadline"), day(context.language, until))


def _shared(context: Context) -> Iterator[tuple[str, str]]:
    still = (
        replace(plan, measures=tuple(each for each in plan.measures if each.status != "done"))
        for plan in context.plans
    )
    wordings = [each.wording.rstrip(".") for each in common(tuple(still))[:3]]
    if wordings:
        yield (say(context.language, "year.agenda.shared"), "; ".join(wordings))


def _named(context: Context) -> Iterator[str]:
    """The certified schools whose principals let them be named."""
    names = {
        each.school.name for each in _valid(context) if each.school.id in context.certification.may_be_named
    }
    if names:
        yield say(context.language, "year.agenda.named", schools=joined(context.language, sorted(names)))


def _valid(context: Context) -> tuple[CertificateFacts, ...]:
    return valid(context.certification.certificates, context.authority.calendar.local_date(context.now))
