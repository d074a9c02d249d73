from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.platforms.teams.meeting import Booked, Meeting
from bot.platforms.teams.meetings import Meetings
from bot.platforms.teams.wire import Refused, Unclear
from tests.bot.platforms.teams.graph_desk import GraphDesk, Services, at

ONE = Meeting(
    "session-1-2-3",
    "Lärtillfälle 1: Digitalt ledarskap",
    "Ta med era målbilder.",
    datetime(2027, 10, 5, 13, 0, tzinfo=timezone(timedelta(hours=2))),
    datetime(2027, 10, 5, 14, 30, tzinfo=timezone(timedelta(hours=2))),
    (at("Bo"), at("Cia")),
    "Norra skolan",
)


@pytest.fixture
def meetings(place: GraphDesk, services: Services) -> Meetings:
    place.teams.user("Anna", at("Anna"))
    return Meetings(services.settings, services.settings.registrations[0])


def test_a_meeting_is_in_the_calendar_with_an_address_to_join_at(
    place: GraphDesk, meetings: Meetings
) -> None:
    booked = meetings.book(at("Anna"), ONE)
    [event] = place.teams.events(place.teams.user("Anna", at("Anna")))
    assert booked == Booked(event["id"], event["onlineMeeting"]["joinUrl"])
    assert event["start"] == {"dateTime": "2027-10-05T11:00:00", "timeZone": "UTC"}
    assert [each["emailAddress"]["address"] for each in event["attendees"]] == [at("Bo"), at("Cia")]
    assert event["subject"] == ONE.subject
    assert event["body"] == {"contentType": "text", "content": ONE.text}


def test_asking_twice_books_once(place: GraphDesk, meetings: Meetings) -> None:
    place.teams.fails("graph.events.create", "lost")
    first = meetings.book(at("Anna"), ONE)
    assert meetings.book(at("Anna"), ONE) == first
    assert len(place.teams.events(place.teams.user("Anna", at("Anna")))) == 1


def test_a_changed_meeting_is_the_same_meeting(place: GraphDesk, meetings: Meetings) -> None:
    booked = meetings.book(at("Anna"), ONE)
    later = replace(ONE, starts_at=ONE.starts_at + timedelta(days=7), ends_at=ONE.ends_at + timedelta(days=7))
    assert meetings.change(at("Anna"), booked.id, later).id == booked.id
    [event] = place.teams.events(place.teams.user("Anna", at("Anna")))
    assert event["start"]["dateTime"] == "2027-10-12T11:00:00"
    with pytest.raises(Refused) as told:
        meetings.change(at("Anna"), "gone", later)
    assert told.value.status == 404


def test_a_meeting_is_called_off_once_and_one_that_is_gone_stays_so(
    place: GraphDesk, meetings: Meetings
) -> None:
    booked = meetings.book(at("Anna"), ONE)
    meetings.cancel(at("Anna"), booked.id, "Inställt")
    [event] = place.teams.events(place.teams.user("Anna", at("Anna")))
    assert event["isCancelled"] is True
    meetings.cancel(at("Anna"), "gone")


def test_a_calendar_that_says_it_is_there_already_and_does_not_show_it_is_not_clear(
    place: GraphDesk, meetings: Meetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.teams.graph_asking._growing", lambda _: 0.01)
    place.teams.fails("graph.events.create", "ErrorDuplicateTransactionId", status=409)
    with pytest.raises((Unclear, Refused)):
        meetings.book(at("Anna"), ONE)
    place.teams.violations.clear()


def test_an_instant_without_a_zone_or_an_end_before_the_beginning_is_a_mistake() -> None:
    naive = ONE.starts_at.replace(tzinfo=None)
    for wrong in ({"starts_at": naive}, {"ends_at": ONE.starts_at}):
        with pytest.raises(ValueError, match="meeting"):
            replace(ONE, **wrong)
    assert at("Bo") not in repr(ONE)
    assert ONE.starts_at.astimezone(UTC).hour == 11
