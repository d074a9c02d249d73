"""Forged presses and forms: what a card or a modal carries is somebody else's, or nothing that there is."""

import json
from collections.abc import Iterator
from dataclasses import replace

from conversations.messages import Action
from tests.contract.forging import Forger, row_of
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
from tests.contract.slack.open_town import KARIN, OLD, ONE, OpenTown

ASTA, BO, CIA, DAN, EVA = ONE


def with_address(view: View, action: Action, **others: object) -> View:
    """A modal that says of itself that it was opened for something else."""
    kept = json.loads(view.content["private_metadata"]) | {"action": action.encode()} | others
    view.content = view.content | {"private_metadata": json.dumps(kept)}
    return view


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
    theirs = row_of(town, BO)
    yield CIA
    assert town.slack.presses(town.user(CIA), forged(card, TRUSTED, value, row=theirs), TRUSTED).ok


def foreign_row_form(town: OpenTown) -> Iterator[str]:
    karin = town.user(KARIN)
    assert town.slack.command(karin, "ny omgång").ok
    view = town.slack.until(lambda: town.slack.view(karin))
    theirs = with_address(view, Action("plan"), row=row_of(town, BO))
    yield KARIN
    assert town.slack.submits(karin, theirs, forged=True).ok
    assert not town.slack.ephemerals(town.user(BO))


FORGED: dict[str, Attempt] = {
    **Forger(answer, presses).attempts(),
    "another-team": another_team,
    "form-of-coordinator": form_of_coordinator,
    "foreign-row": foreign_row,
    "foreign-row-form": foreign_row_form,
    "closed-round-form": closed_round_form,
}
