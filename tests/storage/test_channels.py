from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from conversations.turn import PRINCIPALS, To
from storage import channels
from storage.channels import Channel
from storage.database import Database
from storage.keys import Poll
from storage.rounds import NotPossible
from storage.tables import Channel as Kept
from storage.tables import WorkTeam

OAK = Channel("C1", "arbetslag-eken", private=False, member=True)
ELM = Channel("C2", "arbetslag-almen", private=True, member=True)


def team(connection: Connection, poll: Poll, name: str) -> int:
    row: dict[str, Any] = {"authority_id": poll.authority, "school_id": poll.school, "name": name}
    return int(connection.execute(insert(WorkTeam).values(**row).returning(WorkTeam.id)).scalar_one())


def take(connection: Connection, poll: Poll, now: datetime, *seen: Channel, all_of_them: bool = True) -> None:
    channels.take(connection, poll.authority, "slack", seen, now, all_of_them=all_of_them)


def test_channels_are_known_by_name_in_their_own_authority(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        take(connection, poll, now, OAK, ELM)
        take(connection, other_poll, now, OAK)
        assert channels.known(connection, poll.authority) == (ELM, OAK)
        assert channels.known(connection, other_poll.authority) == (OAK,)


def test_a_channel_is_renamed_and_joined(database: Database, poll: Poll, now: datetime) -> None:
    joined = Channel("C1", "eken", private=False, member=False)
    with database.writing() as connection:
        take(connection, poll, now, OAK, ELM)
        take(connection, poll, now, joined, all_of_them=False)
        assert channels.known(connection, poll.authority) == (ELM, joined)


def test_what_is_not_among_all_of_them_is_gone_and_comes_back_when_it_is(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        oak, elm = team(connection, poll, "Eken"), team(connection, poll, "Almen")
        take(connection, other_poll, now, OAK, ELM)
        take(connection, poll, now, OAK, ELM)
        channels.link(connection, poll.authority, To("team", oak), "C1")
        channels.link(connection, poll.authority, To("team", elm), "C2")
        take(connection, poll, now, ELM)
        assert channels.known(connection, poll.authority) == (ELM,)
        assert channels.by_team(connection, poll.authority) == {elm: "C2"}
        take(connection, poll, now, OAK, ELM)
        assert channels.known(connection, poll.authority) == (ELM, OAK)
        assert channels.by_team(connection, poll.authority) == {elm: "C2"}
        take(connection, poll, now)
        assert channels.known(connection, poll.authority) == ()
        assert len(channels.known(connection, other_poll.authority)) == 2


def test_a_team_gets_a_channel_another_one_and_none(database: Database, poll: Poll, now: datetime) -> None:
    with database.writing() as connection:
        oak = team(connection, poll, "Eken")
        take(connection, poll, now, OAK, ELM)
        assert channels.of(connection, poll.authority, To("team", oak)) is None
        for channel in ("C1", "C2", "C2"):
            channels.link(connection, poll.authority, To("team", oak), channel)
            assert channels.of(connection, poll.authority, To("team", oak)) == channel
            assert channels.place(connection, poll.authority, channel) == To("team", oak)
        assert channels.place(connection, poll.authority, "C1") is None
        channels.link(connection, poll.authority, To("team", oak), "")
        assert channels.of(connection, poll.authority, To("team", oak)) is None
        assert channels.by_team(connection, poll.authority) == {}


def test_a_channel_is_one_teams_only(database: Database, poll: Poll, now: datetime) -> None:
    with database.writing() as connection:
        oak, elm = team(connection, poll, "Eken"), team(connection, poll, "Almen")
        take(connection, poll, now, OAK)
        channels.link(connection, poll.authority, To("team", oak), "C1")
        with pytest.raises(NotPossible, match="somebody else"):
            channels.link(connection, poll.authority, To("team", elm), "C1")
        assert channels.by_team(connection, poll.authority) == {oak: "C1"}


def test_a_closed_team_lets_go_of_its_channel(database: Database, poll: Poll, now: datetime) -> None:
    with database.writing() as connection:
        oak, elm = team(connection, poll, "Eken"), team(connection, poll, "Almen")
        take(connection, poll, now, OAK)
        channels.link(connection, poll.authority, To("team", oak), "C1")
        connection.execute(update(WorkTeam).where(WorkTeam.id == oak).values(closed_on=date(2026, 1, 1)))
        assert channels.place(connection, poll.authority, "C1") is None
        channels.link(connection, poll.authority, To("team", elm), "C1")
        connection.execute(update(WorkTeam).where(WorkTeam.id == oak).values(closed_on=None))
        assert channels.by_team(connection, poll.authority) == {elm: "C1"}


def test_only_channels_and_teams_of_ones_own_that_are_there_are_linked(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        oak, foreign = team(connection, poll, "Eken"), team(connection, other_poll, "Eken")
        take(connection, poll, now, OAK, ELM)
        channels.gone(connection, poll.authority, "C2", now)
        for number, channel in ((oak, "C2"), (oak, "C9"), (foreign, "C1"), (foreign, "")):
            with pytest.raises(NotPossible):
                channels.link(connection, poll.authority, To("team", number), channel)
        with pytest.raises(NotPossible):
            channels.link(connection, other_poll.authority, To("team", foreign), "C1")


def test_a_channel_that_goes_leaves_its_team_without(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        oak, other = team(connection, poll, "Eken"), team(connection, other_poll, "Eken")
        for each, number in ((poll, oak), (other_poll, other)):
            take(connection, each, now, OAK)
            channels.link(connection, each.authority, To("team", number), "C1")
        channels.gone(connection, poll.authority, "C1", now)
        channels.gone(connection, poll.authority, "C1", now)
        assert channels.known(connection, poll.authority) == ()
        assert channels.by_team(connection, poll.authority) == {}
        assert channels.by_team(connection, other_poll.authority) == {other: "C1"}
        take(connection, poll, now, OAK, all_of_them=False)
        assert channels.known(connection, poll.authority) == (OAK,)
        assert channels.place(connection, poll.authority, "C1") is None


def test_a_team_whose_channel_is_lost_has_none_and_one_without_loses_nothing(
    database: Database, poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        oak, elm = team(connection, poll, "Eken"), team(connection, poll, "Almen")
        take(connection, poll, now, OAK, ELM)
        channels.link(connection, poll.authority, To("team", oak), "C1")
        channels.lose(connection, poll.authority, To("team", elm), now)
        assert channels.known(connection, poll.authority) == (ELM, OAK)
        channels.lose(connection, poll.authority, To("team", oak), now)
        assert channels.known(connection, poll.authority) == (ELM,)
        assert channels.by_team(connection, poll.authority) == {}


def test_a_channels_user_group_is_known_until_all_channels_are_seen_anew(
    database: Database, poll: Poll, now: datetime
) -> None:
    grouped = replace(OAK, group="Lag Eken")
    with database.writing() as connection:
        take(connection, poll, now, grouped)
        take(connection, poll, now, replace(OAK, name="eken-ny"), all_of_them=False)
        assert channels.known(connection, poll.authority) == (replace(grouped, name="eken-ny"),)
        take(connection, poll, now, OAK)
        assert channels.known(connection, poll.authority) == (OAK,)


def test_the_principals_have_one_channel_of_their_own(database: Database, poll: Poll, now: datetime) -> None:
    whose = poll.authority
    with database.writing() as connection:
        oak = team(connection, poll, "Eken")
        take(connection, poll, now, OAK, ELM)
        assert channels.of(connection, whose, PRINCIPALS) is None
        assert channels.place(connection, whose, "") is None
        for channel in ("C1", "C2"):
            channels.link(connection, whose, PRINCIPALS, channel)
            assert channels.of(connection, whose, PRINCIPALS) == channel
            assert channels.place(connection, whose, channel) == PRINCIPALS
        assert channels.place(connection, whose, "C1") is None
        channels.link(connection, whose, To("team", oak), "C1")
        for taken, to in (("C1", PRINCIPALS), ("C2", To("team", oak))):
            with pytest.raises(NotPossible, match="somebody else"):
                channels.link(connection, whose, to, taken)
        channels.link(connection, whose, PRINCIPALS, "")
        assert channels.of(connection, whose, PRINCIPALS) is None
        assert channels.by_team(connection, whose) == {oak: "C1"}


def test_the_principals_channel_is_lost_with_the_channel(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        for each in (poll, other_poll):
            take(connection, each, now, OAK, ELM)
            channels.link(connection, each.authority, PRINCIPALS, "C1")
        take(connection, poll, now, replace(OAK, name="rektorer"), ELM)
        assert channels.of(connection, poll.authority, PRINCIPALS) == "C1"
        channels.lose(connection, poll.authority, PRINCIPALS, now)
        assert channels.of(connection, poll.authority, PRINCIPALS) is None
        take(connection, poll, now, OAK, ELM)
        assert channels.of(connection, poll.authority, PRINCIPALS) is None
        assert channels.of(connection, other_poll.authority, PRINCIPALS) == "C1"


def test_a_team_that_is_opened_again_does_not_get_back_what_the_principals_have(
    database: Database, poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        oak = team(connection, poll, "Eken")
        take(connection, poll, now, OAK)
        channels.link(connection, poll.authority, To("team", oak), "C1")
        connection.execute(update(WorkTeam).where(WorkTeam.id == oak).values(closed_on=date(2026, 1, 1)))
        channels.link(connection, poll.authority, PRINCIPALS, "C1")
        connection.execute(update(WorkTeam).where(WorkTeam.id == oak).values(closed_on=None))
        assert channels.place(connection, poll.authority, "C1") == PRINCIPALS
        assert channels.of(connection, poll.authority, To("team", oak)) is None


def test_two_coordinators_who_choose_at_once_leave_one_channel_for_the_principals(
    database: Database, poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        take(connection, poll, now, OAK, ELM)

    def choose(channel: str) -> None:
        with database.writing() as connection:
            channels.link(connection, poll.authority, PRINCIPALS, channel)

    for _ in range(10):
        with ThreadPoolExecutor(2) as hands:
            list(hands.map(choose, ("C1", "C2")))
        with database.reading() as connection:
            chosen = select(Kept.channel).where(Kept.for_principals)
            assert len(connection.execute(chosen).all()) == 1
