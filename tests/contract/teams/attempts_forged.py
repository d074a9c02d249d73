"""Forged presses and forms: what a card carries is somebody else's, or nothing that there is."""

from collections.abc import Iterator
from dataclasses import replace

from conversations.messages import Action
from storage.tables import Outbox
from tests.contract.open_town import KARIN, OLD, ONE, TWO
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
    assert sends(town, KARIN, card, carried(card, card.titles[0]) | {"row": row_of(town, BO)}).ok


def old_card(town: OpenTown) -> Iterator[str]:
    questioned(town, TWO[3])
    yield TWO[3]
    action = Action("begin", town.round(OLD.title), town.school_id("Norra"))
    assert presses(town, TWO[3], action).ok
    town.teams.until(lambda: OLD.title in town.teams.said(town.user(TWO[3]))[-1].words)


def row_of(town: OpenTown, name: str) -> int:
    return max(int(str(row["id"])) for row in town.rows(Outbox) if row["to_id"] == town.person(name))


def carried_rows(town: OpenTown, name: str) -> set[int]:
    """The rows that somebody's cards, as they see them, say they are."""
    user = town.user(name)
    seen = [each.seen_by(user) for each in town.teams.said(user)]
    return {int(action["data"]["row"]) for card in seen for action in actions(card)}


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
