"""Forms that are not filled in as they should be, and files that one may not have."""

from collections.abc import Iterator

from tests.contract.open_town import KARIN, OLD, ONE, TWO
from tests.contract.teams.attempts import (
    CANARY,
    DISCUSSED,
    JOINT,
    MARKUP,
    NOTE,
    Attempt,
    carried,
    pack,
    questioned,
    sends,
)
from tests.contract.teams.fake.words import Json, inputs, readable
from tests.contract.teams.open_town import OpenTown
from tests.storage.authorities import PLAN

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
WARNING = "⚠"


def _planning(filled_in: Json) -> Attempt:
    def attempt(town: OpenTown) -> Iterator[str]:
        teams, karin = town.teams, town.user(KARIN)
        assert teams.writes(karin, "ny omgång").ok
        card = town.newest(KARIN)
        yield KARIN
        assert sends(town, KARIN, card, carried(card, card.labels[0]) | filled_in).ok
        teams.settle()
        seen = card.seen_by(karin)
        assert WARNING in readable(seen), "it says what is to be mended"
        assert inputs(seen), "and is still there"

    return attempt


ODD: Json = {
    "field.title": "x",
    "field.opens_on": "2026-13-45",
    "field.closes_on": "\u0662\u0660\u0662\u0666-01-01",
    "field.framework": "../../etc/passwd",
    "field.mode": "nobody",
    "field.decision": "\x00\x00\x00\x00",
}
LONG = ODD | {"field.title": CANARY * 900, "field.decision": CANARY * 900}
SHAPELESS: Json = {
    "field.title": ["x"],
    "field.opens_on": {},
    "field.framework": [1],
    "field.mode": None,
    "field.box.": 7,
    "field.": True,
    "field": {"title": "x"},
}


def note_with_markup(town: OpenTown) -> Iterator[str]:
    card = pack(town, 2)
    yield ASTA
    assert town.teams.presses(town.user(ASTA), card, DISCUSSED, {NOTE: MARKUP}).ok
    town.teams.until(lambda: CANARY in card.words)
    assert MARKUP.replace("\u202e", "") in card.words.replace(JOINT, ""), "as it was written"
    yield ASTA


def late_window(town: OpenTown) -> Iterator[str]:
    """Teams asks once more for a dialog that has been opened."""
    teams, user = town.teams, town.user(CIA)
    assert teams.writes(user, "vem ser vad").ok
    card = town.newest(CIA)
    assert teams.presses(user, card, card.labels[0]).ok
    assert teams.dialog(user)
    teams.closes(user)
    yield CIA
    body = teams.replay().body
    assert body["task"]["type"] == "message"
    teams.told[user.id] = body["task"]["value"]


def _fetching(name: str, path: str) -> Attempt:
    """A forged button that fetches a file; ``{…}`` in the path are numbers of the town."""

    def attempt(town: OpenTown) -> Iterator[str]:
        numbers = {"round": town.round(PLAN.title), "old": town.round(OLD.title)}
        numbers |= {
            "school": town.school_id("Norra"),
            "me": town.person(name),
            "other": town.person(ASTA if name != ASTA else BO),
        }
        card = questioned(town, name)
        data = carried(card) | {"document": path.format(**numbers)}
        del data["a"]
        yield name
        before = len(town.teams.said(town.user(name)))
        assert sends(town, name, card, data).ok
        town.teams.settle()
        assert len(town.teams.said(town.user(name))) == before, "no file is offered"

    return attempt


FORMS: dict[str, Attempt] = {
    "fields-missing": _planning({}),
    "fields-too-long": _planning(LONG),
    "fields-odd": _planning(ODD),
    "fields-shapeless": _planning(SHAPELESS),
    "note-with-markup": note_with_markup,
    "late-window": late_window,
    "document-not-mine": _fetching(FOLKE, "results/{old}/xlsx"),
    "document-of-another": _fetching(FOLKE, "answers/{round}/{school}/person:{other}"),
    "document-own-answers": _fetching(IDA, "answers/{round}/{school}/person:{me}"),
    "document-path": _fetching(IDA, "../../../etc/passwd"),
    "document-huge": _fetching(KIM, f"results/{'9' * 400}/csv"),
}
