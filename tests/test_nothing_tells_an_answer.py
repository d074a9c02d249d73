"""One story, told with different answers from one person: nothing kept, sent or logged may differ."""

import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select

from bot.platforms.envelope import Reply
from conversations.context import Context
from conversations.events import Event, Pressed, Submitted, Wrote
from conversations.messages import Action
from conversations.step import step
from conversations.turn import Record, Replace, To, Turn
from storage import codec
from storage.columns import Base
from tests.theatre.house import House
from tests.theatre.scene import scene
from tests.theatre.script import ZONE
from tests.theatre.speech import SWEDISH

SCENE = """
Processledare: Petra Norén
Skola: Myntaskolan
Rektor: Ragnhild Ek
Lag Blå: Alva Lind, Bo Ström, Cilla Ask, Dag Berg, Eva Holm
Lag Gul: Frida Öst, Gösta Vik
Omgång: Självskattningen 2027, liten, 2027-01-18 – 2027-01-29, var och en
"""
CRITERIA = ("shared-direction", "follow-up", "courage-to-try", "pupils-voice")
CHOICES = {
    "1": "påbörjad",
    "2": "två",
    "3": "3",
    "4": "Välutvecklat",
    "na": "kan inte bedöma",
    "skip": "hoppa över",
}
SEALED = {"ref", "blob"}


@dataclass
class Told:
    """All that anybody but Alva could come across."""

    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    own: bytes = field(default=b"", compare=False)


Tell = Callable[[str], Told]


@pytest.fixture
def tell(migrated_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Tell:
    """Live the story with one choice, on a database of its own."""
    caplog.set_level(logging.INFO)

    def lived(choice: str) -> Told:
        file = tmp_path / choice / "house.db"
        file.parent.mkdir()
        shutil.copyfile(migrated_file, file)
        caplog.clear()
        with structlog.testing.capture_logs() as lines:
            told = _lived(file, choice)
        told.lines = [*map(str, lines), *(record.getMessage() for record in caplog.records)]
        return told

    return lived


def _lived(file: Path, choice: str) -> Told:
    """Alva presses, types, changes, looks back and leaves; too few answer for a result to be shown."""
    house = House(scene(SWEDISH, SCENE.strip().split("\n")), file, _at(11, 9))
    try:
        told = Told()
        house.live_until(_at(18, 9))
        _answers(house, told, choice)
        _others(house)
        told.rows["while it is open"] = list(_everything(house))
        house.live_until(_at(30, 9))
        house.live_until(datetime(2027, 2, 1, 9, tzinfo=ZONE))
        told.rows["after the close"] = list(_everything(house))
        told.sent = [codec.messages().dump(each.message) for each in house.post.sent]
        told.files = sorted(path.name for path in file.parent.rglob("*") if path.is_file())
        return told
    finally:
        house.installed.close()


def _answers(house: House, told: Told, choice: str) -> None:
    alva, school = _person(house, "Alva Lind"), 1
    place = To("person", alva)
    card = house.news() and house.conversation(place)[0].id
    for criterion in CRITERIA[:2]:
        answer = Pressed(Action("answer", 1, school, item=criterion, value=choice))
        told.replies += [_dumped(house.handle(alva, place, answer, card)) for _ in range(2)]
    for event in (
        Pressed(Action("ask", 1, school, item=CRITERIA[2])),
        Wrote(CHOICES[choice]),
        Pressed(Action("back", 1, school, item=CRITERIA[3])),
        Pressed(Action("pause", 1, school)),
        Wrote("fortsätt"),
        Submitted(Action("change", 1, school), {"criterion": CRITERIA[0]}),
        Wrote("hej"),
    ):
        told.replies.append(_dumped(house.handle(alva, place, event)))
    # What is shown to Alva alone may tell her own answers; it must leave no trace.
    assert house.handle(alva, place, Wrote("mina svar")).shown
    told.own = house.fetch(alva, f"answers/1/1/person:{alva}").content


def _dumped(reply: Reply) -> str:
    return "".join(codec.messages().dump(each) for each in (reply.replaced, reply.shown) if each)


def _others(house: House) -> None:
    for name, desk in list(house.unfinished()):
        if name.split()[0] in {"Bo", "Cilla"}:
            house.answer(desk, dict.fromkeys(desk.asked, 3))
    for name, words in (("Ragnhild Ek", "läget"), ("Petra Norén", "alla skolor")):
        person = _person(house, name)
        house.handle(person, To("person", person), Wrote(words))
    bo = _person(house, "Bo Ström")
    house.handle(bo, next(to for to, known in house.names().items() if known == "Lag Blå"), Wrote("läget"))


def _everything(house: House) -> Iterator[tuple[object, ...]]:
    """Every column of every row but the two that are sealed, in an order that tells nothing."""
    with house.installed.memory.database.reading() as connection:
        for table in Base.metadata.sorted_tables:
            hidden = SEALED if table.name == "ballot" else set()
            columns = [column for column in table.columns if column.name not in hidden]
            yield from sorted((table.name, *map(repr, row)) for row in connection.execute(select(*columns)))


def _person(house: House, name: str) -> int:
    return next(to.id for to, known in house.names().items() if known == name)


def _at(day: int, hour: int) -> datetime:
    return datetime(2027, 1, day, hour, tzinfo=ZONE)


def test_rows_messages_and_log_lines_are_the_same_whatever_one_person_chose(tell: Tell) -> None:
    stories = {choice: tell(choice) for choice in CHOICES}
    first = stories["1"]
    assert any(row[0] == "ballot" for row in first.rows["while it is open"])
    assert not any(row[0] == "ballot" for row in first.rows["after the close"])
    assert len(first.sent) > 30
    assert len({story.own for story in stories.values()}) == len(CHOICES), "the answers were not kept"
    for choice, story in stories.items():
        assert story == first, f"something tells {choice} from 1"


def test_a_level_that_slipped_into_a_message_would_be_noticed(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loose(context: Context, event: Event) -> Turn:
        turn = step(context, event)
        given = [effect.answers for effect in turn.effects if isinstance(effect, Record)]
        return Turn(tuple(_with(each, given) if isinstance(each, Replace) else each for each in turn.effects))

    monkeypatch.setattr("bot.dispatcher.step", loose)
    assert tell("1") != tell("4")


def _with(effect: Replace, given: list[object]) -> Replace:
    return Replace(replace(effect.message, summary=f"{effect.message.summary} {given}"))
