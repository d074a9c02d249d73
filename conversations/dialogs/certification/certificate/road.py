"""One door to certification: where my school stands on the road, or all schools, and what comes next."""

from collections.abc import Iterator

from conversations.cohorts import CohortFacts
from conversations.context import Context
from conversations.dialogs.parts import button, sentence, titled
from conversations.facts import SchoolFacts
from conversations.messages import Action, Buttons, Facts, Heading, Part, Text
from conversations.rules.certification_sight import led_by
from conversations.rules.validity import standing, valid
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Turn


def road(context: Context, _action: Action) -> Turn:
    """Every school that I lead, and for a coordinator the whole authority."""
    parts = (*leading(context), *_coordinating(context))
    if not parts:
        return sentence(context, "road.start.nothing")
    heading = say(context.language, "road.start.heading")
    return Turn((Replace(titled(context, heading, heading, *parts)),))


def leading(context: Context) -> Iterator[Part]:
    """Where each school that I lead stands, with the ways on from there."""
    schools = _schools(context)
    for school in schools:
        if len(schools) > 1:
            yield Heading(school.name)
        yield Facts(tuple(_stands(context, school)))
        yield Buttons(
            tuple(button(context, f"road.way.{verb}", Action(verb)) for verb in _ways(context, school))
        )


def _schools(context: Context) -> tuple[SchoolFacts, ...]:
    led = led_by(context.me) if context.me else frozenset()
    return tuple(dict.fromkeys(view.school for view in context.schools if view.school.id in led))


def _stands(context: Context, school: SchoolFacts) -> Iterator[tuple[str, str]]:
    language = context.language
    view = next((view for view in context.schools if view.school.id == school.id and view.snapshot), None)
    application = context.certification.application(view.round.id, school.id) if view else None
    state = application.status if application else "none"
    yield (say(language, "road.fact.application"), say(language, f"road.application.{state}"))
    cohort = _cohort(context, school.id)
    if cohort is not None:
        yield (say(language, "road.fact.cohort"), cohort.name)
        yield from _next_session(context, cohort)
    yield from _certified(context, school.id)


def _next_session(context: Context, cohort: CohortFacts) -> Iterator[tuple[str, str]]:
    coming = [each for each in cohort.sessions if each.cancelled_at is None and each.ends_at >= context.now]
    if coming:
        first = min(coming, key=lambda each: each.begins_at)
        when = day(context.language, context.authority.calendar.local_date(first.begins_at))
        told = say(context.language, "road.fact.session_text", number=first.number, day=when)
        yield (say(context.language, "road.fact.session"), told)


def _certified(context: Context, school: int) -> Iterator[tuple[str, str]]:
    owned = [each for each in context.certification.certificates if each.school.id == school]
    if owned:
        newest = max(owned, key=lambda each: (each.issued_on, each.id))
        state = standing(newest, context.authority.calendar.local_date(context.now))
        told = say(
            context.language, f"road.certificate.{state}", day=day(context.language, newest.valid_until)
        )
        yield (say(context.language, "road.fact.certificate"), told)


def _ways(context: Context, school: SchoolFacts) -> tuple[str, ...]:
    certified = any(each.school.id == school.id for each in context.certification.certificates)
    in_cohort = ("sessions", "visits", "checklist") if _cohort(context, school.id) else ()
    return (
        *(() if in_cohort else ("apply",)),
        *in_cohort,
        *(("certificate",) if certified else ()),
        "decisions",
    )


def _cohort(context: Context, school: int) -> CohortFacts | None:
    """The newest cohort that a school goes through."""
    found = [
        cohort
        for cohort in context.certification.cohorts
        if any(each.school.id == school for each in cohort.present)
    ]
    return max(found, key=lambda cohort: (cohort.begins_on, cohort.id), default=None)


def _coordinating(context: Context) -> Iterator[Part]:
    if context.me is None or not context.me.is_("coordinator"):
        return
    language, certification = context.language, context.certification
    waiting = sum(each.status == "sent" for each in certification.applications)
    today = context.authority.calendar.local_date(context.now)
    certified = len(valid(certification.certificates, today))
    yield Heading(say(language, "road.all.heading"))
    yield Text(say(language, "road.all.waiting" if waiting else "road.all.nobody_waits", n=waiting))
    yield Text(say(language, "road.all.certified", n=certified))
    ways = ("applications", "cohorts", "certificates", "exception", "decisions")
    yield Buttons(tuple(button(context, f"road.all.{verb}", Action(verb)) for verb in ways))
