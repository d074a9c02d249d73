from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, update

from conversations.context import Need
from conversations.events import Due, Pressed, Wrote
from conversations.facts import Role
from conversations.messages import Action, Button, Buttons, Message, Text
from conversations.snapshot import (
    AreaResult,
    CriterionResult,
    Index,
    Share,
    Snapshot,
    Suggestion,
    TeamResult,
)
from conversations.turn import Close, Discussed, Mute, Record, Respondent, Say, To
from storage import contexts, sight, snapshots
from storage.database import Database
from storage.keys import Keys, Poll
from storage.tables import Application, Scheduled
from tests.storage.authorities import (
    CLOSED,
    OPEN,
    PLAN,
    PLANNED,
    Arrived,
    Authority,
    Line,
    found,
    lines,
    three_teams,
)

LEFT = datetime(2026, 1, 21, 9, tzinfo=UTC)


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    """With a round in which the leadership answers too."""
    made = found(database, keys)
    made.plan(replace(PLAN, leadership=True))
    return made


def clock(authority: Authority, kind: str, school: str, now: datetime = OPEN) -> contexts.Context:
    due = Due(kind, authority.round, authority.school(school))
    return authority.context(Arrived(authority.id, 0, due), Need.WAITING, Need.SCHOOLS, now=now)


def close(authority: Authority, school: str) -> None:
    effect = Close(authority.round, authority.school(school), ())
    authority.do(Arrived(authority.id, 0), effect, now=CLOSED)


def test_a_teacher_has_one_desk_with_empty_answers_and_the_team(authority: Authority) -> None:
    (desk,) = authority.desks("Asta Berg")
    assert desk.respondent == Respondent("person", authority.person("Asta Berg"))
    assert (desk.school.name, desk.school.staff, desk.status) == ("Norra", 6, "invited")
    assert set(desk.answers) == {0}
    assert len(desk.answers) == len(desk.round.criteria)
    assert desk.team is not None
    assert (desk.team.name, desk.team.members) == ("Lag ett", 0)


def test_nothing_is_loaded_that_is_not_needed(authority: Authority) -> None:
    context = authority.context(authority.arrived("Asta Berg"))
    assert (context.desks, context.teams, context.schools, context.card) == ((), (), (), ())


def test_an_unknown_person_sees_nothing(authority: Authority) -> None:
    context = authority.context(Arrived(authority.id, 4711), *Need)
    assert context.me is None
    assert (context.desks, context.teams, context.schools) == ((), (), ())
    assert context.language == "sv"


def test_a_person_of_another_authority_is_unknown(
    authority: Authority, database: Database, keys: Keys
) -> None:
    other = found(database, keys, workspace="other")
    context = other.context(Arrived(other.id, authority.person("Asta Berg")), *Need)
    assert context.me is None


def test_an_unknown_authority_is_an_error(authority: Authority) -> None:
    with pytest.raises(LookupError, match="no authority"):
        authority.context(Arrived(4711, 1))


def test_one_person_at_two_schools_has_two_desks_apart(database: Database, keys: Keys) -> None:
    ostra = [Line("Östra", name) for name in ("Asta Berg", "A Ett", "B Två", "C Tre", "D Fyra")]
    authority = found(database, keys, [*lines(), *ostra])
    authority.plan()
    authority.answer("Asta Berg", {0: 3}, school="Norra")
    authority.answer("Asta Berg", {0: 1, 1: 2}, school="Östra")
    answers = {desk.school.name: desk.answers[:2] for desk in authority.desks("Asta Berg")}
    assert answers == {"Norra": (3, 0), "Östra": (1, 2)}


def test_a_named_desk_comes_first_and_alone_is_opened(database: Database, keys: Keys) -> None:
    ostra = [Line("Östra", name) for name in ("Asta Berg", "A Ett", "B Två", "C Tre", "D Fyra")]
    authority = found(database, keys, [*lines(), *ostra])
    authority.plan()
    authority.answer("Asta Berg", {0: 3}, school="Norra")
    authority.answer("Asta Berg", {0: 1}, school="Östra")
    for school, given in (("Norra", 3), ("Östra", 1)):
        pressed = Pressed(Action("answer", authority.round, authority.school(school)))
        first, second = authority.context(authority.arrived("Asta Berg", pressed), Need.DESKS).desks
        assert (first.school.name, first.answers[0], set(second.answers)) == (school, given, {0})


