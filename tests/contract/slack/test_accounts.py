"""Who is who: accounts found by e-mail, changed, deactivated, late, doubled, or nobody's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import accounts, reach, strangers
from storage.tables import Account, Outbox, Person
from tests.contract.slack.attempts import TRUSTED, questioned
from tests.contract.slack.fake.state import User
from tests.contract.slack.open_town import (
    KARIN,
    LENA,
    ONE,
    PLAN,
    RUT,
    SOUTH,
    STIG,
    TWO,
    OpenTown,
    lines,
    open_town,
)
from tests.storage.authorities import Line

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
GUN, HANS = SOUTH
BOTH = "Bea Bägge"
REMINDED = datetime(2026, 1, 23, 8, tzinfo=UTC)
COLLEAGUES = 1200
NORTH = {"work_team": "Lag ett", "school_code": "11111111"}


def address(name: str) -> str:
    return f"{name.replace(' ', '.').lower()}@malmo.example"


@pytest.fixture(scope="module")
def town(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTown]:
    """Jan and Kim have no account; a thousand others are in the workspace; Bea works at both schools."""
    staff = [line.name for line in lines() if line.name not in (JAN, KIM)]
    folder = tmp_path_factory.mktemp("town")
    more = (
        Line("Norra", BOTH, **NORTH),
        *(Line("Södra", name, school_code="22222222") for name in (BOTH, "Per Ä", "Pia Ö", "Pål Å")),
    )
    there = [*staff, BOTH]
    with open_town(migrated_file, folder, *more, accounts=there, packs=False, others=COLLEAGUES) as place:
        yield place


def account(town: OpenTown, name: str) -> accounts.Account | None:
    person = town.person(name)
    return town.read(lambda found: accounts.of_person(found, town.authority, "slack", person))


def unreachable(town: OpenTown) -> int:
    """How many of Norra's respondents are not reached."""
    rounds, schools, day = [town.round(PLAN.title)], [town.school_id("Norra")], town.now.date()
    counted = town.read(lambda found: reach.unreachable(found, town.authority, rounds, schools, day))
    return sum(counted.values())


def as_told(town: OpenTown, name: str) -> str:
    """How far it has come, as somebody who leads reads it."""
    slack, user = town.slack, town.user(name)
    before = len(slack.said(user))
    assert slack.writes(user, "läget").ok
    slack.until(lambda: len(slack.said(user)) > before)
    return slack.said(user)[-1].words


def test_the_whole_workspace_is_looked_through_page_by_page(town: OpenTown) -> None:
    pages = [arguments for method, arguments in town.slack.calls if method == "users.list"]
    assert len(pages) == 3, "1 200 people and ours, 500 at a time"
    assert len({page.get("cursor", "") for page in pages}) == 3
    linked = {row["user_id"] for row in town.rows(Account)}
    there = (*ONE, FOLKE, IDA, LENA, RUT, GUN, HANS, STIG, KARIN, BOTH)
    assert linked == {town.user(name).id for name in there}
    assert not [each for each, _ in town.slack.calls if each == "users.info"]


def test_who_has_no_account_is_counted_and_not_named(town: OpenTown) -> None:
    assert unreachable(town) == 2
    told = as_told(town, RUT)
    assert "2" in told
    assert "nås inte" in told
    assert not any(name in told for name in (JAN, KIM, "Jan", "Kim"))


def test_who_comes_to_the_workspace_gets_what_has_waited(town: OpenTown) -> None:
    before = unreachable(town)
    assert town.slack.joins(JAN, address(JAN).upper()).ok
    town.slack.until(lambda: town.slack.said(town.user(JAN)))
    assert "Hej Jan!" in town.slack.said(town.user(JAN))[-1].words
    assert unreachable(town) == before - 1


def test_the_first_message_finds_out_who_writes(town: OpenTown) -> None:
    slack = town.slack
    kim = slack.user(KIM, address(KIM).upper())
    assert account(town, KIM) is None
    assert slack.writes(kim, "hej").ok
    slack.until(lambda: slack.said(kim))
    assert "Hej Kim!" in slack.said(kim)[0].words
    found = account(town, KIM)
    assert found
    assert found.user == kim.id
    assert unreachable(town) == 0


def test_a_message_to_somebody_without_an_account_looks_the_address_up(town: OpenTown) -> None:
    asked = {arguments["email"] for method, arguments in town.slack.calls if method == "users.lookupByEmail"}
    assert {address(JAN), address(KIM)} <= asked
    assert not asked & {address(name) for name in ONE}


def test_an_account_that_gets_another_address_becomes_whose_that_is(town: OpenTown) -> None:
    slack, user = town.slack, town.user(ASTA)
    assert slack.changes(user, email="nagon.annan@annan.example").ok
    assert account(town, ASTA) is None
    assert slack.writes(user, "mina svar").ok
    slack.until(lambda: "Jag hittar dig inte" in slack.said(user)[-1].words)
    assert slack.changes(user, email=address(ASTA)).ok
    assert account(town, ASTA)
    assert slack.writes(user, "hej").ok
    slack.until(lambda: "Hej Asta!" in slack.said(user)[-1].words)


