from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conversations.certification import Decision, TeamNote
from conversations.context import Need, YearResult
from conversations.snapshot import AreaResult, CriterionResult, Index, Share, Snapshot, Suggestion, TeamResult
from conversations.turn import Discussed
from storage import audit, decision_log, snapshots
from storage.audit import Entry
from storage.database import Database
from storage.keys import Keys, Poll
from tests.storage.authorities import CLOSED, PLAN, Authority, found, lines
from tests.storage.roads import apply, close

LATER = datetime(2026, 3, 9, 9, tzinfo=UTC)
SECOND = datetime(2027, 1, 20, 9, tzinfo=UTC)
NEXT = replace(PLAN, title="2027", opens_on=date(2027, 1, 19), closes_on=date(2027, 1, 29))
RESULT = Snapshot(
    "f",
    "yearly",
    "individual",
    (),
    6,
    6,
    shown=True,
    criteria=(CriterionResult("courage-to-try", 3, reached=True, share=Share(60)),),
    areas=(AreaResult("culture", 3, Index(2.8), "higher"),),
    teams=(TeamResult(1, "Lag ett", 5, ()),),
    suggestions=(Suggestion("courage-to-try", "to_4"),),
)


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    made = found(database, keys)
    made.plan()
    return made


def note(authority: Authority, team: str, area: str, said: str) -> None:
    effect = Discussed(authority.round, authority.team(team), area, said)
    authority.do(authority.arrived("Asta Berg"), effect)


def notes(authority: Authority, name: str, now: datetime = LATER) -> tuple[TeamNote, ...]:
    return authority.context(authority.arrived(name), Need.NOTES, now=now).notes


def test_a_principal_reads_what_the_work_teams_wrote_down(authority: Authority) -> None:
    note(authority, "Lag två", "culture", "Vi fikar.")
    note(authority, "Lag ett", "culture", " Vi vill prova mer. ")
    note(authority, "Lag ett", "competence", "  ")
    norra = authority.school("Norra")
    assert notes(authority, "Rut Norr") == (
        TeamNote(norra, "Lag ett", "culture", "Vi vill prova mer."),
        TeamNote(norra, "Lag två", "culture", "Vi fikar."),
    )
    for name in ("Stig Söder", "Asta Berg", "Karin Samordnare"):
        assert notes(authority, name) == ()


def test_notes_are_those_of_the_newest_yearly_round_that_has_opened(authority: Authority) -> None:
    note(authority, "Lag ett", "culture", "Förra året.")
    authority.plan(replace(PLAN, kind="pulse", opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 6)))
    note(authority, "Lag ett", "culture", "I pulsen.")
    authority.plan(NEXT)
    assert [each.note for each in notes(authority, "Rut Norr")] == ["Förra året."]
    assert notes(authority, "Rut Norr", SECOND) == ()
    note(authority, "Lag ett", "culture", "I år.")
    assert [each.note for each in notes(authority, "Rut Norr", SECOND)] == ["I år."]


def test_no_repr_of_a_context_tells_a_note(authority: Authority) -> None:
    note(authority, "Lag ett", "culture", "Vi vill prova mer.")
    context = authority.context(authority.arrived("Rut Norr"), Need.NOTES, now=LATER)
    assert context.notes
    assert "prova mer" not in repr(context)


def decided(authority: Authority, what: str, school: str = "", by: str = "Karin Samordnare") -> None:
    where = authority.school(school) if school else 0
    person = authority.person(by) if by else 0
    with authority.database.writing() as connection:
        audit.note(connection, authority.id, Entry(what, person, 0, where, f"Därför {what}."), LATER)


def log(authority: Authority, name: str) -> tuple[Decision, ...]:
    return authority.context(authority.arrived(name), Need.LOG, now=LATER).log


def test_the_log_tells_what_was_decided_about_the_own_school_newest_first(authority: Authority) -> None:
    decided(authority, "application accepted", "Norra")
    decided(authority, "certificate issued", "Norra", by="")
    decided(authority, "application declined", "Södra")
    decided(authority, "cohort made")
    assert log(authority, "Rut Norr") == (
        Decision(LATER, "", "certificate issued", "Norra", "Därför certificate issued."),
        Decision(LATER, "Karin Samordnare", "application accepted", "Norra", "Därför application accepted."),
    )
    assert [(each.what, each.school) for each in log(authority, "Karin Samordnare")] == [
        ("cohort made", ""),
        ("application declined", "Södra"),
        ("certificate issued", "Norra"),
        ("application accepted", "Norra"),
    ]
    assert log(authority, "Asta Berg") == ()