def test_principals_answer_for_the_leadership_or_the_small_school_alone(authority: Authority) -> None:
    assert [desk.respondent.kind for desk in authority.desks("Rut Norr")] == ["leadership"]
    assert [desk.respondent for desk in authority.desks("Stig Söder")] == [
        Respondent("school", authority.school("Södra"))
    ]
    assert authority.desks("Gun Ivarsson") == authority.desks("Karin Samordnare") == ()


def test_a_work_team_answers_at_one_desk_that_its_members_share(database: Database, keys: Keys) -> None:
    authority = found(database, keys, three_teams())
    authority.plan(replace(PLAN, mode="team"))
    authority.answer("Asta Berg", {0: 4})
    (mine,), (others,) = authority.desks("Bo Dahl"), authority.desks("Folke Holm")
    assert (mine.respondent, mine.answers[0]) == (Respondent("team", authority.team("Lag ett")), 4)
    assert others.answers[0] == 0


def test_after_the_close_a_desk_is_there_without_answers_and_without_a_key(authority: Authority) -> None:
    authority.answer("Asta Berg", {0: 3})
    close(authority, "Norra")
    authority.keys.destroy(Poll(authority.id, authority.round, authority.school("Norra")))
    (desk,) = authority.desks("Asta Berg", CLOSED)
    assert desk.window.state(CLOSED) == "closed"
    assert set(desk.answers) == {0}


def test_typed_words_see_the_buttons_of_the_newest_message_here(authority: Authority) -> None:
    asta, bo = (To("person", authority.person(name)) for name in ("Asta Berg", "Bo Dahl"))
    for number, to in enumerate((asta, asta, bo)):
        message = Message("Hej", (Text("Hej"), Buttons((Button("Börja", Action(f"verb{number}")),))))
        authority.do(authority.arrived("Asta Berg"), Say(to, message, f"key{number}"))
    wrote = authority.arrived("Asta Berg", Wrote("börja"))
    assert [action.verb for action in authority.context(wrote).card] == ["verb1"]
    assert authority.context(replace(wrote, place=bo)).card == ()


def test_a_team_is_seen_by_its_members_only(authority: Authority) -> None:
    place = To("team", authority.team("Lag ett"))
    for name, expected in (("Asta Berg", ["Lag ett"]), ("Folke Holm", []), ("Rut Norr", [])):
        context = authority.context(authority.arrived(name, place=place), Need.TEAM)
        assert [view.team.name for view in context.teams] == expected
    own = authority.context(authority.arrived("Folke Holm"), Need.TEAM)
    assert [view.team.name for view in own.teams] == ["Lag två"]


def test_a_team_talks_from_its_pack_and_an_old_card_finds_its_round_after_the_close(
    authority: Authority, database: Database
) -> None:
    arrived = authority.arrived("Asta Berg")
    with database.writing() as connection:
        late = update(Scheduled).where(Scheduled.kind == "discussion_pack")
        connection.execute(late.values(due_at=datetime(2026, 1, 14, 8, tzinfo=UTC)))
    for day, seen in ((PLANNED, 0), (datetime(2026, 1, 15, 8, tzinfo=UTC), 1), (OPEN, 1), (CLOSED, 1)):
        assert len(authority.context(arrived, Need.TEAM, now=day).teams) == seen
    close(authority, "Norra")
    (old,) = authority.context(arrived, Need.TEAM, now=CLOSED).teams
    assert old.window.frozen
    assert authority.context(arrived, Need.TEAM, now=CLOSED + timedelta(days=90)).teams == ()


def test_a_team_whose_count_would_tell_another_persons_is_not_counted(authority: Authority) -> None:
    for name in ("Asta Berg", "Folke Holm"):
        authority.answer_all(name, 3)
    team = authority.team("Lag ett")
    authority.do(authority.arrived("Asta Berg"), Discussed(authority.round, team, "culture", "Ja."))
    (view,) = authority.context(authority.arrived("Bo Dahl"), Need.TEAM).teams
    assert (view.team.members, view.team.finished, view.team.counted) == (5, 0, False), "the sixth is alone"
    assert (view.team.discussed, view.team.notes) == ({"culture"}, {"culture": "Ja."})
    (small,) = authority.context(authority.arrived("Folke Holm"), Need.TEAM).teams
    assert (small.team.members, small.team.finished, small.team.counted) == (1, 0, False)


def test_a_team_of_five_is_counted_where_nobody_stands_outside(database: Database, keys: Keys) -> None:
    authority = found(database, keys, [row for row in lines() if row.name != "Folke Holm"])
    authority.plan(PLAN)
    authority.answer_all("Asta Berg", 3)
    (view,) = authority.context(authority.arrived("Bo Dahl"), Need.TEAM).teams
    assert (view.team.members, view.team.finished, view.team.counted) == (5, 1, True)


