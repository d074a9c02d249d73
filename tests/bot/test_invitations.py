from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot import invitations
from conversations.cohorts import CohortFacts, SessionFacts, VisitFacts
from conversations.facts import SchoolFacts
from tests.bot.printing.on_paper import ADDRESS, FRAMEWORK, context

MEETING = SessionFacts(
    7,
    2,
    1,
    "leadership",
    datetime(2027, 3, 30, 11, tzinfo=UTC),
    datetime(2027, 3, 30, 14, tzinfo=UTC),
    "Stadsbiblioteket, sal 2",
    revision=3,
    links=(("Underlag", "https://dokument.example/1"),),
    join_url="https://teams.example/l/meet?a=1",
)
COHORT = CohortFacts(2, "Kull 2027", date(2027, 1, 1), date(2027, 12, 31), FRAMEWORK, sessions=(MEETING,))
VISIT = VisitFacts(
    4, 2, SchoolFacts(3, "Almskolan"), SchoolFacts(4, "Björkskolan"), "agreed", date(2027, 5, 4)
)
HOSTILE = 'Sal\r\nEND:VEVENT\nBEGIN:VEVENT\r\nSUMMARY:Lurad; a,b\\n "c" ;X=1'


def session(meeting: SessionFacts = MEETING, language: str = "sv", address: str = ADDRESS) -> bytes:
    return invitations.session(context(language), COHORT, meeting, address)


def visit(planned: VisitFacts = VISIT, language: str = "sv", revision: int = 0) -> bytes:
    return invitations.visit(context(language), COHORT, planned, ADDRESS, revision)


def only(content: bytes) -> Event:
    calendar = Calendar.from_ical(content)
    assert calendar["METHOD"] == "PUBLISH"
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    return event


def test_a_session_is_read_with_its_time_place_and_words() -> None:
    event = only(session())
    assert event["SUMMARY"] == "Lärtillfälle 1: Ledarskap och planering"
    assert event["LOCATION"] == "Stadsbiblioteket, sal 2"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 3
    assert event["DTSTART"].dt == MEETING.begins_at
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=3)
    assert event["DTSTAMP"].dt == context().now
    assert event["URL"] == MEETING.join_url
    assert "Underlag: https://dokument.example/1" in event["DESCRIPTION"]
    assert MEETING.join_url in event["DESCRIPTION"]


def test_a_reader_that_others_wrote_gets_the_same() -> None:
    event = vobject.readOne(session().decode()).vevent
    assert event.summary.value == "Lärtillfälle 1: Ledarskap och planering"
    assert event.dtstart.value == MEETING.begins_at
    assert event.location.value == "Stadsbiblioteket, sal 2"
    assert vobject.readOne(visit().decode()).vevent.dtstart.value == date(2027, 5, 4)


def test_it_speaks_the_readers_language() -> None:
    assert only(session(language="en"))["SUMMARY"] == "Learning session 1: Leadership and planning"
    assert only(visit(language="en"))["SUMMARY"] == "School visit: Björkskolan visits Almskolan"


def test_a_change_keeps_the_id_and_counts_up_and_a_cancellation_says_so() -> None:
    moved = replace(MEETING, revision=4, begins_at=MEETING.begins_at + timedelta(days=1))
    off = replace(moved, revision=5, cancelled_at=datetime(2027, 3, 1, tzinfo=UTC))
    events = [only(session(each)) for each in (MEETING, moved, off)]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [3, 4, 5]
    assert events[2]["STATUS"] == "CANCELLED"
    assert events[2]["SUMMARY"].startswith("Inställt: Lärtillfälle 1")


def test_a_visits_day_that_is_moved_or_called_off_keeps_the_id_and_counts_up() -> None:
    moved = replace(VISIT, day=date(2027, 5, 11))
    off = replace(moved, status="cancelled")
    events = [only(visit(each, revision=number)) for number, each in enumerate((VISIT, moved, off), 2)]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [2, 3, 4]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_no_two_things_share_an_id() -> None:
    other = session(replace(MEETING, id=8))
    assert len({only(each)["UID"] for each in (session(), other, visit(), visit(replace(VISIT, id=7)))}) == 4


@pytest.mark.parametrize(
    ("status", "said"),
    [("proposed", "TENTATIVE"), ("agreed", "CONFIRMED"), ("made", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
def test_a_visit_is_a_whole_day_at_the_hosts(status: str, said: str) -> None:
    event = only(visit(replace(VISIT, status=status)))  # type: ignore[arg-type]  # one of its words
    assert event["DTSTART"].dt == date(2027, 5, 4)
    assert event["DTEND"].dt == date(2027, 5, 5)
    assert event["LOCATION"] == "Almskolan"
    assert event["STATUS"] == said


def test_a_visit_without_a_day_is_in_no_calendar() -> None:
    with pytest.raises(ValueError, match="without a day"):
        visit(replace(VISIT, day=None))


def test_hostile_words_stay_words() -> None:
    school = SchoolFacts(3, HOSTILE)
    crafted = replace(
        MEETING,
        place=HOSTILE,
        links=((HOSTILE, HOSTILE),),
        join_url="https://x.example\r\nATTENDEE:mailto:a@b",
    )
    for content in (session(crafted), visit(replace(VISIT, host=school))):
        event = only(content)
        assert event["LOCATION"] == " ".join(HOSTILE.split())
        assert "ATTENDEE" not in event
        assert "URL" not in event
        assert "X" not in event


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=90))
def test_any_place_comes_back_as_it_was_but_for_its_spaces(place: str) -> None:
    content = session(replace(MEETING, place=place))
    event = only(content)
    assert list(event) == list(only(session()))
    assert content.count(b"BEGIN:VEVENT") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
