import fcntl
import os
import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conversations.context import Context, Desk
from conversations.dialogs.questions import question, talked_first
from conversations.dialogs.verb import Step
from conversations.dialogs.verbs import VERBS
from conversations.facts import AuthorityFacts, Duty, Me, RoundFacts, SchoolFacts, WindowFacts
from conversations.framework import load, packaged, packaged_names
from conversations.messages import Action, Message
from conversations.rules.calendar import Calendar
from conversations.turn import Respondent, Show, To, Turn
from tests.theatre import play

TRANSCRIPTS = sorted((Path(__file__).parents[2] / "transcripts").glob("*.md"))
NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Heard:
    """What all transcripts together bring about."""

    messages: tuple[Message, ...]
    showing: frozenset[Step]
    """The steps that have answered a press in somebody's own conversation with what is kept nowhere."""


@pytest.fixture(scope="session")
def heard(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Played once, whichever of several processes needs it first: it takes half a minute."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _of(_played(migrated_file, tmp_path_factory))
    kept = tmp_path_factory.getbasetemp().parent / "heard"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_played(migrated_file, tmp_path_factory)))
    return _of(pickle.loads(kept.read_bytes()))  # noqa: S301  # written by this very run


def _of(played: tuple[tuple[Message, ...], frozenset[str]]) -> Heard:
    messages, names = played
    return Heard(messages, frozenset(step for name in names if (step := VERBS[name].do)))


def _played(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[tuple[Message, ...], frozenset[str]]:
    """Every message once, and the verbs that have shown something."""
    messages: dict[str, Message] = {}
    showing: set[str] = set()
    quoted = play.quoted

    def listening(header: str, message: Message, speech: object) -> str:
        messages.setdefault(repr(message), message)
        return quoted(header, message, speech)

    def watched(name: str, step: Step) -> Step:
        def watching(context: Context, action: Action) -> Turn:
            turn = step(context, action)
            if context.place.kind == "person" and any(isinstance(each, Show) for each in turn.effects):
                showing.add(name)
            return turn

        return watching

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(play, "quoted", listening)
        for name, verb in VERBS.items():
            if verb.do is not None:
                patch.setitem(VERBS, name, replace(verb, do=watched(name, verb.do)))
        for transcript in TRANSCRIPTS:
            file = tmp_path_factory.mktemp("house") / "house.db"
            shutil.copyfile(migrated_file, file)
            play.performed(transcript.read_text("utf-8"), file)
    return tuple(messages.values()), frozenset(showing)


@pytest.fixture(scope="session")
def spoken(heard: Heard) -> tuple[Message, ...]:
    """Every message of every transcript, once."""
    return heard.messages


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
