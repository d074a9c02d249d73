import os
import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from conversations.framework import load, packaged
from conversations.turn import Discussed, Extend, OpenRound
from storage import choices, closing, frameworks, rounds
from storage.database import Database
from storage.keys import Keys, Poll
from storage.tables import Discussion, Participation, Round, Scheduled, Window
from tests.storage.authorities import (
    CALENDAR,
    OPEN,
    PLAN,
    PLANNED,
    Authority,
    Line,
    found,
    lines,
    occasions,
    three_teams,
)


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    return found(database, keys)


def parts(authority: Authority, school: str) -> Counter[tuple[str, bool]]:
    """How many respondents of each kind a school has, with and without a team."""
    with authority.database.reading() as connection:
        rows = connection.execute(
            select(Participation.respondent_kind, Participation.team_id).where(
                Participation.round_id == authority.round,
                Participation.school_id == authority.school(school),
            )
        )
        return Counter((row.respondent_kind, row.team_id is not None) for row in rows)


def test_a_round_has_a_window_a_key_and_a_timetable_for_every_school_with_staff(authority: Authority) -> None:
    authority.plan()
    polls = [Poll(authority.id, authority.round, authority.school(name)) for name in ("Norra", "Södra")]
    assert authority.keys.kept() == sorted(polls)
    with authority.database.reading() as connection:
        windows = {row.school_id: row for row in connection.execute(select(Window.__table__))}
        kinds = connection.execute(
            select(Scheduled.kind).where(Scheduled.school_id == polls[0].school)
        ).scalars()
        assert set(kinds) == {occasion.kind for occasion in occasions(PLAN)}
    norra = windows[authority.school("Norra")]
    assert norra.opens_at.isoformat() == "2026-01-19T07:15:00+00:00"
    assert norra.closes_at.isoformat() == "2026-01-30T23:00:00+00:00"
    assert [windows[poll.school].staff for poll in polls] == [6, 2]


def test_everybody_on_the_staff_answers_alone_and_principals_do_not(authority: Authority) -> None:
    authority.plan()
    assert parts(authority, "Norra") == {("person", True): 6}


def test_a_school_under_five_answers_as_one(authority: Authority) -> None:
    authority.plan(replace(PLAN, leadership=True))
    assert parts(authority, "Södra") == {("school", False): 1}


def test_the_leadership_answers_beside_the_staff(authority: Authority) -> None:
    authority.plan(replace(PLAN, leadership=True))
    assert parts(authority, "Norra") == {("person", True): 6, ("leadership", False): 1}


def test_a_school_without_a_principal_has_no_leadership_answer(database: Database, keys: Keys) -> None:
    authority = found(database, keys, [row for row in lines() if row.name != "Rut Norr"])
    authority.plan(replace(PLAN, leadership=True))
    assert parts(authority, "Norra") == {("person", True): 6}


def test_work_teams_answer_as_one_where_the_round_says_so(database: Database, keys: Keys) -> None:
    authority = found(database, keys, three_teams())
    authority.plan(replace(PLAN, mode="team"))
    assert parts(authority, "Norra") == {("team", True): 3}
    assert parts(authority, "Södra") == {("school", False): 1}


def test_a_school_with_fewer_than_three_real_teams_answers_as_one(authority: Authority) -> None:
    authority.plan(replace(PLAN, mode="team"))
    assert parts(authority, "Norra") == {("school", False): 1}


def test_a_principal_on_the_staff_answers_and_somebody_at_two_schools_answers_at_both(
    database: Database, keys: Keys
) -> None:
    more = [Line("Norra", "Rut Norr", ("principal", "staff")), Line("Öster", "Asta Berg")]
    ostra = [Line("Öster", f"Person {letter}") for letter in "abcd"]
    authority = found(database, keys, [*lines(), *more, *ostra])
    authority.plan()
    assert parts(authority, "Norra") == {("person", True): 6, ("person", False): 1}
    assert parts(authority, "Öster") == {("person", False): 5}


def test_somebody_in_two_teams_counts_to_the_first(database: Database, keys: Keys) -> None:
    authority = found(database, keys, [*lines(), Line("Norra", "Folke Holm", work_team="Lag ett")])
    authority.plan()
    with database.reading() as connection:
        teams = connection.execute(
            select(Participation.team_id).where(
                Participation.respondent_kind == "person",
                Participation.respondent_id == authority.person("Folke Holm"),
            )
        ).scalars()
        assert list(teams) == [min(authority.team("Lag ett"), authority.team("Lag två"))]


def test_a_round_is_pinned_to_its_framework(authority: Authority) -> None:
    authority.plan()
    framework = load(packaged(PLAN.framework))
    frameworks._remembered.clear()
    with authority.database.reading() as connection:
        assert connection.execute(select(Round.framework_hash)).scalar_one() == framework.hash
        assert frameworks.pinned(connection, authority.id, framework.hash) == framework


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"decision": "  "}, "decision"),
        ({"closes_on": date(2026, 1, 18)}, "ends_before_start"),
        ({"opens_on": date(2026, 1, 2), "closes_on": date(2026, 1, 6)}, "in_the_past"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    authority: Authority, change: dict[str, object], sentence: str
) -> None:
    effect = OpenRound(replace(PLAN, **change), ())  # type: ignore[arg-type]
    with authority.database.writing() as connection, pytest.raises(ValueError, match=sentence):
        rounds.plan_round(connection, authority.keys, authority.id, effect, CALENDAR, PLANNED)
    assert authority.keys.kept() == []