def test_an_address_that_moves_to_another_account_takes_the_person_along(town: OpenTown) -> None:
    slack, old = town.slack, town.user(BO)
    assert slack.changes(old, email="bo.gammal@annan.example").ok
    new = slack.user("Bo Nykonto", "")
    assert slack.changes(new, email=address(BO)).ok
    found = account(town, BO)
    assert found
    assert found.user == new.id
    assert slack.writes(new, "hej").ok
    slack.until(lambda: slack.said(new))
    assert "Hej Bo!" in slack.said(new)[-1].words


def test_of_two_accounts_with_one_address_only_the_newest_is_that_person(town: OpenTown) -> None:
    slack, first = town.slack, town.user(CIA)
    second = slack.world.add_user(slack.workspace, "Cia Igen", address(CIA))
    for user in (second, first, second):
        assert slack.changes(user, locale="sv-SE").ok
        mine = [row for row in town.rows(Account) if row["person_id"] == town.person(CIA)]
        assert [(row["user_id"], row["state"]) for row in mine] == [(user.id, "active")]
    before = len(slack.said(first))
    assert slack.writes(second, "hej").ok
    slack.until(lambda: slack.said(second))
    assert "Hej Cia!" in slack.said(second)[-1].words
    assert len(slack.said(first)) == before, "nothing is said twice"


def test_who_is_deactivated_is_not_reached_and_counted_until_they_are_back(town: OpenTown) -> None:
    slack, user = town.slack, town.user(DAN)
    assert slack.changes(user, deleted=True).ok
    before, said = unreachable(town), len(slack.said(user))
    town.live_until(REMINDED)
    slack.until(lambda: unreachable(town) == before + 1)
    assert len(slack.said(user)) == said
    assert "nås inte" in as_told(town, RUT)
    assert slack.changes(user, deleted=False).ok
    slack.until(lambda: len(slack.said(user)) > said)
    assert unreachable(town) == before
    assert TRUSTED in questioned(town, DAN).labels


@pytest.mark.parametrize("flag", ["is_ultra_restricted", "is_bot"])
def test_guests_of_single_channels_and_bots_are_nobody(town: OpenTown, flag: str) -> None:
    slack, user = town.slack, town.user(EVA)
    assert slack.changes(user, **{flag: True}).ok
    before = slack.said(user)
    assert slack.writes(user, "fortsätt").ok
    slack.settle()
    assert not any("Fråga" in each.words for each in slack.said(user) if each not in before)
    assert slack.changes(user, **{flag: False}).ok
    assert TRUSTED in questioned(town, EVA).labels


def test_a_guest_of_several_channels_is_a_colleague(town: OpenTown) -> None:
    user = town.user(FOLKE)
    assert town.slack.changes(user, is_restricted=True).ok
    assert TRUSTED in questioned(town, FOLKE).labels


def test_somebody_at_two_schools_chooses_which(town: OpenTown) -> None:
    slack, bea = town.slack, town.user(BOTH)
    people = [row for row in town.rows(Person) if row["name"] == BOTH]
    assert len(people) == 1
    before = len(slack.said(bea))
    assert slack.writes(bea, "hej").ok
    slack.until(lambda: len(slack.said(bea)) > before)
    assert {"Norra", "Södra"} <= set(slack.said(bea)[-1].labels)
    assert slack.presses(bea, slack.said(bea)[-1], "Södra").ok
    slack.until(lambda: "Södra" in slack.said(bea)[-1].words and "Börja" in slack.said(bea)[-1].labels)


def test_strangers_are_counted_until_they_are_on_the_roster(town: OpenTown) -> None:
    slack = town.slack
    known = town.read(lambda found: strangers.count(found, town.authority))
    unknown = [slack.user(f"Okänd {number}", f"okand{number}@annan.example") for number in range(2)]
    for user in unknown:
        assert slack.writes(user, "hej").ok
    slack.until(lambda: town.read(lambda found: strangers.count(found, town.authority)) == known + 2)
    assert f"{known + 2} personer som inte finns i personallistan" in home_of(town, town.user(KARIN))
    assert slack.changes(unknown[0], email=address("Per Ä")).ok
    expected = "En person" if known == 0 else f"{known + 1} personer"
    assert f"{expected} som inte finns i personallistan" in home_of(town, town.user(KARIN))
    assert town.read(lambda found: strangers.count(found, town.authority)) == known + 1


def home_of(town: OpenTown, user: User) -> str:
    before = town.slack.home(user).hash if town.slack.home(user) else ""
    assert town.slack.opens_home(user).ok
    home = town.slack.until(lambda: (found := town.slack.home(user)) and found.hash != before and found)
    return str(home.words)


def test_nobody_was_sent_anything_twice(town: OpenTown) -> None:
    marks = [
        each.metadata["event_payload"]["message"]
        for channel in list(town.slack.workspace.channels.values())
        for each in channel.messages.values()
        if each.metadata
    ]
    assert len(marks) == len(set(marks))
    town.slack.until(lambda: {row["state"] for row in town.rows(Outbox)} <= {"sent", "dropped", "failed"})
    assert not town.slack.violations
    assert town.now < REMINDED + timedelta(days=1)