def test_nothing_but_the_road_is_in_the_log(authority: Authority) -> None:
    for what in ("extend", "refused certify", "planned", "sessions", "open round", "application"):
        decided(authority, what, "Norra")
    for family in decision_log.FAMILIES:
        decided(authority, f"{family} done", "Norra")
    assert {each.what for each in log(authority, "Karin Samordnare")} == {
        f"{family} done" for family in decision_log.FAMILIES
    }


def test_whoever_has_left_keeps_their_name_in_the_log(authority: Authority) -> None:
    decided(authority, "application sent", "Norra", by="Asta Berg")
    authority.take([row for row in lines() if row.name != "Asta Berg"], LATER)
    assert [each.by for each in log(authority, "Rut Norr")] == ["Asta Berg"]


def keep(authority: Authority, school: str, answered: int) -> None:
    """Freeze a school in the newest round, and put a result beside the one that the bot made."""
    close(authority, school)
    poll = Poll(authority.id, authority.round, authority.school(school))
    with authority.database.writing() as connection:
        snapshots.save(connection, poll, replace(RESULT, answered=answered), CLOSED)


def years(authority: Authority, name: str) -> tuple[YearResult, ...]:
    return authority.context(authority.arrived(name), Need.YEARS, now=LATER).years


def test_the_years_are_every_frozen_yearly_result_oldest_first(authority: Authority) -> None:
    keep(authority, "Södra", 2)
    keep(authority, "Norra", 4)
    authority.plan(replace(PLAN, kind="pulse", opens_on=date(2026, 5, 4), closes_on=date(2026, 5, 8)))
    keep(authority, "Norra", 3)
    authority.plan(NEXT)
    keep(authority, "Norra", 5)
    told = [
        (each.opens_on, each.round.title, each.school.name, each.school.staff, each.snapshot.answered)
        for each in years(authority, "Karin Samordnare")
    ]
    assert told == [
        (PLAN.opens_on, PLAN.title, "Norra", 6, 4),
        (PLAN.opens_on, PLAN.title, "Södra", 2, 2),
        (NEXT.opens_on, "2027", "Norra", 6, 5),
    ]
    assert [each.snapshot.answered for each in years(authority, "Rut Norr")] == [4, 5]
    assert [each.snapshot.answered for each in years(authority, "Stig Söder")] == [2]
    assert years(authority, "Asta Berg") == ()


def test_a_principal_sees_the_whole_result_and_a_coordinator_what_coordinators_see(
    authority: Authority,
) -> None:
    keep(authority, "Norra", 6)
    (mine,) = years(authority, "Rut Norr")
    assert mine.snapshot == RESULT
    (told,) = years(authority, "Karin Samordnare")
    assert told.snapshot.areas == (AreaResult("culture", 3, Index(2.8)),)
    assert told.snapshot.criteria[0].share is None
    assert (told.snapshot.teams, told.snapshot.suggestions) == ((), ())
    assert "60" not in repr(told.snapshot)


@pytest.mark.parametrize(
    ("status", "shown"),
    [("draft", False), ("sent", True), ("returned", True), ("accepted", True), ("withdrawn", False)],
)
def test_a_coordinator_sees_the_shares_of_the_year_that_a_school_applied_after(
    authority: Authority, status: str, *, shown: bool
) -> None:
    keep(authority, "Norra", 6)
    apply(authority, "Norra", status)
    authority.plan(NEXT)
    keep(authority, "Norra", 6)
    first, second = years(authority, "Karin Samordnare")
    assert first.snapshot.criteria[0].share == (Share(60) if shown else None)
    assert second.snapshot.criteria[0].share is None


def test_a_coordinator_who_leads_a_school_sees_its_whole_result(authority: Authority) -> None:
    keep(authority, "Norra", 6)
    both = [
        replace(row, roles=("principal", "coordinator")) if row.name == "Rut Norr" else row for row in lines()
    ]
    authority.take(both)
    assert [each.snapshot for each in years(authority, "Rut Norr")] == [RESULT]
