"""What is shown in a window of its own leaves nothing in the conversation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.tables import Ballot
from tests.contract.slack.attempts import all_messages
from tests.contract.slack.fake.state import Message, View
from tests.contract.slack.open_town import KARIN, ONE, TWO, OpenTown, open_town

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
OWN = "Dina svar"
SECOND = "2 · "


@pytest.fixture(scope="module")
def town(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTown]:
    with open_town(migrated_file, tmp_path_factory.mktemp("town"), packs=False) as place:
        yield place


def answered(town: OpenTown, name: str) -> None:
    """Somebody has answered everything, past the chat."""
    town.kept.answer_all(name, 3)


def reviewed(town: OpenTown, name: str) -> View:
    """The window with somebody's own answers, opened by the command."""
    user = town.user(name)
    user.workspace.views.pop(user.id, None)
    assert town.slack.command(user, "mina svar").ok
    view = town.slack.until(lambda: town.slack.view(user))
    assert OWN in view.words
    assert "3 · Trygg" in view.words
    return view


def nothing_stays(town: OpenTown, name: str, before: list[Message]) -> None:
    """The conversation is as it was, and no message anywhere has ever held the answers."""
    town.slack.settle()
    assert town.slack.said(town.user(name)) == before
    nowhere(town)


def nowhere(town: OpenTown) -> None:
    for message in all_messages(town):
        for words in (message.words, *(str(each["blocks"]) for each in message.versions)):
            assert OWN not in words


def test_own_answers_by_the_command_leave_nothing(town: OpenTown) -> None:
    answered(town, ASTA)
    before = town.slack.said(town.user(ASTA))
    reviewed(town, ASTA)
    nothing_stays(town, ASTA, before)
    assert not town.slack.ephemerals(town.user(ASTA))


def test_own_answers_asked_for_in_words_wait_behind_a_button(town: OpenTown) -> None:
    answered(town, BO)
    slack, bo = town.slack, town.user(BO)
    before = slack.said(bo)
    assert slack.writes(bo, "mina svar").ok
    (card,) = slack.until(lambda: slack.ephemerals(bo))
    assert card.labels == ["Visa"]
    assert slack.presses(bo, card, "Visa").ok
    view = slack.until(lambda: slack.view(bo))
    assert "3 · Trygg" in view.words
    nothing_stays(town, BO, before)


def test_own_answers_by_a_press_open_beside_the_card(town: OpenTown) -> None:
    answered(town, CIA)
    slack, cia = town.slack, town.user(CIA)
    before = len(slack.said(cia))
    assert slack.writes(cia, "fortsätt").ok
    card = slack.until(lambda: slack.said(cia)[before:])[-1]
    words, all_before = card.words, slack.said(cia)
    assert slack.presses(cia, card, "Se eller ändra svar").ok
    assert "3 · Trygg" in slack.until(lambda: slack.view(cia)).words
    nothing_stays(town, CIA, all_before)
    assert card.words == words


def test_the_shortcut_opens_what_the_command_opens(town: OpenTown) -> None:
    slack, dan = town.slack, town.user(DAN)
    before = len(slack.said(dan))
    assert slack.shortcut(dan, "skolsteg").ok
    slack.until(lambda: len(slack.said(dan)) > before)
    assert "Börja" in slack.said(dan)[-1].labels


def test_a_window_offers_no_file_that_would_stay_in_the_chat(town: OpenTown) -> None:
    answered(town, DAN)
    view = reviewed(town, DAN)
    assert "Ladda ner svaren" not in view.labels
    assert "Radera svaren" in view.labels


def test_answers_are_erased_from_within_the_window(town: OpenTown) -> None:
    answered(town, EVA)
    slack, eva, ballots = town.slack, town.user(EVA), len(town.rows(Ballot))
    view = reviewed(town, EVA)
    assert slack.presses_in_view(eva, view, "Radera svaren").ok
    slack.until(lambda: "Ja, radera" in slack.view(eva).labels)
    assert len(town.rows(Ballot)) == ballots
    assert slack.presses_in_view(eva, slack.view(eva), "Ja, radera").ok
    slack.until(lambda: "Svaren är raderade" in slack.view(eva).words)
    assert len(town.rows(Ballot)) == ballots - 1
    slack.settle()
    nowhere(town)
    assert "Svaren är raderade" in slack.said(eva)[-1].words, "that it is done may be read again"
    assert slack.said(eva)[-1].labels == slack.view(eva).labels


def test_an_answer_is_changed_from_within_the_window(town: OpenTown) -> None:
    answered(town, FOLKE)
    slack, folke = town.slack, town.user(FOLKE)
    view = reviewed(town, FOLKE)
    question = next(option for block in view.blocks for option in block.get("element", {}).get("options", []))
    assert slack.submits(folke, view, {"field.criterion": question["value"]}).ok
    slack.settle()
    card = slack.said(folke)[-1]
    label = next(each for each in card.labels if each.startswith(SECOND))
    assert slack.presses(folke, card, label).ok
    slack.until(lambda: "Tack" in slack.said(folke)[-1].words)
    assert reviewed(town, FOLKE).words.count(label) == 1


def test_a_form_keeps_what_was_filled_in_when_something_is_wrong(town: OpenTown) -> None:
    slack, karin = town.slack, town.user(KARIN)
    assert slack.command(karin, "ny omgång").ok
    view = slack.until(lambda: slack.view(karin))
    slack.settle()
    content, before = view.content, slack.said(karin)
    values = {
        "field.title": "Nästa",
        "field.opens_on": "2026-03-09",
        "field.closes_on": "2026-03-02",
        "field.decision": "GRF-2026-7",
        "field.mode": "individual",
    }
    assert slack.submits(karin, view, values).ok
    assert set(view.errors) == {"field.closes_on"}
    assert (slack.view(karin), view.content) == (view, content), "the same window, with what was filled in"
    assert slack.said(karin) == before
    assert slack.submits(karin, view, values | {"field.closes_on": "2026-03-20"}).ok
    assert slack.view(karin) is None
    assert town.round("Nästa")


def test_nothing_was_against_slacks_rules(town: OpenTown) -> None:
    assert not town.slack.violations
    assert not town.slack.undelivered