def test_a_principal_sees_the_own_school_and_nothing_of_another(authority: Authority) -> None:
    other = Pressed(Action("results", authority.round, authority.school("Norra")))
    context = authority.context(authority.arrived("Stig Söder", other), Need.SCHOOLS, Need.DESKS)
    assert {view.school.name for view in context.schools} == {"Södra"}
    assert {desk.school.name for desk in context.desks} == {"Södra"}


def test_a_principal_follows_counts_and_teams(authority: Authority) -> None:
    authority.answer("Asta Berg", {0: 3})
    authority.answer_all("Bo Dahl", 3)
    (view,) = authority.context(authority.arrived("Rut Norr"), Need.SCHOOLS).schools
    assert (view.counts.invited, view.counts.begun, view.counts.finished) == (6, 1, 1)
    assert [(team.name, team.members) for team in view.teams] == [("Lag ett", 5), ("Lag två", 1)]


def test_staff_see_no_counts_and_coordinators_no_teams(authority: Authority) -> None:
    authority.answer_all("Asta Berg", 3)
    (own,) = authority.context(authority.arrived("Asta Berg"), Need.SCHOOLS).schools
    assert (own.school.name, own.counts.invited, own.counts.finished, own.teams) == ("Norra", 0, 0, ())
    every = authority.context(authority.arrived("Karin Samordnare"), Need.SCHOOLS).schools
    assert {view.school.name: view.counts.finished for view in every} == {"Norra": 1, "Södra": 0}
    assert all(view.teams == () for view in every)


def test_a_view_loses_its_teams_on_the_way_to_whoever_does_not_lead_the_school(authority: Authority) -> None:
    (whole,) = authority.context(authority.arrived("Rut Norr"), Need.SCHOOLS).schools
    assert whole.teams
    assert sight.of_coordinator(whole, set()).teams == ()
    assert sight.of_staff(whole, {whole.teams[0].id}).teams == ()


def test_the_two_newest_rounds_of_a_kind_and_the_named_one(authority: Authority) -> None:
    first = authority.round
    for year in (2027, 2028):
        days = {"opens_on": date(year, 1, 19), "closes_on": date(year, 1, 29)}
        authority.plan(replace(PLAN, **days))
    pulse = authority.plan(replace(PLAN, kind="pulse"))
    newest = [authority.round - 1, authority.round - 2, pulse]
    arrived = authority.arrived("Rut Norr")
    seen = [view.round.id for view in authority.context(arrived, Need.SCHOOLS).schools]
    assert seen == newest
    named = replace(arrived, event=Pressed(Action("results", first, authority.school("Norra"))))
    assert first in [view.round.id for view in authority.context(named, Need.SCHOOLS).schools]


def keep(authority: Authority, round_id: int, answered: int) -> None:
    lag_ett, lag_tva = (authority.team(name) for name in ("Lag ett", "Lag två"))
    shown = (TeamResult(lag_ett, "Lag ett", 5, ()), TeamResult(lag_tva, "Lag två", 5, ()))
    area = AreaResult("culture", 3, Index(2.8), "higher")
    criterion = CriterionResult(
        "courage-to-try", 3, reached=True, more_answers=2, certainty="likely", spread="mixed", share=Share(60)
    )
    snapshot = Snapshot(
        "f",
        "yearly",
        "individual",
        (),
        6,
        answered,
        shown=True,
        criteria=(criterion,),
        areas=(area,),
        teams=shown,
        suggestions=(Suggestion("courage-to-try", "to_4"),),
    )
    poll = Poll(authority.id, round_id, authority.school("Norra"))
    with authority.database.writing() as connection:
        snapshots.save(connection, poll, snapshot, CLOSED)


def test_a_result_stands_beside_the_one_before_it(authority: Authority) -> None:
    first = authority.round
    second = authority.plan(replace(PLAN, opens_on=date(2027, 1, 19), closes_on=date(2027, 1, 29)))
    authority.plan(replace(PLAN, kind="pulse", opens_on=date(2026, 5, 4), closes_on=date(2026, 5, 8)))
    keep(authority, first, 4)
    keep(authority, second, 3)
    keep(authority, second, 5)
    views = authority.context(authority.arrived("Rut Norr"), Need.SCHOOLS).schools
    told = {
        view.round.id: (
            view.snapshot.answered if view.snapshot else None,
            view.previous.answered if view.previous else None,
        )
        for view in views
        if view.school.name == "Norra" and view.round.kind == "yearly"
    }
    assert told == {first: (4, None), second: (5, 4)}
    assert next(view for view in views if view.round.kind == "pulse").previous is None
    poll = Poll(authority.id, second, authority.school("Norra"))
    with authority.database.reading() as connection:
        latest = snapshots.latest(connection, poll)
        results = snapshots.of_round(connection, authority.id, second)
    assert latest is not None
    assert [(each.name, each.snapshot) for each in results] == [("Norra", latest)]


