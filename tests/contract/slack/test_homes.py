"""The home of the app: what concerns each role, as it is now, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.tables import Person
from tests.contract.slack.attempts import TRUSTED, questioned
from tests.contract.slack.open_town import KARIN, LENA, ONE, RUT, STIG, TWO, OpenTown, open_town

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
OWN = "Dina svar"
SECOND = "2 · "


@pytest.fixture(scope="module")
def town(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTown]:
    with open_town(migrated_file, tmp_path_factory.mktemp("town"), packs=False) as place:
        yield place


HOMES = {
    ASTA: ("Vem ser vad?", "Hjälp", "Byt språk"),
    LENA: ("Ditt arbetslag: Lag två",),
    RUT: ("Norra",),
    STIG: ("Södra",),
    KARIN: ("Alla skolor", "Det här gör jag härnäst", "Arbetslagens kanaler"),
}


OF_ROLES = ("Ditt arbetslag: Lag två", "Det här gör jag härnäst", "Arbetslagens kanaler")


@pytest.mark.parametrize("name", HOMES, ids=lambda name: name.split()[0])
def test_everybody_has_a_home_of_their_own(town: OpenTown, name: str) -> None:
    slack, user = town.slack, town.user(name)
    before = slack.said(user)
    assert slack.opens_home(user).ok
    home = slack.until(lambda: slack.home(user))
    assert f"Hej {name.split(maxsplit=1)[0]}!" in home.words
    for words in HOMES[name]:
        assert words in home.words
    for other in set(OF_ROLES) - set(HOMES[name]):
        assert other not in home.words
    assert slack.said(user) == before


def test_somebody_unknown_has_a_home_that_says_so(town: OpenTown) -> None:
    slack, user = town.slack, town.slack.user("Okänd Olsson", "olsson@annan.example")
    assert slack.opens_home(user).ok
    home = slack.until(lambda: slack.home(user))
    assert "dataskydd@malmo.example" in home.words
    assert not home.labels
    assert not slack.said(user)


def test_the_home_shows_what_a_press_in_it_has_done(town: OpenTown) -> None:
    slack, ida = town.slack, town.user(IDA)
    assert slack.opens_home(ida).ok
    home = slack.until(lambda: slack.home(ida))
    words, before = home.words, home.hash
    assert slack.presses_in_view(ida, home, "Byt språk").ok
    slack.until(lambda: "English" in slack.said(ida)[-1].labels)
    slack.until(lambda: home.hash != before)
    assert slack.presses(ida, slack.said(ida)[-1], "English").ok
    slack.settle()
    assert slack.opens_home(ida).ok
    slack.until(lambda: "Hello Ida" in home.words or "Hi Ida" in home.words)
    assert home.words != words
    assert next(row for row in town.rows(Person) if row["name"] == IDA)["language"] == "en"


def test_the_home_goes_on_with_the_questions(town: OpenTown) -> None:
    slack, kim = town.slack, town.user(KIM)
    questioned(town, KIM)
    assert slack.presses(kim, slack.said(kim)[-1], TRUSTED).ok
    slack.settle()
    assert slack.opens_home(kim).ok
    home = slack.until(lambda: slack.home(kim))
    before = len(slack.said(kim))
    assert slack.presses_in_view(kim, home, "Fortsätt").ok
    slack.until(lambda: len(slack.said(kim)) > before)
    assert "Fråga 2 av" in slack.said(kim)[-1].words


def test_nothing_was_against_slacks_rules(town: OpenTown) -> None:
    assert not town.slack.violations
    assert not town.slack.undelivered
