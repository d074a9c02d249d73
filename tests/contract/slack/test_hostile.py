"""Forged, misplaced, repeated, broken: a kind sentence or silence, no change, a line in the security log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.hostile import CASES, Case
from tests.contract.slack.attempts import CANARY, Attempt, all_messages
from tests.contract.slack.attempts_door import DOOR
from tests.contract.slack.attempts_forged import FORGED
from tests.contract.slack.attempts_forms import FORMS
from tests.contract.slack.attempts_people import PEOPLE
from tests.contract.slack.attempts_said import SAID
from tests.contract.slack.attempts_times import TIMES
from tests.contract.slack.open_town import OpenTown, open_town
from tests.contract.trying import assert_comes_to_nothing
from tests.storage.authorities import Line

ATTEMPTS: dict[str, Attempt] = {**FORGED, **FORMS, **SAID, **PEOPLE, **TIMES, **DOOR}
NASTY = "<!channel>\u202e*Mallory*&lt;b&gt; https://ond.example"


@pytest.fixture(scope="module")
def town(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTown]:
    mallory = Line(
        "Norra", NASTY, work_team="Lag <!here> *tre*", school_code="11111111", address="mallory@malmo.example"
    )
    with open_town(migrated_file, tmp_path_factory.mktemp("town"), mallory) as place:
        yield place


def test_every_case_is_tried() -> None:
    assert set(ATTEMPTS) == {case.id for case in CASES}
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_it_comes_to_nothing(town: OpenTown, case: Case) -> None:
    assert_comes_to_nothing(town, case, ATTEMPTS[case.id])


def test_nothing_that_anybody_wrote_or_is_called_has_become_a_mention_or_a_link(town: OpenTown) -> None:
    said = [each for each in all_messages(town) if each.bot_id]
    assert any("Hej <!channel>*Mallory*&lt;b&gt;!" in str(each.blocks) for each in said), "the name is said"
    for message in said:
        assert not message.mentions
        assert not any(sign in message.words for sign in "\u202e\u2066\u200f")


def test_nothing_of_it_is_in_the_log(town: OpenTown) -> None:
    log, slack = town.bot.log.read_text("utf-8"), town.slack
    urls = [path.rpartition("/")[2] for path in slack.world.response_urls]
    secrets = [slack.token, slack.app.signing_secret, slack.app.client_secret, *slack.world.triggers, *urls]
    assert "slack request refused" in log, "it is the log"
    for word in (CANARY, "Trygg", "Mallory", "malmo.example", "ond.example", *secrets):
        assert word not in log
