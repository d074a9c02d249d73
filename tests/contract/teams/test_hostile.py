"""Forged, misplaced, repeated, broken: a kind sentence or silence, no change, a line in the security log."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.hostile import CASES, Case
from tests.contract.teams.attempts import CANARY, JOINT, Attempt
from tests.contract.teams.attempts_door import DOOR
from tests.contract.teams.attempts_forged import FORGED
from tests.contract.teams.attempts_forms import FORMS
from tests.contract.teams.attempts_people import PEOPLE
from tests.contract.teams.attempts_said import SAID
from tests.contract.teams.attempts_times import TIMES
from tests.contract.teams.fake.forgery import header
from tests.contract.teams.fake.words import parts
from tests.contract.teams.open_town import OpenTown, open_town
from tests.contract.trying import assert_comes_to_nothing
from tests.storage.authorities import Line

ATTEMPTS: dict[str, Attempt] = {**FORGED, **FORMS, **SAID, **PEOPLE, **TIMES, **DOOR}
NASTY = "<at>alla</at>\u202e*Mallory*&lt;b&gt; [x](https://ond.example)"
MARKED = ("\u202e", "\u2066", "\u200f", "<at>alla")


@pytest.fixture(scope="module")
def town(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTown]:
    place = {"work_team": "Lag <at>x</at> *tre*", "school_code": "11111111"}
    mallory = Line("Norra", NASTY, address="mallory@malmo.example", **place)
    with open_town(migrated_file, tmp_path_factory.mktemp("town"), mallory, graph=True) as place:
        yield place


@pytest.fixture(autouse=True)
def _nothing_said_yet(town: OpenTown) -> None:
    town.teams.told.clear()
    town.teams.tenant.dialogs.clear()


def test_every_case_is_tried() -> None:
    assert set(ATTEMPTS) == {case.id for case in CASES}
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_it_comes_to_nothing(town: OpenTown, case: Case) -> None:
    assert_comes_to_nothing(town, case, ATTEMPTS[case.id])


def test_nothing_that_anybody_wrote_or_is_called_has_become_a_mention_or_a_link(town: OpenTown) -> None:
    said = town.all_messages()
    name = "alla</at>\u2217Mallory\u2217&lt;b&gt;"
    greeted = [each for each in said if name in each.words.replace(JOINT, "")]
    assert greeted, "the name is said"
    for message in said:
        assert not message.activity.get("entities")
        found = json.dumps(message.activity, ensure_ascii=False)
        assert not any(sign in found for sign in MARKED)
        read_as_markdown = [each for each in parts(message.cards) if each["type"] == "TextBlock"]
        assert not any("](http" in each["text"] for each in read_as_markdown)


def test_nothing_of_it_is_in_the_log(town: OpenTown) -> None:
    log, teams = town.bot.log.read_text("utf-8"), town.teams
    assert "teams request refused" in log, "it is the log"
    people = [each.aad_id for each in teams.tenant.users.values()]
    secrets = [teams.tenant.secret, header(teams.tenant)[:40], *people]
    for word in (CANARY, "Trygg", "Mallory", "malmo.example", "ond.example", *secrets):
        assert word not in log
