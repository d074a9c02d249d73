"""What the schools have planned, and what comes next, as far as outsiders may be told."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.printing.award_naming import without_names
from bot.printing.days import written
from bot.printing.report import Grid, Paragraph, Piece, Section
from conversations.context import Context
from conversations.dialogs.action_plan.finding import kept
from conversations.dialogs.certification.session import words as session_words
from conversations.rules.support import common, newest
from conversations.rules.validity import valid
from conversations.texts import say

_MEASURE_WIDTHS, _NEXT_WIDTHS = (5, 1), (1, 3)
_MOST = 15

Dated = tuple[date, str]


def measures(context: Context) -> Section:
    """How many measures the newest plans hold, and those that several schools have chosen."""
    language = context.language
    heading = say(language, "award.measures.heading")
    chosen = [measure for plan in newest(context.plans) for measure in kept(plan)]
    if not chosen:
        return Section(heading, (Paragraph(say(language, "award.measures.none")),))
    done = sum(measure.status == "done" for measure in chosen)
    told = Paragraph(say(language, "award.measures.count", n=len(chosen), done=done))
    return Section(heading, (told, *_shared(context)))


def _shared(context: Context) -> tuple[Piece, ...]:
    rows = tuple(
        (without_names(context, each.wording), str(len(each.schools)))
        for each in common(context.plans)[:_MOST]
    )
    columns = tuple(say(context.language, f"award.measures.column_{name}") for name in ("measure", "schools"))
    return (Grid(columns, rows, _MEASURE_WIDTHS),) if rows else ()


def ahead(context: Context) -> Section:
    """What has a day that has not come yet, soonest first."""
    language, today = context.language, context.authority.calendar.local_date(context.now)
    heading = say(language, "award.next.heading")
    coming = sorted({dated for dated in _dated(context) if dated[0] >= today})
    if not coming:
        return Section(heading, (Paragraph(say(language, "award.next.none")),))
    columns = tuple(say(language, f"award.next.column_{name}") for name in ("day", "what"))
    rows = tuple((written(language, day), what) for day, what in coming)
    return Section(heading, (Grid(columns, rows, _NEXT_WIDTHS),))


def _dated(context: Context) -> Iterator[Dated]:
    yield from _meetings(context)
    yield from _rounds(context)
    yield from _expiring(context)


def _meetings(context: Context) -> Iterator[Dated]:
    language, visits = context.language, Counter[date]()
    for cohort in context.certification.cohorts:
        for each in cohort.sessions:
            if each.cancelled_at is None:
                title = session_words.title(language, cohort, each)
                day = session_words.local(context, each.begins_at).date()
                yield day, say(language, "award.next.session", session=title, cohort=cohort.name)
        visits.update(each.day for each in cohort.visits if each.day and each.status == "agreed")
    for day, number in visits.items():
        yield day, say(language, "award.next.visit", n=number)


def _rounds(context: Context) -> Iterator[Dated]:
    for view in context.schools:
        title = view.round.title
        yield view.window.opens_on, say(context.language, "award.next.opens", round=title)
        until = context.certification.deadlines.get(view.round.id)
        if until is not None:
            yield until, say(context.language, "award.next.deadline", round=title)


def _expiring(context: Context) -> Iterator[Dated]:
    today = context.authority.calendar.local_date(context.now)
    days = Counter(each.valid_until for each in valid(context.certification.certificates, today))
    for day, number in days.items():
        yield day, say(context.language, "award.next.expires", n=number)