def test_a_round_without_any_staff_is_refused(database: Database, keys: Keys) -> None:
    authority = found(database, keys, [Line("", "Karin Samordnare", ("coordinator",))])
    with pytest.raises(ValueError, match="staff"):
        authority.plan()


def test_two_rounds_of_one_kind_do_not_share_days_but_a_pulse_may(authority: Authority) -> None:
    authority.plan()
    with pytest.raises(ValueError, match="same days"):
        authority.plan(replace(PLAN, opens_on=PLAN.closes_on, closes_on=date(2026, 2, 20)))
    authority.plan(replace(PLAN, kind="pulse"))


def test_keys_of_a_round_that_was_never_committed_are_swept_away(authority: Authority) -> None:
    def fail() -> None:
        with authority.database.writing() as connection:
            effect = OpenRound(PLAN, occasions(PLAN))
            rounds.plan_round(connection, authority.keys, authority.id, effect, CALENDAR, PLANNED)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert len(authority.keys.kept()) == 2
    with authority.database.reading() as connection:
        assert closing.destroy_spent(connection, authority.keys) == 0, "it might still be committed"
        for path in authority.keys._directory.glob("*.key"):
            os.utime(path, (time.time() - 90_000,) * 2)
        assert closing.destroy_spent(connection, authority.keys) == 2
    assert authority.keys.kept() == []
    authority.plan()
    assert len(authority.keys.kept()) == 2


def test_the_sweep_leaves_the_keys_of_a_planned_round_alone(authority: Authority) -> None:
    authority.plan()
    with authority.database.writing() as connection:
        assert closing.destroy_spent(connection, authority.keys) == 0
    assert len(authority.keys.kept()) == 2


def test_an_extension_moves_one_schools_end_and_what_is_to_come(authority: Authority) -> None:
    authority.plan()
    later = replace(PLAN, closes_on=date(2026, 2, 6))
    norra = authority.school("Norra")
    with authority.database.writing() as connection:
        effect = Extend(authority.round, norra, later.closes_on, occasions(later, OPEN))
        rounds.extend(connection, authority.id, effect, CALENDAR)
    with authority.database.reading() as connection:
        ends = {row.school_id: row.closes_on for row in connection.execute(select(Window.__table__))}
        closes = {
            row.school_id: row.local_day
            for row in connection.execute(select(Scheduled.__table__).where(Scheduled.kind == "close"))
        }
    assert ends == closes == {norra: later.closes_on, authority.school("Södra"): PLAN.closes_on}


@pytest.mark.parametrize("last_day", [PLAN.closes_on, PLAN.closes_on - timedelta(days=1)])
def test_a_window_never_becomes_shorter(authority: Authority, last_day: date) -> None:
    authority.plan()
    effect = Extend(authority.round, authority.school("Norra"), last_day, ())
    with authority.database.writing() as connection, pytest.raises(ValueError, match="not later"):
        rounds.extend(connection, authority.id, effect, CALENDAR)


def test_another_authority_cannot_extend(authority: Authority, database: Database, keys: Keys) -> None:
    authority.plan()
    other = found(database, keys, workspace="other")
    effect = Extend(authority.round, authority.school("Norra"), date(2026, 2, 6), ())
    with database.writing() as connection, pytest.raises(ValueError, match="no open window"):
        rounds.extend(connection, other.id, effect, CALENDAR)


def test_a_talk_is_noted_noted_anew_and_taken_back(authority: Authority) -> None:
    authority.plan()
    talk = Discussed(authority.round, authority.team("Lag ett"), "culture", "Vi vill prova mer.")
    notes = select(Discussion.note)
    for effect, left in (
        (talk, ["Vi vill prova mer."]),
        (replace(talk, note="Vi provade."), ["Vi provade."]),
        (replace(talk, undone=True), []),
        (replace(talk, undone=True), []),
    ):
        with authority.database.writing() as connection:
            choices.discussed(connection, authority.id, effect, OPEN)
        with authority.database.reading() as connection:
            assert connection.execute(notes).scalars().all() == left


def test_muting_concerns_oneself_and_as_a_principal_what_one_answers_for(authority: Authority) -> None:
    authority.plan(replace(PLAN, leadership=True))
    poll = Poll(authority.id, authority.round, authority.school("Norra"))
    muted = select(func.count()).select_from(Participation).where(Participation.muted)
    with authority.database.writing() as connection:
        choices.mute(connection, poll, authority.person("Asta Berg"))
        assert connection.execute(muted).scalar_one() == 1
        choices.mute(connection, poll, authority.person("Rut Norr"), leads=True)
        assert connection.execute(muted).scalar_one() == 2
