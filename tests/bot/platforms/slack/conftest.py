import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conversations.context import Context, Desk
from conversations.dialogs.questions import question, talked_first
from conversations.facts import AuthorityFacts, Duty, Me, RoundFacts, SchoolFacts, WindowFacts
from conversations.framework import load, packaged, packaged_names
from conversations.messages import Message
from conversations.rules.calendar import Calendar
from conversations.turn import Respondent, To
from tests.theatre import play

TRANSCRIPTS = sorted((Path(__file__).parents[3] / "transcripts").glob("*.md"))
NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def spoken(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Message, ...]:
    """Every message of every transcript, once."""
    heard: dict[str, Message] = {}
    quoted = play.quoted

    def listening(header: str, message: Message, speech: object) -> str:
        heard.setdefault(repr(message), message)
        return quoted(header, message, speech)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(play, "quoted", listening)
        for transcript in TRANSCRIPTS:
            file = tmp_path_factory.mktemp("house") / "house.db"
            shutil.copyfile(migrated_file, file)
            play.performed(transcript.read_text("utf-8"), file)
    return tuple(heard.values())


@pytest.fixture(scope="session")
def asked() -> tuple[Message, ...]:
    """Every question of every packaged framework, in every language that it speaks."""
    return tuple(card for name in packaged_names() for card in _cards(name))


def _cards(name: str) -> Iterator[Message]:
    framework = load(packaged(name))
    facts = RoundFacts(1, "Självskattningen 2027", "yearly", "individual", False, framework)  # noqa: FBT003 - no leadership
    window = WindowFacts(date(2027, 1, 18), date(2027, 1, 29), NOW, NOW)
    answers = (0,) * len(facts.criteria)
    desk = Desk(facts, SchoolFacts(1, "Myntaskolan"), window, Respondent("person", 7), "begun", answers)
    for language in framework.languages:
        me = Me(7, "Alva Lind", language, (Duty("staff", school=1),))
        authority = AuthorityFacts(1, "Ängsby", Calendar("Europe/Stockholm"), "dataskydd@skola.example")
        context = Context(now=NOW, authority=authority, place=To("person", 7), me=me, desks=(desk,))
        for place in desk.asked:
            yield question(context, desk, place)
            yield talked_first(context, desk, place)
