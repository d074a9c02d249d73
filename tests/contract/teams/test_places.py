"""Where the bot is and is not: installed and taken away, in channels, in group chats, in dialogs."""

from contextlib import closing

from conversations.messages import Message, Text
from conversations.turn import PRINCIPALS, To
from storage import channels, outbox
from storage.database import Database
from storage.tables import Account, Outbox
from tests.contract.teams.conftest import BEGINS, COORDINATOR, Town
from tests.contract.teams.fake.state import User
from tests.storage.authorities import NAMES

ASTA = NAMES[0]


def _rows(town: Town, table: type[Account] | type[Outbox]) -> list[dict[str, object]]:
    with closing(Database(town.url)) as database, database.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(table.__table__.select())]


def _channels(town: Town) -> dict[str, str]:
    with closing(Database(town.url)) as database, database.reading() as connection:
        return {each.name: each.id for each in channels.known(connection, town.authority)}


def _has(town: Town, name: str) -> User:
    user = town.user(name)
    assert town.teams.installs(user).ok
    town.teams.until(lambda: town.teams.said(user))
    return user


def test_who_takes_the_bot_away_is_not_reached_and_who_brings_it_back_is(town: Town) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    assert teams.uninstalls(asta).ok
    assert [row["state"] for row in _rows(town, Account)] == ["blocked"]
    assert teams.installs(asta).ok
    assert [row["state"] for row in _rows(town, Account)] == ["active"]
    teams.settle()
    assert len(teams.said(asta)) == 1, "nobody is welcomed twice"
    assert not teams.violations


def test_an_upgrade_of_the_app_says_nothing(town: Town) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    assert teams.installs(asta, again=True).ok
    teams.settle()
    assert len(teams.said(asta)) == 1


def test_who_is_not_on_the_roster_or_a_guest_is_told_once_a_day(town: Town) -> None:
    town.start()
    teams = town.teams
    stranger = teams.user("Nils Okänd", "nils@annan.example")
    guest = teams.user("Gäst", town.user(NAMES[1]).email + ".se", guest=True)
    for user in (stranger, guest):
        assert teams.installs(user).ok
        assert teams.writes(user, "hej").ok
        teams.until(lambda: teams.said(user))  # noqa: B023  -- used at once
        assert teams.writes(user, "hej").ok
        teams.settle()
        assert len(teams.said(user)) == 1
    assert not _rows(town, Account)
    assert not teams.violations


def test_who_signs_in_with_the_rosters_address_is_found_by_that(town: Town) -> None:
    town.start()
    teams, asta = town.teams, town.user(ASTA)
    asta.upn, asta.email = asta.email, "asta.berg.brev@annan.example"
    assert teams.installs(asta).ok
    teams.until(lambda: teams.said(asta))


def test_a_card_changes_for_good_and_a_repeated_press_is_answered_with_what_stands(town: Town) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    card = teams.said(asta)[0]
    title = "Hjälp"
    assert title in card.labels
    first = teams.presses(asta, card, title)
    teams.settle()
    revisions = [row["revision"] for row in _rows(town, Outbox)]
    again = teams.replay()
    assert again.status == 200
    assert again.body["value"]["body"] == first.body["value"]["body"]
    assert [row["revision"] for row in _rows(town, Outbox)] == revisions
    assert len(teams.said(asta)) == 1
    assert teams.said(asta)[0].edited
    assert not teams.violations


def test_what_must_leave_no_history_opens_in_a_dialog(town: Town) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    assert teams.writes(asta, "vem ser vad").ok
    card = town.newest(ASTA)
    stored = len(_rows(town, Outbox))
    assert teams.presses(asta, card, card.labels[0]).ok
    dialog = teams.dialog(asta)
    assert dialog is not None
    assert len(dialog.words) > len(card.words)
    assert len(_rows(town, Outbox)) == stored
    assert teams.replay().body["task"]["type"] == "message", "once more, it says to press again"
    assert not teams.violations


def test_channels_follow_the_team_of_teams(town: Town) -> None:
    town.start()
    teams, karin, school = town.teams, town.user(COORDINATOR), town.school
    assert teams.adds_to_team(karin, school).ok
    assert set(_channels(town)) == {"Norra", "Norra – Lag ett", "Norra – Lag två"}
    assert teams.creates_channel(karin, school, "Ny").ok
    assert teams.renames(karin, town.channel("Ny"), "Nyare").ok
    assert teams.removes(karin, town.channel("Lag två")).ok
    assert set(_channels(town)) == {"Norra", "Norra – Lag ett", "Norra – Nyare"}
    assert teams.renames_team(karin, school, "Norraskolan").ok
    assert "Norraskolan – Lag ett" in _channels(town)
    assert teams.removes_from_team(karin, school).ok
    teams.until(lambda: not _channels(town))
    assert not teams.violations


def test_a_team_is_answered_in_its_channel_and_nobody_elsewhere(town: Town) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    assert teams.adds_to_team(town.user(COORDINATOR), town.school).ok
    channel, elsewhere = town.channel("Lag ett"), town.channel("")
    with closing(Database(town.url)) as database, database.writing() as connection:
        teams_there = connection.exec_driver_sql("SELECT id FROM work_team WHERE name = 'Lag ett'").scalar()
        channels.link(connection, town.authority, To("team", int(teams_there or 0)), channel.id)
    assert teams.mentions(asta, channel, "hjälp").ok
    teams.until(lambda: any(each.bot for each in channel.standing))
    chat = teams.chat(asta)
    assert teams.adds_to_chat(asta, chat).ok
    for place in (elsewhere, chat):
        assert teams.mentions(asta, place, "3").ok
        told = teams.until(lambda: [each for each in place.standing if each.bot])  # noqa: B023  -- used at once
        assert "på tu man hand" in told[0].words
    assert len(teams.said(asta)) == 1, "what is said among others is answered there or not at all"
    assert not teams.violations


def test_what_the_principals_hear_leaves_when_they_have_a_channel(town: Town) -> None:
    said = Message("Digital agenda", (Text("Hej alla rektorer!"),))
    with closing(Database(town.url)) as database, database.writing() as connection:
        outbox.queue(connection, town.authority, outbox.Parcel(PRINCIPALS, "agenda", said), BEGINS)
    town.start()
    assert town.teams.adds_to_team(town.user(COORDINATOR), town.school).ok
    channel = town.channel("")
    town.teams.until(lambda: [row["state"] for row in _rows(town, Outbox)] == ["parked"])
    with closing(Database(town.url)) as database, database.writing() as connection:
        channels.link(connection, town.authority, PRINCIPALS, channel.id)
        outbox.reached(connection, town.authority, PRINCIPALS, BEGINS)
    town.teams.until(lambda: any(each.bot for each in channel.standing))
    assert "Hej alla rektorer!" in channel.standing[-1].words
    assert not town.teams.violations
