"""What is printed, logged and noted: never an answer, always an export."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot import files
from bot.play.travel import travel
from conversations.context import Need
from conversations.events import Pressed, Submitted
from conversations.messages import Action, Message, Text
from conversations.step import step
from conversations.turn import Discussed, Replace, Say, Show, To
from storage import audit
from storage.database import Database
from storage.keys import KeyMissing, Keys, Poll
from storage.seal import Seal
from tests.faults.town import ASTA, KARIN, NORRA, RUT, Town, memory, town

OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
CLOSED = datetime(2026, 2, 3, 9, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
CANARY = "hemligt"

FAILING = f"""
from bot.ticking import _log
def close():
    opened = "{CANARY}"
    raise ValueError(opened)
try:
    close()
except ValueError:
    _log.exception("occasion failed", round=7, name="{CANARY}")
"""


@pytest.fixture
def living(database: Database, keys: Keys) -> Town:
    made = town(database, keys)
    travel(database, made.dispatcher, made.clock, OPEN)
    return made


def test_nothing_of_what_is_said_shows_when_a_turn_is_printed(living: Town) -> None:
    living.press(ASTA, living.action("answer", "plants", "3"))
    pressed = Pressed(living.action("review"))
    arrived = living.incoming(ASTA, pressed)
    context = living.authority.context(arrived, Need.DESKS, now=living.clock())  # type: ignore[arg-type]
    turn = step(context, pressed)
    shown = [effect.message for effect in turn.effects if isinstance(effect, Show | Replace)]
    assert "Träd" in repr(shown), "the message itself says what was answered"
    assert "Träd" not in repr(turn)


@pytest.mark.parametrize(
    "printed",
    [
        Say(To("person", 1), Message(CANARY, (Text(CANARY),))),
        Show(Message(CANARY, (Text(CANARY),))),
        Replace(Message(CANARY, (Text(CANARY),))),
        Submitted(Action("answer", value=CANARY), {"note": CANARY}),
        Pressed(Action("answer", value=CANARY)),
        Discussed(1, 1, "garden", CANARY),
    ],
)
def test_what_carries_words_or_answers_does_not_show_them(printed: object) -> None:
    assert CANARY not in repr(printed)


def test_a_failure_before_the_log_is_set_up_shows_no_variables() -> None:
    done = subprocess.run(  # noqa: S603  -- this interpreter, with the words above
        [sys.executable, "-c", FAILING], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "occasion failed" in done.stderr
    assert "round=7" in done.stderr
    assert CANARY not in done.stdout + done.stderr


def test_a_statement_that_fails_does_not_show_its_parameters(living: Town) -> None:
    row = {"a": living.id, "w": CANARY}
    statement = text("INSERT INTO school (authority_id, name) VALUES (:a, :w)")
    with living.database.writing() as connection:
        connection.execute(statement, row)
    with pytest.raises(IntegrityError) as error, living.database.writing() as connection:
        connection.execute(statement, row)
    assert CANARY not in str(error.value).split("DETAIL")[0]


def test_an_export_from_the_chat_is_noted_and_ones_own_answers_are_not(living: Town) -> None:
    asta, karin = (living.authority.person(name) for name in (ASTA, KARIN))
    living.press(ASTA, living.action("answer", "plants", "2"))
    remembered = memory(living.database, living.keys, living.clock)
    number, school = living.authority.round, living.authority.school(NORRA)
    assert files.fetch(remembered, living.id, asta, f"answers/{number}/{school}/person:{asta}")
    assert files.fetch(remembered, living.id, karin, f"results/{number}/csv") is None
    assert exports(living) == []
    living.others_answer()
    travel(living.database, living.dispatcher, living.clock, CLOSED)
    assert files.fetch(remembered, living.id, karin, f"results/{number}/csv")
    assert files.fetch(remembered, living.id, living.authority.person(RUT), f"results/{number}/csv") is None
    assert exports(living) == [("export", karin, number, "csv")]


def exports(living: Town) -> list[tuple[str, int, int, str]]:
    with living.database.reading() as connection:
        found = audit.entries(connection, living.id)
    return [(each.what, each.person, each.round, each.detail) for each in found if each.what == "export"]


def test_a_file_whose_key_is_destroyed_while_it_is_made_is_simply_not_there(
    living: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    living.press(ASTA, living.action("answer", "plants", "2"))
    asta, number = living.authority.person(ASTA), living.authority.round
    original, calls = Keys.seal, []

    def seal(keys: Keys, poll: Poll) -> Seal:
        if not calls:
            calls.append(poll)
            raise KeyMissing("just destroyed")
        return original(keys, poll)

    monkeypatch.setattr(Keys, "seal", seal)
    name = f"answers/{number}/{living.authority.school(NORRA)}/person:{asta}"
    assert files.fetch(memory(living.database, living.keys, living.clock), living.id, asta, name)
    assert len(calls) == 1
