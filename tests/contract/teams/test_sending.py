"""What Teams says no to, and what comes of it: later, never, anew, or when it is mended."""

from contextlib import closing
from datetime import timedelta

import pytest

from conversations.messages import Message, Text
from conversations.turn import To
from storage import accounts, outbox
from storage.accounts import Seen
from storage.database import Database
from tests.contract.teams.conftest import BEGINS, Town
from tests.contract.teams.fake.state import User
from tests.storage.authorities import NAMES

ASTA, BO = NAMES[:2]

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


def _counts(town: Town) -> dict[str, int]:
    with closing(Database(town.url)) as database, database.reading() as connection:
        return outbox.counts(connection, town.authority)


def _has(town: Town, name: str) -> User:
    user = town.user(name)
    assert town.teams.installs(user).ok
    town.teams.until(lambda: town.teams.said(user))
    town.teams.settle()
    return user


@pytest.mark.parametrize("url_of", BOTH, indirect=True)
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("ratelimited", {"retry_after": 1}),
        ("412", {}),
        pytest.param("502", {}, marks=pytest.mark.slow),
        ("503", {}),
        ("reset", {}),
        ("401", {}),
    ],
)
def test_what_goes_wrong_once_is_said_later(town: Town, kind: str, more: dict[str, object]) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    teams.fails("activities.post", kind, **more)
    assert teams.writes(asta, "hjälp").ok
    teams.until(lambda: len(teams.said(asta)) == 2, within=30)
    teams.until(lambda: _counts(town) == {"sent": 2})


def test_one_whom_teams_makes_wait_holds_up_nobody_else(town: Town) -> None:
    town.start()
    teams, asta, bo = town.teams, _has(town, ASTA), _has(town, BO)
    teams.fails("activities.post", "ratelimited", retry_after=20)
    assert teams.writes(asta, "hjälp").ok
    teams.settle()
    assert teams.writes(bo, "hjälp").ok
    teams.until(lambda: len(teams.said(bo)) == 2, within=8)
    assert len(teams.said(asta)) == 1


def test_who_has_blocked_the_bot_counts_as_not_reached_until_it_is_back(town: Town) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    teams.fails("activities.post", "ForbiddenOperationException", status=403)
    assert teams.writes(asta, "hjälp").ok
    teams.until(lambda: _counts(town).get("failed") == 1)
    assert teams.uninstalls(asta).ok
    assert teams.installs(asta).ok
    teams.until(lambda: len(teams.said(asta)) == 2)
    teams.until(lambda: _counts(town) == {"sent": 2})


def test_a_message_that_somebody_took_away_is_said_anew(town: Town) -> None:
    town.start()
    teams, asta = town.teams, _has(town, ASTA)
    card = teams.said(asta)[0]
    teams.fails("activities.put", "ActivityNotFoundInConversation", status=404)
    assert teams.presses(asta, card, "Hjälp").ok
    teams.until(lambda: len(teams.said(asta)) == 2)


def test_a_secret_that_is_no_longer_good_lets_everything_wait_until_it_is_mended(town: Town) -> None:
    secret, town.teams.tenant.secret = town.teams.tenant.secret, "another"
    town.start(SKOLSTEG_TEAMS_APP_SECRET=secret)
    asta = town.user(ASTA)
    assert town.teams.installs(asta).ok, "Teams is not told that it cannot be answered"
    _said_by_itself(town, asta)
    town.teams.until(lambda: _counts(town) == {"parked": 1})
    town.teams.tenant.secret = secret
    town.bot.kill()
    town.now += timedelta(minutes=5)
    town.start()
    town.teams.until(lambda: _counts(town) == {"sent": 1}, within=20)
    assert len(town.teams.said(asta)) == 1


def test_who_has_never_spoken_is_written_to_in_a_chat_of_their_own(town: Town) -> None:
    town.start()
    teams, asta, bo = town.teams, town.user(ASTA), town.user(BO)
    asta.installed = True
    for user in (asta, bo):
        _said_by_itself(town, user)
    teams.until(lambda: teams.said(asta))
    teams.until(lambda: _counts(town) == {"sent": 1, "failed": 1})
    assert not teams.said(bo), "who does not have the bot cannot be reached"
    assert teams.installs(bo).ok
    teams.until(lambda: teams.said(bo))
    assert not teams.violations


def _said_by_itself(town: Town, user: User) -> None:
    """Somebody whose account is known is written to, without having said anything."""
    with closing(Database(town.url)) as database, database.writing() as connection:
        accounts.take(connection, town.authority, "teams", [Seen(user.aad_id, user.email, active=True)])
        person = accounts.person_of(connection, town.authority, "teams", user.aad_id)
        hello = Message("Hej", (Text("Hej"),))
        parcel = outbox.Parcel(To("person", person), f"hello-{person}", hello)
        outbox.queue(connection, town.authority, parcel, BEGINS)
