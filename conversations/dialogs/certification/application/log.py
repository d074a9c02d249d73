"""The decision log: who decided what, when and why, in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from conversations.certification import Decision
from conversations.context import Context
from conversations.dialogs.following import heads
from conversations.dialogs.parts import titled, written_day
from conversations.dialogs.stranger import refused
from conversations.facts import SchoolFacts
from conversations.messages import Action, Document, Part, Table, Text
from conversations.texts import say
from conversations.texts.dates import day, joined, short_day
from conversations.turn import Show, Turn

_MOST_ROWS = 30
_MOST_NAMES = 3
_KNOWN = frozenset(
    f"{kind}_{word}"
    for kind, words in {
        "application": "begun changed sent returned accepted declined withdrawn exception "
        "exception_taken_back deadline",
        "cohort": "made joined left",
        "session": "changed cancelled resumed answered preparation reflection made_up attended missed "
        "unknown",
        "visit": "planned proposed agreed made cancelled protocol",
        "certificate": "issued waived required withdrawn restored named unnamed",
        "plan": "added changed planned on_the_way stuck done dropped",
    }.items()
    for word in words.split()
)
_OF_A_COHORT = frozenset({"session changed", "session cancelled", "session resumed"})
_KINDS = frozenset({"application", "cohort", "session", "visit", "certificate", "plan"})


def decisions(context: Context, action: Action) -> Turn:
    """What has been decided about my schools, or for a coordinator about all, the newest first."""
    schools = _schools(context, action)
    if not schools and (action.school or not _coordinates(context)):
        return refused(context, action.verb, "not theirs")
    language = context.language
    told = _about(context, schools)
    heading = say(language, "application.log.heading")
    if not told:
        return Turn((Show(titled(context, heading, heading, Text(say(language, "application.log.none")))),))
    lines = rows(context, told)
    table = Table(columns(language), lines[:_MOST_ROWS], heading)
    parts: tuple[Part, ...] = (Text(say(language, "application.log.text"), "quiet"), table)
    if len(lines) > _MOST_ROWS:
        parts = (*parts, Text(say(language, "application.log.more", n=len(lines) - _MOST_ROWS), "quiet"))
    return Turn((Show(titled(context, heading, heading, *parts, *_documents(language, schools))),))


def columns(language: str) -> tuple[str, ...]:
    """The log's column headings: when, school, what, who, why."""
    return tuple(
        say(language, f"application.log.column_{name}") for name in ("when", "school", "what", "who", "why")
    )


def rows(context: Context, told: tuple[Decision, ...]) -> tuple[tuple[str, ...], ...]:
    """The log's rows in the order given, each under ``columns``; the same several times over is one row."""
    same = groupby(_row(context, each) for each in _together(context.language, told))
    return tuple(_several(row, len(tuple(times))) for row, times in same)


def _together(language: str, told: Iterable[Decision]) -> Iterator[Decision]:
    """The same decisions, where what was written down for each school of a cohort is one again."""
    held: list[Decision] = []
    for each in told:
        if held and not _goes_with(each, held):
            yield _of_all(language, held)
            held = []
        held.append(each)
    if held:
        yield _of_all(language, held)


def _goes_with(decision: Decision, held: list[Decision]) -> bool:
    """Whether a decision is the one that is held, about yet another school."""
    known = {each.school for each in held}
    same = replace(decision, school=held[0].school) == held[0]
    return decision.what in _OF_A_COHORT and same and decision.school not in known


def _of_all(language: str, held: list[Decision]) -> Decision:
    names = sorted(each.school for each in held)
    if len(names) > _MOST_NAMES:
        return replace(held[0], school=say(language, "application.log.schools", n=len(names)))
    return replace(held[0], school=joined(language, names))


def in_words(language: str, what: str) -> str:
    """What was decided, from how the log names it; something new is told by what it concerns."""
    known = what.replace(" ", "_")
    kind = what.partition(" ")[0]
    if known in _KNOWN:
        return say(language, f"application.log.{known}")
    return say(language, f"application.log.kind_{kind if kind in _KINDS else 'other'}")


def _row(context: Context, decision: Decision) -> tuple[str, ...]:
    language = context.language
    when = context.authority.calendar.local_date(decision.at)
    return (
        say(language, "application.log.when", day=short_day(language, when), year=when.year),
        decision.school or say(language, "application.log.everybody"),
        in_words(language, decision.what),
        decision.by or say(language, "application.log.by_itself"),
        _why(language, decision),
    )


def _several(row: tuple[str, ...], times: int) -> tuple[str, ...]:
    when, school, what, *rest = row
    return (when, school, f"{what} ({times})" if times > 1 else what, *rest)


def _why(language: str, decision: Decision) -> str:
    """The reason as it was written; a day that was set is written out."""
    day_set = written_day(decision.why) if decision.what == "application deadline" else None
    return day(language, day_set) if day_set else decision.why


def _coordinates(context: Context) -> bool:
    return context.me is not None and context.me.is_("coordinator")


def _schools(context: Context, action: Action) -> tuple[SchoolFacts, ...]:
    """The schools asked about, as far as they are mine; for a coordinator none stands for all of them."""
    mine = {
        view.school.id: view.school
        for view in context.schools
        if _coordinates(context) or heads(context, view)
    }
    if action.school:
        return (mine[action.school],) if action.school in mine else ()
    return () if _coordinates(context) else tuple(mine.values())


def _about(context: Context, schools: tuple[SchoolFacts, ...]) -> tuple[Decision, ...]:
    names = {school.name for school in schools}
    told = (each for each in context.log if not names or each.school in names or not each.school)
    return tuple(sorted(told, key=lambda each: each.at, reverse=True))


def _documents(language: str, schools: tuple[SchoolFacts, ...]) -> tuple[Document, ...]:
    if not schools:
        return (Document(say(language, "application.log.document"), "decisions/0/pdf"),)
    return tuple(
        Document(say(language, "application.log.document_of", school=each.name), f"decisions/{each.id}/pdf")
        for each in schools
    )