def test_each_role_sees_the_teams_it_may_see(authority: Authority) -> None:
    keep(authority, authority.round, 6)
    for name, expected in (
        ("Rut Norr", {"Lag ett", "Lag två"}),
        ("Asta Berg", {"Lag ett"}),
        ("Karin Samordnare", set()),
    ):
        assert {team.name for team in seen(authority, name).teams} == expected


def seen(authority: Authority, name: str) -> Snapshot:
    views = authority.context(authority.arrived(name), Need.SCHOOLS).schools
    snapshot = next(view.snapshot for view in views if view.school.name == "Norra")
    assert snapshot is not None
    return snapshot


def test_staff_see_levels_and_nothing_beside_them(authority: Authority) -> None:
    keep(authority, authority.round, 6)
    told = seen(authority, "Asta Berg")
    assert told.areas == (AreaResult("culture", 3),)
    assert told.criteria == (CriterionResult("courage-to-try", 3, reached=True, certainty=None),)
    assert told.suggestions == ()


def apply(authority: Authority, status: str) -> None:
    norra = authority.school("Norra")
    values = {"authority_id": authority.id, "round_id": authority.round, "school_id": norra}
    with authority.database.writing() as connection:
        connection.execute(delete(Application))
        connection.execute(insert(Application).values(**values, status=status, at=CLOSED))


@pytest.mark.parametrize("status", ["sent", "returned", "accepted"])
def test_a_coordinator_sees_levels_and_indexes_and_shares_once_a_school_applies(
    authority: Authority, status: str
) -> None:
    keep(authority, authority.round, 6)
    apply(authority, "draft")
    told = seen(authority, "Karin Samordnare")
    assert told.areas == (AreaResult("culture", 3, Index(2.8)),)
    assert told.criteria == (CriterionResult("courage-to-try", 3, reached=True, certainty=None),)
    apply(authority, status)
    (applied,) = seen(authority, "Karin Samordnare").criteria
    assert (applied.share, applied.spread, applied.certainty) == (Share(60), None, None)


@pytest.mark.parametrize("role", ["principal", "representative"])
def test_those_who_lead_a_school_see_its_whole_result(authority: Authority, role: Role) -> None:
    keep(authority, authority.round, 6)
    authority.take([*lines(), Line("Norra", "Ulla Dygd", (role,), school_code="11111111")])
    told = seen(authority, "Ulla Dygd")
    (area,), (criterion,) = told.areas, told.criteria
    assert (area.index, area.gap) == (Index(2.8), "higher")
    assert (criterion.certainty, criterion.spread, criterion.share) == ("likely", "mixed", Share(60))
    assert len(told.teams) == 2


def test_a_coordinator_who_also_works_at_a_school_keeps_her_own_teams_result(authority: Authority) -> None:
    keep(authority, authority.round, 6)
    both = [
        replace(row, roles=("staff", "coordinator")) if row.name == "Asta Berg" else row for row in lines()
    ]
    authority.take(both)
    told = seen(authority, "Asta Berg")
    assert [team.name for team in told.teams] == ["Lag ett"]
    assert told.areas[0].index == Index(2.8)


def test_how_far_an_application_has_come_is_seen_but_not_by_the_staff(authority: Authority) -> None:
    apply(authority, "draft")
    for name, expected in (
        ("Karin Samordnare", {"Norra": "draft", "Södra": None}),
        ("Rut Norr", {"Norra": "draft"}),
        ("Asta Berg", {"Norra": None}),
    ):
        views = authority.context(authority.arrived(name), Need.SCHOOLS).schools
        assert {view.school.name: view.application for view in views} == expected


def test_a_choice_that_concerns_the_coordinators_finds_them(authority: Authority) -> None:
    event = Pressed(Action("apply", authority.round, authority.school("Norra")))
    context = authority.context(authority.arrived("Rut Norr", event), Need.SCHOOLS, Need.WAITING)
    assert [each.name for each in context.audience.coordinators] == ["Karin Samordnare"]
    assert context.audience.waiting == ()


