"""What a coordinator is told beside the schools: what comes next, what waits, who is not reached."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from conversations.context import Need
from conversations.facts import ChannelFacts
from conversations.messages import Message, Text
from conversations.turn import PRINCIPALS, Link, To
from storage import audit, channels, outbox, strangers
from storage.database import Database
from storage.keys import Keys
from storage.rounds import NotPossible
from storage.tables import Outbox, Scheduled, Window
from tests.storage.authorities import OPEN, PLANNED, Authority, found, lines

WORDS = Message("Hej", (Text("Hej"),))
COORDINATOR = "Karin Samordnare"
THERE = (channels.Channel("C1", "lag-ett", private=False, member=True),)


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    made = found(database, keys)
    made.plan()
    return made


def unreachable(authority: Authority, name: str) -> dict[str, int]:
    views = authority.context(authority.arrived(name), Need.SCHOOLS).schools
    return {view.school.name: view.counts.unreachable for view in views}


def told(authority: Authority, name: str, *states: str) -> None:
    """Queue messages to somebody and let each come to a state."""
    with authority.database.writing() as connection:
        for number, state in enumerate(states):
            parcel = outbox.Parcel(To("person", authority.person(name)), f"{name} {number}", WORDS)
            row = outbox.queue(connection, authority.id, parcel, OPEN)
            connection.execute(update(Outbox).where(Outbox.id == row).values(state=state))


def test_whoever_did_not_get_the_newest_message_is_not_reached(authority: Authority) -> None:
    told(authority, "Asta Berg", "sent", "failed")
    told(authority, "Bo Dahl", "failed", "failed")
    told(authority, "Cia Ek", "failed", "sent")
    told(authority, "Dan Fors", "failed", "queued")
    told(authority, "Rut Norr", "failed")
    assert unreachable(authority, "Rut Norr") == {"Norra": 2}
    assert unreachable(authority, COORDINATOR) == {"Norra": 2, "Södra": 0}


def test_staff_are_not_told_how_many_are_not_reached(authority: Authority) -> None:
    told(authority, "Asta Berg", "failed")
    assert unreachable(authority, "Bo Dahl") == {"Norra": 0}


def test_whoever_has_left_is_not_counted(authority: Authority) -> None:
    told(authority, "Asta Berg", "failed")
    authority.take([line for line in lines() if line.name != "Asta Berg"], PLANNED + timedelta(days=1))
    assert unreachable(authority, "Rut Norr") == {"Norra": 0}


def test_after_the_close_nobody_has_to_be_reached(authority: Authority) -> None:
    told(authority, "Asta Berg", "failed")
    with authority.database.writing() as connection:
        connection.execute(update(Window).values(frozen_at=OPEN))
    assert unreachable(authority, "Rut Norr") == {"Norra": 0}


def test_what_comes_next_is_counted_per_day_and_round(authority: Authority) -> None:
    work = authority.context(authority.arrived(COORDINATOR), Need.WORK).work
    assert [each.day for each in work.upcoming] == sorted(each.day for each in work.upcoming)
    assert {(each.round, each.schools) for each in work.upcoming} == {("Självskattning 2026", 2)}
    assert len(work.upcoming) == 6
    with authority.database.writing() as connection:
        connection.execute(update(Scheduled).where(Scheduled.kind != "close").values(fired_at=OPEN))
    (close,) = authority.context(authority.arrived(COORDINATOR), Need.WORK).work.upcoming
    assert (close.kind, close.day.isoformat()) == ("close", "2026-01-30")


def test_what_waits_and_what_is_stuck_is_counted(authority: Authority) -> None:
    told(authority, "Asta Berg", "queued", "parked", "parked", "sent", "failed", "dropped")
    with authority.database.writing() as connection:
        connection.execute(update(Scheduled).where(Scheduled.kind == "open").values(parked_at=OPEN))
    work = authority.context(authority.arrived(COORDINATOR), Need.WORK).work
    assert (work.unsent, work.parked, work.stuck) == (1, 2, 2)


def test_only_coordinators_are_told(authority: Authority) -> None:
    told(authority, "Asta Berg", "queued")
    with authority.database.writing() as connection:
        strangers.met(connection, authority.id, "web", "U1", OPEN)
        channels.take(connection, authority.id, "web", THERE, OPEN, all_of_them=True)
    everything = (Need.SCHOOLS, Need.WORK, Need.CHANNELS)
    leading = authority.context(authority.arrived("Rut Norr"), *everything)
    assert (leading.work.unsent, leading.work.upcoming, leading.channels.known) == (0, (), ())
    assert leading.authority.strangers == 0
    coordinating = authority.context(authority.arrived(COORDINATOR), *everything)
    assert (coordinating.work.unsent, coordinating.authority.strangers) == (1, 1)
    assert coordinating.channels.known == (ChannelFacts("C1", "lag-ett"),)


def test_a_team_gets_a_channel_and_loses_it_and_both_are_written_down(authority: Authority) -> None:
    with authority.database.writing() as connection:
        channels.take(connection, authority.id, "web", THERE, OPEN, all_of_them=True)
    team = authority.team("Lag ett")
    held = []
    for channel in ("C1", ""):
        authority.do(authority.arrived(COORDINATOR), Link(To("team", team), channel))
        teams = authority.context(authority.arrived(COORDINATOR), Need.CHANNELS).channels.teams
        held.append({each.name: each.channel for each in teams})
    assert held == [{"Lag ett": "C1", "Lag två": ""}, {"Lag ett": "", "Lag två": ""}]
    with authority.database.reading() as connection:
        noted = audit.entries(connection, authority.id, 2)
    assert [(each.what, each.detail) for each in noted] == [
        ("unlink", f"team {team}"),
        ("link", f"team {team} C1"),
    ]
    assert {each.person for each in noted} == {authority.person(COORDINATOR)}


def test_a_channel_that_is_not_there_is_not_linked(authority: Authority) -> None:
    with pytest.raises(NotPossible):
        authority.do(authority.arrived(COORDINATOR), Link(To("team", authority.team("Lag ett")), "C404"))


def test_what_has_waited_for_a_channel_leaves_when_there_is_one(authority: Authority) -> None:
    said = outbox.Parcel(PRINCIPALS, "agenda", Message("Agenda", (Text("Hej alla rektorer!"),)))
    with authority.database.writing() as connection:
        channels.take(connection, authority.id, "web", THERE, OPEN, all_of_them=True)
        outbox.queue(connection, authority.id, said, OPEN)
        connection.execute(update(Outbox).values(state="parked"))
    authority.do(authority.arrived(COORDINATOR), Link(PRINCIPALS, "C1"))
    with authority.database.reading() as connection:
        assert connection.execute(select(Outbox.state)).scalars().all() == ["queued"]
        assert [each.detail for each in audit.entries(connection, authority.id, 1)] == ["principals C1"]
