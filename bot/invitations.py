"""Learning sessions and visits as iCalendar files, for whatever calendar somebody keeps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vText, vUri

from conversations.cohorts import CohortFacts, SessionFacts, VisitFacts
from conversations.context import Context
from conversations.dialogs.certification.session import words as session_words
from conversations.texts import say

_PRODUCT = "-//Skolsteg//Skolsteg//SV"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HOME = "skolsteg.invalid"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What every entry in a calendar says; ``uid`` stays the same for as long as it is about the same."""

    uid: str
    title: str
    place: str
    about: tuple[str, ...]
    status: str
    address: str = ""


def session(context: Context, cohort: CohortFacts, meeting: SessionFacts, address: str = "") -> bytes:
    """A learning session in the reader's language; one that is called off says so.

    ``address`` is where the installation is reached from outside; it only makes the entry's id unique.
    """
    language = context.language
    title = session_words.title(language, cohort, meeting)
    called_off = meeting.cancelled_at is not None
    entry = _Entry(
        uid=_uid("session", meeting.id, context.authority.id, address),
        title=say(language, "print.invitation.cancelled", title=title) if called_off else title,
        place=meeting.place,
        about=tuple(_about(language, cohort, meeting)),
        status="CANCELLED" if called_off else "CONFIRMED",
        address=meeting.join_url,
    )
    event = _event(entry, context.now, meeting.revision)
    # In UTC: readers disagree about the summer time of a zone that is described in the file.
    event.add("dtstart", meeting.begins_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    return _calendar(event)


def visit(
    context: Context, cohort: CohortFacts, planned: VisitFacts, address: str = "", revision: int = 0
) -> bytes:
    """A visit as a whole day at the host's; tentative until its day is agreed.

    ``revision`` is any number that grows with each change of the visit, so that a calendar moves the entry it
    has. Raises ValueError for a visit that has no day.
    """
    if planned.day is None:
        raise ValueError("a visit without a day is in no calendar")
    language, named = context.language, {"guest": planned.guest.name, "host": planned.host.name}
    title = say(language, "print.invitation.visit", **named)
    called_off = planned.status == "cancelled"
    words = cohort.framework.words(language)
    about = say(language, "print.invitation.visit_about", **named, framework=words.name, cohort=cohort.name)
    waits = (say(language, "print.invitation.visit_proposed"),) if planned.status == "proposed" else ()
    entry = _Entry(
        uid=_uid("visit", planned.id, context.authority.id, address),
        title=say(language, "print.invitation.cancelled", title=title) if called_off else title,
        place=planned.host.name,
        about=(about, *waits),
        status={"proposed": "TENTATIVE", "cancelled": "CANCELLED"}.get(planned.status, "CONFIRMED"),
    )
    event = _event(entry, context.now, revision)
    event.add("dtstart", planned.day)
    event.add("dtend", planned.day + timedelta(days=1))
    return _calendar(event)


def _about(language: str, cohort: CohortFacts, meeting: SessionFacts) -> Iterator[str]:
    words = cohort.framework.words(language)
    yield say(language, "print.invitation.session_about", framework=words.name, cohort=cohort.name)
    if meeting.join_url:
        yield say(language, "print.invitation.join", address=meeting.join_url)
    for label, address in meeting.links:
        yield say(language, "print.invitation.link", label=label, address=address)


def _event(entry: _Entry, now: datetime, revision: int) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", revision)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", vText(_line(entry.title)))
    event.add("location", vText(_line(entry.place)))
    event.add("description", vText("\n".join(_clean(line) for line in entry.about)))
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.status == "CONFIRMED" else "TRANSPARENT")
    if _is_web(entry.address):
        event.add("url", vUri(entry.address))
    return event


def _calendar(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _uid(kind: str, number: int, authority: int, address: str) -> str:
    return f"{kind}-{number}.authority-{authority}@{urlsplit(address).hostname or _HOME}"


def _clean(words: str) -> str:
    return _CONTROL.sub(" ", words.replace("\r\n", "\n"))


def _line(words: str) -> str:
    return " ".join(_clean(words).split())


def _is_web(address: str) -> bool:
    """Whether an address may stand as one: it is not escaped, so nothing but plain letters may be in it."""
    return re.fullmatch(r"https?://[!-~]+", address) is not None
