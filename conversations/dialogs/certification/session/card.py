"""A learning session on a card: when, where, what a school has said and done, and what can be done now."""

from collections.abc import Iterator
from dataclasses import dataclass

from conversations.cohorts import CohortFacts, SessionFacts, SessionPart
from conversations.context import Context
from conversations.dialogs.certification.session.schools import for_coordinators, rows
from conversations.dialogs.certification.session.who import at_session
from conversations.dialogs.certification.session.words import (
    attended,
    inside,
    meeting_time,
    replied,
    standing,
    title,
)
from conversations.dialogs.parts import titled
from conversations.messages import Button, Document, Facts, Message, Part, Text, Tone
from conversations.texts import say


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a card is: the schools it lets act, those it may also say yes or no for, and coordinators."""

    schools: tuple[int, ...] = ()
    leads: bool = True
    coordinates: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """What a card says first, and in a notification."""

    summary: str = ""
    text: str = ""
    tone: Tone = "warm"


def card(
    context: Context, cohort: CohortFacts, session: SessionFacts, reader: Reader, lead: Lead | None = None
) -> Message:
    """The session's card as it stands now."""
    heading, said = title(context.language, cohort, session), lead or Lead()
    first = (Text(said.text, said.tone),) if said.text else ()
    parts: tuple[Part, ...] = (
        *first,
        Facts(tuple(_facts(context, cohort, session, reader))),
        *_called_off(context, session),
        *_for_schools(context, session, reader),
        *(for_coordinators(context, cohort, session) if reader.coordinates else ()),
        *_calendar(context, session),
    )
    return titled(context, said.summary or heading, heading, *parts)


def _facts(
    context: Context, cohort: CohortFacts, session: SessionFacts, reader: Reader
) -> Iterator[tuple[str, str]]:
    language = context.language
    yield say(language, "session.card.cohort"), cohort.name
    yield say(language, "session.card.when"), meeting_time(context, session)
    if session.place:
        yield say(language, "session.card.place"), session.place
    if session.join_url and session.cancelled_at is None:
        yield say(language, "session.card.online"), session.join_url
    yield from session.links
    for each in cohort.present:
        if each.school.id in reader.schools:
            yield each.school.name, _done(context, session, session.part(each.school.id))


def _done(context: Context, session: SessionFacts, part: SessionPart) -> str:
    """What a school has said and done, in one line."""
    language, state = context.language, standing(context, session)
    said = attended(language, part) if state == "past" or part.attended else replied(language, part)
    saved = tuple(
        say(language, f"session.card.{name}_saved")
        for name, form in (("preparation", part.preparation), ("reflection", part.reflection))
        if form
    )
    return " · ".join((said, *saved))


def _called_off(context: Context, session: SessionFacts) -> tuple[Part, ...]:
    if session.cancelled_at is None:
        return ()
    return (Text(say(context.language, "session.card.cancelled"), "warning"),)


def _for_schools(context: Context, session: SessionFacts, reader: Reader) -> Iterator[Part]:
    if not reader.schools:
        return
    school = reader.schools[0] if len(reader.schools) == 1 else 0
    part, state = session.part(school), standing(context, session)
    wanted = {"to_come": _to_come, "today": _today, "past": _past, "cancelled": _cancelled}[state](
        part, reader
    )
    buttons = tuple(
        Button(
            say(context.language, f"session.button.{name}"),
            at_session(verb, session, school, value),
            "primary" if place == 0 else "plain",
        )
        for place, (name, verb, value) in enumerate(wanted)
    )
    yield from rows(buttons)


_Ways = tuple[tuple[str, str, str], ...]

_YES, _NO = ("yes", "session_reply", "yes"), ("no", "session_reply", "no")
_INSTEAD = ("instead", "session_instead", "")
_PREPARE, _PAGES = ("prepare", "session_prepare", ""), ("pages", "session_pages", "")
_HERE = ("here", "session_here", "yes")
_REFLECT, _MAKE_UP = ("reflect", "session_reflect", ""), ("make_up", "session_make_up", "")


def _to_come(part: SessionPart, reader: Reader) -> _Ways:
    if not reader.leads:
        return (_PREPARE, _PAGES)
    if part.reply == "yes" and not part.person:
        return (_INSTEAD, _YES, _NO, _PREPARE, _PAGES)
    if part.reply == "yes":
        return (_PREPARE, _PAGES, _INSTEAD, _NO)
    return (_YES, _NO, _INSTEAD, _PREPARE, _PAGES) if part.reply == "none" else (_YES, _INSTEAD, _PAGES)


def _today(part: SessionPart, reader: Reader) -> _Ways:
    instead = (_INSTEAD,) if reader.leads else ()
    if part.attended:
        return (_REFLECT, _PAGES)
    return (_HERE, _PREPARE, _PAGES, *instead)


def _past(part: SessionPart, reader: Reader) -> _Ways:
    make_up = (_MAKE_UP,) if reader.leads else ()
    if part.attended:
        return (_REFLECT, _PAGES)
    return (*make_up, _PAGES) if part.attended is False else (_REFLECT, *make_up, _PAGES)


def _cancelled(part: SessionPart, reader: Reader) -> _Ways:
    del part, reader
    return (_PAGES,)


def _calendar(context: Context, session: SessionFacts) -> tuple[Part, ...]:
    if standing(context, session) in {"past", "cancelled"}:
        return ()
    return (calendar_file(context, session),)


def calendar_file(context: Context, session: SessionFacts, key: str = "session.card.calendar") -> Document:
    """A session's calendar document, called by the text behind the key."""
    label = say(context.language, key, session=inside(context.language, session))
    return Document(label, f"session/{session.id}/ics")
