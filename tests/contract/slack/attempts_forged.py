"""Forged presses and forms: what a card or a modal carries is somebody else's, or nothing that there is."""

import json
from collections.abc import Iterator
from dataclasses import replace

from conversations.messages import Action
from storage.tables import Outbox
from tests.contract.slack.attempts import (
    CHANNEL,
    DISCUSSED,
    TRUSTED,
    Attempt,
    action_in,
    answer,
    forged,
    opened,
    presses,
    questioned,
)
from tests.contract.slack.fake.state import View
from tests.contract.slack.open_town import KARIN, OLD, ONE, TWO, OpenTown

ASTA, BO, CIA, DAN, EVA = ONE


def with_address(view: View, action: Action, **others: object) -> View:
    """A modal that says of itself that it was opened for something else."""
    kept = json.loads(view.content["private_metadata"]) | {"action": action.encode()} | others
    view.content = view.content | {"private_metadata": json.dumps(kept)}
    return view


def _answering(name: str, **changed: object) -> Attempt:
    def attempt(town: OpenTown) -> Iterator[str]:
        value = answer(town, name, **changed)
        yield name
        assert presses(town, name, value).ok

    return attempt


def _pressing(name: str, action: Action | str) -> Attempt:
    def attempt(town: OpenTown) -> Iterator[str]:
        questioned(town, name)
        yield name
        assert presses(town, name, action).ok

    return attempt


def another_person(town: OpenTown) -> Iterator[str]:
    value = answer(town, ASTA, who=f"person:{town.person(BO)}")
    yield ASTA
    assert presses(town, ASTA, value).ok


def another_school(town: OpenTown) -> Iterator[str]:
    value = answer(town, ASTA, school=town.school_id("Södra"))
    yield ASTA
    assert presses(town, ASTA, value).ok


def another_team(town: OpenTown) -> Iterator[str]:
    card = town.slack.channel(CHANNEL).standing[2]
    view = opened(town, BO, DISCUSSED, card)
    theirs = Action.decode(json.loads(view.content["private_metadata"])["action"])
    assert theirs is not None
    view = with_address(view, replace(theirs, who=f"team:{town.team('Lag två')}"))
    yield BO
    assert town.slack.submits(town.user(BO), view, {"field.note": "x"}, forged=True).ok


def form_of_coordinator(town: OpenTown) -> Iterator[str]:
    view = opened(town, BO, DISCUSSED, town.slack.channel(CHANNEL).standing[2])
    yield BO
    assert town.slack.submits(
        town.user(BO), with_address(view, Action("plan"), channel="", row=0), forged=True
    ).ok


def closed_round_form(town: OpenTown) -> Iterator[str]:
    view = opened(town, BO, DISCUSSED, town.slack.channel(CHANNEL).standing[2])
    action = Action("change", town.round(OLD.title), town.school_id("Norra"))
    yield BO
    assert town.slack.submits(town.user(BO), with_address(view, action, channel="", row=0), forged=True).ok


def foreign_row(town: OpenTown) -> Iterator[str]:
    card = questioned(town, CIA)
    value = replace(action_in(card, TRUSTED), verb="pause").encode()
    theirs = _row_of(town, BO)
    yield CIA
    assert town.slack.presses(town.user(CIA), forged(card, TRUSTED, value, row=theirs), TRUSTED).ok


def foreign_row_form(town: OpenTown) -> Iterator[str]:
    karin = town.user(KARIN)
    assert town.slack.command(karin, "ny omgång").ok
    view = town.slack.until(lambda: town.slack.view(karin))
    theirs = with_address(view, Action("plan"), row=_row_of(town, BO))
    yield KARIN
    assert town.slack.submits(karin, theirs, forged=True).ok
    assert not town.slack.ephemerals(town.user(BO))


def old_card(town: OpenTown) -> Iterator[str]:
    questioned(town, TWO[3])
    yield TWO[3]
    action = Action("begin", town.round(OLD.title), town.school_id("Norra"))
    assert presses(town, TWO[3], action).ok
    town.slack.until(lambda: OLD.title in town.slack.said(town.user(TWO[3]))[-1].words)


def _row_of(town: OpenTown, name: str) -> int:
    return max(int(str(row["id"])) for row in town.rows(Outbox) if row["to_id"] == town.person(name))


FORGED: dict[str, Attempt] = {
    "another-person": another_person,
    "another-school": another_school,
    "another-round": _answering(ASTA, round=999),
    "another-team": another_team,
    "level-nine": _answering(DAN, value="9"),
    "odd-digit": _answering(DAN, value="\N{FULLWIDTH DIGIT THREE}"),
    "unknown-question": _answering(DAN, item="no-such-question"),
    "verb-of-coordinator": _pressing(EVA, Action("plan")),
    "verb-of-principal": _pressing(EVA, Action("extend")),
    "form-of-coordinator": form_of_coordinator,
    "unknown-verb": _pressing(TWO[0], Action("drop_table")),
    "undecodable": _pressing(TWO[0], "%%%|{}|\x00"),
    "huge-number": _pressing(TWO[1], f"answer|{'9' * 18}|{'9' * 18}||{'9' * 500}|{'9' * 500}"),
    "foreign-row": foreign_row,
    "foreign-row-form": foreign_row_form,
    "closed-round-form": closed_round_form,
    "old-card": old_card,
}
