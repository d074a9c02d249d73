from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.certification import Leader
from conversations.decisions import ReportMeasure
from conversations.dialogs.action_plan.following_up import tend
from conversations.events import Pressed, Submitted
from conversations.messages import Action
from conversations.step import step
from conversations.turn import Say, To
from tests.conversations.dialogs.action_plan.the_school import (
    RITA,
    RUT,
    SAM,
    answer,
    buttons,
    clock,
    context,
    deeds,
    field,
    form,
    measure,
    of_kind,
    plan,
)

SWEDISH = replace(SAM, language="sv")
REPORT = Action("measure_report", item="11", value="done")


@pytest.mark.parametrize(
    ("value", "told"), [("done", "är klar med en insats"), ("on_the_way", ""), ("stuck", "har kört fast")]
)
def test_a_press_reports_and_the_principals_hear_what_matters(value: str, told: str) -> None:
    of = context(SWEDISH, "staff", (plan(measure(responsible=SWEDISH)),))
    turn = step(of, Pressed(replace(REPORT, value=value)))
    assert deeds(turn) == [ReportMeasure(11, value)]  # type: ignore[arg-type]  # one of the states
    heard = of_kind(turn, Say)
    assert [each.to for each in heard] == [To("person", 7)] * bool(told)
    assert all(told in str(each.message) for each in heard)
    assert all(buttons(each.message)[0].action.verb == "action_plan" for each in heard)


@pytest.mark.parametrize("role", ["staff", "team_leader", "representative", "coordinator", "researcher"])
def test_whoever_is_responsible_may_report_whatever_their_role(role: str) -> None:
    of = context(SAM, role, (plan(measure()),))  # type: ignore[arg-type]  # one of the roles
    assert deeds(step(of, Pressed(REPORT))) == [ReportMeasure(11, "done")]


def test_the_same_press_twice_is_one_report() -> None:
    turn = step(context(SAM, "staff", (plan(measure(status="done")),)), Pressed(REPORT))
    assert (deeds(turn), of_kind(turn, Say)) == ([], [])


def test_a_principal_may_report_and_is_not_told_of_it() -> None:
    turn = step(context(plans=(plan(measure()),)), Pressed(REPORT))
    assert deeds(turn) == [ReportMeasure(11, "done")]
    assert of_kind(turn, Say) == []


def test_a_principal_who_is_stuck_is_not_told_that_the_principal_can_help() -> None:
    stuck = replace(REPORT, value="stuck")
    mine, of_another = plan(measure(responsible=RUT)), plan(measure(responsible=RITA))
    for of in (context(plans=(mine,)), context(plans=(of_another,))):
        told = str(answer(step(of, Pressed(stuck))))
        assert "Tack för att du säger till. Det är antecknat i planen." in told
        assert "kan hjälpa till" not in told
    staff = context(SWEDISH, "staff", (plan(measure(responsible=SWEDISH)),))
    assert "så att rektor kan hjälpa till" in str(answer(step(staff, Pressed(stuck))))


@pytest.mark.parametrize(
    "action",
    [
        replace(REPORT, item="12"),
        replace(REPORT, item=""),
        replace(REPORT, item="n1234"),
        replace(REPORT, item="-11"),
        replace(REPORT, value="planned"),
        replace(REPORT, value="dropped"),
        replace(REPORT, value=""),
        Action("measure_note", item="12"),
    ],
)
def test_nothing_else_is_reported(action: Action) -> None:
    of = context(SAM, "staff", (plan(measure()),))
    for event in (Pressed(action), Submitted(action, {"note": "Hej"})):
        turn = step(of, event)
        assert (deeds(turn), of_kind(turn, Say)) == ([], [])
        assert answer(turn).summary


def test_somebody_else_s_measure_is_not_mine_to_report() -> None:
    others = plan(measure(responsible=RITA))
    for action in (REPORT, Action("measure_note", item="11")):
        turn = step(context(SAM, "staff", (others,)), Submitted(action, {"note": "Hej"}))
        assert deeds(turn) == []
        assert "no longer yours" in str(answer(turn))
        assert "robotarna" not in str(answer(turn))


def test_a_dropped_measure_is_not_reported() -> None:
    turn = step(context(SAM, "staff", (plan(measure(status="dropped")),)), Pressed(REPORT))
    assert deeds(turn) == []


def test_a_report_keeps_the_note_and_asks_for_a_new_one() -> None:
    stored = plan(measure(outcome="We lack time"))
    turn = step(context(SAM, "staff", (stored,)), Pressed(REPORT))
    assert deeds(turn) == [ReportMeasure(11, "done", "We lack time")]
    # What hindered is kept, and is not offered as what came of it.
    assert field(answer(turn), "note").value == ""
    assert form(answer(turn)).action == Action("measure_note", item="11")


