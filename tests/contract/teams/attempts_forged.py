"""Forged presses and forms: what a card carries is somebody else's, or nothing that there is."""

from collections.abc import Iterator
from dataclasses import replace

from conversations.messages import Action
from tests.contract.forging import Forger, row_of
from tests.contract.open_town import KARIN, OLD, ONE
from tests.contract.teams.attempts import (
    DISCUSSED,
    NOTE,
    Attempt,
    action_in,
    answer,
    carried,
    pack,
    presses,
    questioned,
    sends,
)
from tests.contract.teams.fake.words import actions
from tests.contract.teams.open_town import OpenTown

ASTA, BO, CIA, DAN, EVA = ONE


def another_team(town: OpenTown) -> Iterator[str]:
    card = pack(town, 1)
    theirs = replace(action_in(card, DISCUSSED), who=f"team:{town.team('Lag två')}")
    yield BO
    assert sends(town, BO, card, carried(card, DISCUSSED) | {"a": theirs.encode(), NOTE: "x"}).ok


def form_of_coordinator(town: OpenTown) -> Iterator[str]:
    card = questioned(town, BO)
    yield BO
    form = {"form": "field", "field.title": "x", "field.framework": "malmo-2022-2025"}
    assert sends(town, BO, card, carried(card) | {"a": Action("plan").encode()} | form).ok


def closed_round_form(town: OpenTown) -> Iterator[str]:
    card = questioned(town, BO)
    action = Action("change", town.round(OLD.title), town.school_id("Norra"))
    yield BO
    assert sends(town, BO, card, carried(card) | {"a": action.encode(), "form": "field"}).ok


def foreign_row(town: OpenTown) -> Iterator[str]:
    card = questioned(town, CIA)
    value = replace(action_in(card), verb="pause")
    theirs = row_of(town, BO)
    yield CIA
    assert presses(town, CIA, value, row=theirs).ok
    assert not carried_rows(town, CIA) & {theirs}


def foreign_row_form(town: OpenTown) -> Iterator[str]:
    assert town.teams.writes(town.user(KARIN), "ny omgång").ok
    card = town.newest(KARIN)
    yield KARIN
    assert sends(town, KARIN, card, carried(card, card.labels[0]) | {"row": row_of(town, BO)}).ok


def carried_rows(town: OpenTown, name: str) -> set[int]:
    """The rows that somebody's cards, as they see them, say they are."""
    user = town.user(name)
    seen = [each.seen_by(user) for each in town.teams.said(user)]
    return {int(action["data"]["row"]) for card in seen for action in actions(card)}


FORGED: dict[str, Attempt] = {
    **Forger(answer, presses).attempts(),
    "another-team": another_team,
    "form-of-coordinator": form_of_coordinator,
    "foreign-row": foreign_row,
    "foreign-row-form": foreign_row_form,
    "closed-round-form": closed_round_form,
}
