from datetime import UTC, datetime

import pytest

from tests.bot.commands.certified import ASA, KARIN, OXIE, STEN, complete, coordinator, kept, log, told
from tests.bot.commands.desk import Desk

RECTOR = "Ö. Rektor 10000001"


@pytest.fixture
def ready(together: Desk) -> Desk:
    """Oxievångsskolan has nothing left to do."""
    complete(together, OXIE)
    return together


def number(desk: Desk) -> str:
    return desk.type("certificate", "list").lines[1][1]


def test_before_the_first_the_list_says_so(together: Desk) -> None:
    assert together.done("certificate", "list").strip() == "Ingen skola är certifierad än."


def test_a_school_with_something_left_to_do_is_told_what(together: Desk) -> None:
    before = kept(together)
    said = together.refused("certificate", "issue", ASA, "--yes")
    assert "kan inte certifieras än" in said
    assert "• Lärtillfälle 1: Ledarskap och planering" in said
    assert kept(together) == before


def test_a_certificate_is_issued_after_a_question(ready: Desk) -> None:
    before = kept(ready)
    said = ready.type("certificate", "issue", OXIE, answer="n\n")
    assert "Gäller till och med: 1 februari 2030" in said.out
    assert (said.code, said.err.strip()) == (1, "Nothing was changed.")
    assert kept(ready) == before
    heard = told(ready, RECTOR)
    said_last = ready.done("certificate", "issue", "oxievångsskolan", answer="y\n").splitlines()[-1]
    assert said_last == f"Certificate {number(ready)}, valid until 2030-02-01."
    assert told(ready, RECTOR) == heard + 1
    assert log(ready)[-1][:2] == ("certificate issued", KARIN)


def test_a_school_is_certified_once(ready: Desk) -> None:
    ready.done("certificate", "issue", OXIE, "--yes")
    before = kept(ready)
    assert "redan certifierad" in ready.refused("certificate", "issue", OXIE, "--yes")
    assert kept(ready) == before


def test_a_school_that_is_in_no_cohort_is_not_certified(together: Desk) -> None:
    said = together.refused("certificate", "issue", "Oxievangskolan")
    assert f"Did you mean {OXIE}?" in said


def test_anybody_may_ask_whether_a_certificate_holds(ready: Desk) -> None:
    ready.done("certificate", "issue", OXIE, "--yes")
    it = number(ready)
    # Whoever checks need not coordinate, nor type it as it stands.
    assert ready.done("certificate", "verify", f" {it.lower()}").strip() == f"{it} is valid until 2030-02-01."
    ready.now = datetime(2030, 2, 2, 9, tzinfo=UTC)
    assert ready.refused_out("certificate", "verify", it).strip() == (
        f"{it} has expired: it was valid until 2030-02-01."
    )


@pytest.mark.parametrize("wrong", ["DS-2027-AAAAA-AAAAA", "", "Å" * 50])
def test_a_number_that_nobody_has_is_a_sentence(together: Desk, wrong: str) -> None:
    assert "There is no certificate with the number" in together.refused("certificate", "verify", wrong)


def test_a_certificate_is_withdrawn_with_a_reason(ready: Desk) -> None:
    ready.done("certificate", "issue", OXIE, "--yes")
    it, heard, before = number(ready), told(ready, RECTOR), kept(ready)
    assert "Skriv några ord" in ready.refused("certificate", "withdraw", it, "--reason", "x", "--yes")
    refused = ready.type("certificate", "withdraw", it, "--reason", "Lades ned", answer="n\n")
    assert refused.code == 1
    assert f"Nummer: {it}" in refused.out
    assert kept(ready) == before
    assert "Motivering: Lades ned" in ready.done(
        "certificate", "withdraw", it, "--reason", "Lades ned", "--yes"
    )
    assert log(ready)[-1] == ("certificate withdrawn", KARIN, "Lades ned")
    assert told(ready, RECTOR) == heard + 1
    assert "is withdrawn since 2027-02-01" in ready.refused_out("certificate", "verify", it)
    before = kept(ready)
    assert "återkallat" in ready.refused("certificate", "withdraw", it, "--reason", "Lades ned", "--yes")
    assert kept(ready) == before


def test_a_certificate_is_withdrawn_by_its_own_number(ready: Desk) -> None:
    ready.done("certificate", "issue", OXIE, "--yes")
    it, before = number(ready), kept(ready)
    said = ready.refused("certificate", "withdraw", f"{it[:-1]}?", "--reason", "Lades ned", "--yes")
    assert f"Did you mean {it}?" in said
    assert kept(ready) == before


def test_a_certificate_is_withdrawn_in_its_own_authority_alone(ready: Desk) -> None:
    ready.done("certificate", "issue", OXIE, "--yes")
    withdraw = ("certificate", "withdraw", number(ready), "--reason", "Nej", "--yes", "--authority")
    new = ("--contact", "d@lund.example", "--platform", "slack", "--workspace", "T1")
    ready.done("authority", "create", "Lunds kommun", *new)
    assert "Nobody coordinates" in ready.refused(*withdraw, "Lunds kommun")
    roster = ready.file("lund.csv", coordinator(STEN))
    ready.done("roster", "import", roster, "--authority", "Lunds kommun")
    before = kept(ready)
    assert ready.refused(*withdraw, "Lunds kommun").strip() == "There is no certificate yet."
    assert "There is no authority called Lund" in ready.refused(*withdraw, "Lund")
    assert kept(ready) == before