def test_the_clock_finds_who_has_not_finished_and_how_much_is_left(authority: Authority) -> None:
    (desk,) = authority.desks("Asta Berg")
    authority.answer("Asta Berg", {0: 3, 1: 14})
    authority.answer_all("Bo Dahl", 2)
    authority.do(authority.arrived("Cia Ek"), Mute(authority.round, authority.school("Norra")))
    audience = clock(authority, "remind_first", "Norra").audience
    people = {each.name: each for each in audience.waiting if each.respondent.kind == "person"}
    assert set(people) == {"Asta Berg", "Cia Ek", "Dan Fors", "Eva Gran", "Folke Holm"}
    assert (people["Asta Berg"].remaining, people["Asta Berg"].status) == (len(desk.asked) - 2, "begun")
    assert people["Dan Fors"].remaining == len(desk.asked)
    assert [name for name, each in people.items() if each.muted] == ["Cia Ek"]
    leaders = [each for each in audience.waiting if each.respondent.kind == "leadership"]
    assert [(each.name, each.to.id) for each in leaders] == [("Rut Norr", authority.person("Rut Norr"))]
    assert [view.team.name for view in audience.teams] == ["Lag ett", "Lag två"]
    assert [each.name for each in audience.principals] == ["Rut Norr"]
    assert [each.name for each in audience.coordinators] == ["Karin Samordnare"]


def test_the_clock_speaks_to_a_small_school_through_its_principal(authority: Authority) -> None:
    waiting = clock(authority, "open", "Södra").audience.waiting
    assert [(each.name, each.respondent.kind) for each in waiting] == [("Stig Söder", "school")]


def test_the_clock_speaks_to_work_teams_in_their_channels(database: Database, keys: Keys) -> None:
    authority = found(database, keys, three_teams())
    authority.plan(replace(PLAN, mode="team"))
    waiting = clock(authority, "open", "Norra").audience.waiting
    assert {(each.name, each.to) for each in waiting} == {
        (name, To("team", authority.team(name))) for name in ("Lag ett", "Lag två", "Lag tre")
    }


@pytest.mark.parametrize(
    "rest",
    [
        [row for row in lines() if row.name != "Asta Berg"],
        [replace(row, school="Södra", work_team="") if row.name == "Asta Berg" else row for row in lines()],
    ],
    ids=["left", "moved"],
)
def test_whoever_has_left_the_school_is_not_reminded_and_still_counts(
    authority: Authority, rest: list[Line]
) -> None:
    authority.answer("Asta Berg", {0: 3})
    authority.take(rest, LEFT)
    context = clock(authority, "remind_second", "Norra", datetime(2026, 1, 23, 9, tzinfo=UTC))
    assert "Asta Berg" not in [each.name for each in context.audience.waiting]
    assert (context.schools[0].counts.invited, context.schools[0].counts.begun) == (6, 1)


def test_the_last_school_to_close_brings_all_schools_of_the_round(authority: Authority) -> None:
    close(authority, "Norra")
    first = clock(authority, "summary", "Norra", CLOSED)
    assert not first.audience.all_closed
    assert [view.school.name for view in first.schools] == ["Norra"]
    assert first.audience.waiting == ()
    close(authority, "Södra")
    second = clock(authority, "summary", "Södra", CLOSED)
    assert second.audience.all_closed
    assert [view.school.name for view in second.schools] == ["Södra", "Norra"]


def test_the_clock_finds_nothing_for_a_school_outside_the_round(authority: Authority) -> None:
    context = authority.context(Arrived(authority.id, 0, Due("open", authority.round, 4711)), *Need)
    assert context.schools == ()


def test_no_repr_of_a_context_tells_an_answer(authority: Authority) -> None:
    authority.answer("Asta Berg", {0: 3})
    assert "(3, 0" not in repr(authority.context(authority.arrived("Asta Berg"), Need.DESKS))
    (desk,) = authority.desks("Asta Berg")
    record = Record(desk.round.id, desk.school.id, desk.respondent, {0: 3}, "begun")
    assert "{0: 3}" not in repr(record)


def test_a_round_of_another_authority_is_not_named_into_view(
    authority: Authority, database: Database, keys: Keys
) -> None:
    other = found(database, keys, workspace="other")
    other.plan()
    event = Pressed(Action("results", authority.round, authority.school("Norra")))
    context = other.context(other.arrived("Karin Samordnare", event), Need.SCHOOLS)
    assert {view.round.id for view in context.schools} == {other.round}
