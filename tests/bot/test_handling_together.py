"""Events that come together: one commit, and none of them feels another's failure."""

from datetime import UTC, datetime
from typing import NoReturn

import pytest
from sqlalchemy import event as events
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.platforms.envelope import Incoming, Reply
from bot.play.travel import travel
from conversations.events import Pressed
from conversations.messages import Action
from conversations.turn import To
from storage.database import Database
from storage.keys import KeyMissing, Keys
from storage.tables import Inbox
from tests.faults.town import ASTA, BO, NORRA, SODRA, STIG, Town, town

OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)


@pytest.fixture
def living(database: Database, keys: Keys) -> Town:
    made = town(database, keys)
    travel(database, made.dispatcher, made.clock, OPEN)
    return made


def answer(living: Town, name: str, level: str = "3", school: str = NORRA, key: str = "") -> Incoming:
    return living.incoming(name, Pressed(living.action("answer", "plants", level, school)), key)


def stranger(living: Town) -> Incoming:
    """In an authority that does not exist."""
    return Incoming("nowhere", living.id + 1, 1, To("person", 1), Pressed(living.action("home")))


def commits(living: Town) -> list[int]:
    """Grows with every commit."""
    seen: list[int] = []
    events.listen(living.database.engine, "commit", lambda _connection: seen.append(1))
    return seen


def keys_kept(living: Town) -> set[str]:
    with living.database.reading() as connection:
        return set(connection.execute(select(Inbox.key)).scalars())


def test_what_comes_together_is_saved_with_one_commit(living: Town) -> None:
    seen = commits(living)
    replies = living.dispatcher.handle_all([answer(living, ASTA, "3"), answer(living, BO, "2")])
    assert len(seen) == 1
    assert all(isinstance(reply, Reply) and reply.replaced for reply in replies)
    assert (living.answers(ASTA)[0], living.answers(BO)[0]) == (3, 2)


def test_the_same_answers_come_back_as_when_each_comes_alone(living: Town) -> None:
    together = living.dispatcher.handle_all([answer(living, ASTA), answer(living, BO)])
    alone = [living.dispatcher.handle(answer(living, name)) for name in (ASTA, BO)]
    shown = [reply.replaced for reply in together if isinstance(reply, Reply)]
    assert shown == [reply.replaced for reply in alone]


def test_an_event_that_comes_twice_in_one_breath_has_one_effect(living: Town) -> None:
    first, second = (answer(living, ASTA, level, key="once") for level in ("3", "2"))
    _, again = living.dispatcher.handle_all([first, second])
    assert again == Reply()
    assert living.answers(ASTA)[0] == 3


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_fails_harms_no_other(living: Town, place: int) -> None:
    several = [answer(living, ASTA, "3"), answer(living, BO, "2")]
    several.insert(place, stranger(living))
    replies = living.dispatcher.handle_all(several)
    assert [isinstance(reply, Exception) for reply in replies] == [each == place for each in range(3)]
    assert (living.answers(ASTA)[0], living.answers(BO)[0]) == (3, 2)
    assert "nowhere" not in keys_kept(living), "it may come again"


def test_a_lost_key_is_told_to_those_who_need_it_only(living: Town) -> None:
    living.keys.destroy(living.poll(NORRA))
    helped = living.incoming(STIG, Pressed(Action("help")))
    lost, saved = living.dispatcher.handle_all([answer(living, ASTA), helped])
    assert isinstance(lost, KeyMissing)
    assert isinstance(saved, Reply)
    assert keys_kept(living) >= {helped.key}


def test_rights_are_those_of_the_moment_also_within_a_group(living: Town) -> None:
    somebody_else = living.incoming(BO, Pressed(living.action("answer", "plants", "3", SODRA)))
    replies = living.dispatcher.handle_all([answer(living, ASTA), somebody_else])
    assert all(isinstance(reply, Reply) for reply in replies)
    assert living.answers(BO)[0] == 0
    assert living.ballots() == 1


def test_nothing_is_nothing(living: Town) -> None:
    seen = commits(living)
    assert living.dispatcher.handle_all([]) == []
    assert not seen


def test_without_the_database_nobody_waits_for_the_others_time_outs(
    living: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [answer(living, ASTA), answer(living, BO), living.incoming(STIG, Pressed(Action("help")))]
    tried: list[int] = []

    def away(_database: Database) -> NoReturn:
        tried.append(1)
        raise OperationalError("BEGIN", None, TimeoutError())

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", away)
        patch.setattr(Database, "reading", away)
        ends = living.dispatcher.handle_all(several)
    assert [type(end) for end in ends] == [OperationalError] * len(several)
    assert len(tried) <= len(several), "the group, one alone, and whether there is anybody at all"
    assert all(isinstance(end, Reply) for end in living.dispatcher.handle_all(several))
