from dataclasses import replace

import pytest

from bot.rosters.changes import compare
from bot.rosters.problems import Problem
from bot.rosters.rows import Roster, Row

ASA = Row(2, "Norr", "10000001", "Röda laget", "Åsa Öberg", "asa@skola.example", ("staff",), "sv")
BO = Row(3, "Norr", "10000001", "", "Bo Ek", "bo@skola.example", ("principal",), "sv")


def lines(existing: list[Row], *wanted: Row) -> tuple[str, ...]:
    return compare(existing, Roster(tuple(wanted))).lines()


def test_the_same_file_again_changes_nothing() -> None:
    again = (replace(BO, line=2), replace(ASA, line=9))
    found = compare([ASA, BO], Roster(again))
    assert (found.changes, found.unchanged) == ((), 2)


def test_the_first_import_brings_schools_teams_and_people() -> None:
    found = compare([], Roster((ASA, BO)))
    assert found.lines() == (
        "Ny skola: Norr",
        "Nytt arbetslag: Norr, Röda laget",
        "Ny: Åsa Öberg, Norr, Röda laget (asa@skola.example)",
        "Ny: Bo Ek, Norr (bo@skola.example)",
    )
    assert found.count("new_person") == 2
    assert found.unchanged == 0


def test_somebody_moves_and_somebody_leaves() -> None:
    moved = replace(ASA, school="Söder", school_code="10000002", work_team="")
    assert lines([ASA, BO], moved) == (
        "Ny skola: Söder",
        "Skola som inte finns i filen: Norr",
        "Flyttar: Åsa Öberg, Norr, Röda laget → Söder (asa@skola.example)",
        "Slutar: Bo Ek, Norr (bo@skola.example)",
    )


def test_a_second_school_is_a_move_that_names_both() -> None:
    other = replace(ASA, school="Söder", school_code="10000002", work_team="")
    assert lines([ASA], ASA, other)[-1] == (
        "Flyttar: Åsa Öberg, Norr, Röda laget → Norr, Röda laget; Söder (asa@skola.example)"
    )


def test_names_and_roles_change_and_a_language_is_left_to_the_person() -> None:
    new = replace(ASA, name="Åsa Öberg Ek", language="en", roles=("staff", "representative"))
    assert lines([ASA], new) == (
        "Byter namn: Åsa Öberg → Åsa Öberg Ek (asa@skola.example)",
        "Nya roller: Åsa Öberg Ek, personal → digitaliseringspedagog; personal (asa@skola.example)",
    )


def test_roles_that_swap_schools_are_seen() -> None:
    south = replace(BO, school="Söder", school_code="10000002", roles=("staff",))
    swapped = (replace(BO, roles=("staff",)), replace(south, roles=("principal",)))
    (only,) = lines([BO, south], *swapped)
    assert only.startswith("Nya roller: Bo Ek, ")
    assert "rektor (Norr); personal (Söder) → personal (Norr); rektor (Söder)" in only


def test_a_school_with_a_new_name_and_the_same_code_moves_nobody() -> None:
    renamed = [replace(row, school="Norra skolan") for row in (ASA, BO)]
    found = compare([ASA, BO], Roster(tuple(renamed)))
    assert found.lines() == ("Skola byter namn: Norr → Norra skolan",)
    assert found.unchanged == 2


def test_a_school_with_a_new_code_is_the_same_school() -> None:
    assert lines([ASA], replace(ASA, school_code="10000009")) == (
        "Ny skolenhetskod: Norr, 10000001 → 10000009",
    )


def test_a_code_that_goes_over_to_a_known_school_does_not_rename_it() -> None:
    south = replace(BO, school="Söder", school_code="10000002")
    taken = replace(south, school_code="10000001")
    assert lines([ASA, south], taken)[:2] == (
        "Ny skolenhetskod: Söder, 10000002 → 10000001",
        "Skola som inte finns i filen: Norr",
    )


def test_a_coordinator_belongs_to_no_school() -> None:
    siv = Row(4, "", "", "", "Siv", "siv@skola.example", ("coordinator",), "sv")
    assert lines([], siv) == ("Ny: Siv, ingen skola (siv@skola.example)",)


def test_changes_are_told_in_english_too() -> None:
    found = compare([ASA], Roster((replace(ASA, roles=("principal",), language="en"),)))
    assert found.lines("en") == ("New roles: Åsa Öberg, staff → principal (asa@skola.example)",)


def test_a_roster_with_problems_is_not_compared() -> None:
    with pytest.raises(ValueError, match="problems"):
        compare([ASA], Roster(problems=(Problem(2, "no_email"),)))