@pytest.mark.parametrize(("status", "heard"), [("done", []), ("stuck", [7])])
def test_a_note_is_kept_and_what_hinders_is_told(status: str, heard: list[int]) -> None:
    of = context(SAM, "staff", (plan(measure(status=status)),))
    turn = step(of, Submitted(Action("measure_note", item="11"), {"note": " No charger \n"}))
    assert deeds(turn) == [ReportMeasure(11, status, "No charger")]  # type: ignore[arg-type]  # a state
    assert [each.to.id for each in of_kind(turn, Say)] == heard
    assert all("”Pröva robotarna”: No charger" in str(each.message) for each in of_kind(turn, Say))


def test_an_empty_note_is_asked_for_again() -> None:
    of = context(SAM, "staff", (plan(measure(status="stuck")),))
    turn = step(of, Submitted(Action("measure_note", item="11"), {"note": "  "}))
    assert deeds(turn) == []
    assert field(answer(turn), "note").error


def test_the_same_note_twice_is_told_once() -> None:
    of = context(SAM, "staff", (plan(measure(status="stuck", outcome="No charger")),))
    turn = step(of, Submitted(Action("measure_note", item="11"), {"note": "No charger"}))
    assert (deeds(turn), of_kind(turn, Say)) == ([], [])


def test_my_measures_are_mine_and_the_most_pressing_comes_first() -> None:
    stored = plan(
        measure(1, wording="Later", due_on=date(2027, 6, 1)),
        measure(2, wording="Sooner", due_on=date(2027, 3, 1)),
        measure(3, wording="Finished", status="done"),
        measure(4, wording="Not mine", responsible=RUT),
        measure(5, wording="Removed", status="dropped"),
    )
    shown = answer(step(context(SAM, "staff", (stored,)), Pressed(Action("measures"))))
    assert [each.action.item for each in buttons(shown)] == ["2", "2", "2", "1", "1", "1"]
    assert "Actions left to do: 2" in str(shown)
    assert "Finished" in str(shown)
    assert not {"Not mine", "Removed"} & set(str(shown).split("'"))


def test_many_measures_are_all_listed_with_presses_for_the_first() -> None:
    stored = plan(*(measure(number, wording=f"Thing {number}.") for number in range(1, 21)))
    shown = answer(step(context(SAM, "staff", (stored,)), Pressed(Action("measures"))))
    assert len(buttons(shown)) == 18
    assert all(f"Thing {number}." in str(shown) for number in range(1, 21))


def test_without_measures_a_sentence_says_so() -> None:
    assert "not responsible" in str(answer(step(context(SAM, "staff"), Pressed(Action("measures")))))


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, 15, tzinfo=UTC)


def said(day: date, **values: object) -> list[Say]:
    of = clock(plan(measure(**values)), now=on(day))  # type: ignore[arg-type]  # whatever the test names
    return [each for each in tend(of) if isinstance(each, Say)]


def test_the_responsible_is_asked_calmly_and_at_most_five_times_in_a_year() -> None:
    days = [date(2027, 2, 10) + timedelta(days=number) for number in range(400)]
    first: dict[str, date] = {}
    for day in days:
        for each in said(day):
            assert (each.to, each.message.language) == (To("person", 9), "en")
            first.setdefault(each.key, day)
    assert [day.isoformat() for day in first.values()] == [
        "2027-04-05",
        "2027-04-12",
        "2027-04-26",
        "2027-05-10",
        "2027-05-24",
    ]


@pytest.mark.parametrize("values", [{"status": "done"}, {"status": "dropped"}, {"due_on": None}])
def test_what_is_done_dropped_or_without_a_day_is_not_asked_about(values: dict[str, object]) -> None:
    assert said(date(2027, 4, 12), **values) == []


def test_a_new_day_and_a_new_person_are_asked_anew() -> None:
    keys = [
        said(date(2027, 4, 12))[0].key,
        said(date(2027, 4, 12), responsible=RITA)[0].key,
        said(date(2027, 4, 19), due_on=date(2027, 4, 19))[0].key,
    ]
    assert len(set(keys)) == 3


@pytest.mark.parametrize("status", ["planned", "on_the_way", "stuck"])
def test_where_the_responsible_has_left_the_principals_are_told_once(status: str) -> None:
    told = said(date(2027, 2, 11), responsible=None, status=status)
    again = said(date(2027, 3, 11), responsible=None, status=status)
    assert [each.to.id for each in told] == [7]
    assert {each.key for each in told} == {each.key for each in again}
    assert "välj någon annan: Pröva robotarna" in str(told[0].message)


def test_a_measure_that_nobody_has_been_named_for_yet_is_left_in_peace() -> None:
    assert said(date(2027, 2, 11), responsible=None, due_on=None) == []


def test_every_school_hears_only_of_its_own() -> None:
    of = clock(plan(measure(responsible=None)), leaders=(Leader("principal", 4, RITA),))
    assert list(tend(of)) == []
