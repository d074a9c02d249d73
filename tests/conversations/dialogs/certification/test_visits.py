from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.decisions import SetVisit
from conversations.messages import Action, Form
from conversations.turn import Refused
from tests.conversations.dialogs.certification.the_visiting_schools import (
    ADAM,
    ALM,
    ALVA,
    BEA,
    BEGINS,
    BJORK,
    CARL,
    CEDER,
    DISA,
    ENDS,
    RETURN,
    STRANGER,
    TEACHER,
    VISIT,
    button,
    card,
    cohort,
    deeds,
    documents,
    field,
    labels,
    on,
    press,
    send,
    tended,
    told,
)

TODAY, WANTED = date(2026, 10, 5), date(2026, 11, 10)
PROPOSED = replace(VISIT, day=WANTED, proposed_by=ALM.id)
AGREED = replace(VISIT, status="agreed", day=WANTED)
PROPOSING = Action("visit_propose", item="5")


def test_a_principal_sees_whom_the_school_hosts_and_visits() -> None:
    others = replace(VISIT, id=7, host=CEDER, guest=BJORK)
    shown = card(press(on(TODAY, ALVA, cohort(VISIT, RETURN, others)), "visits"))
    assert labels(shown) == ["Vi besöker Björkskolan", "Björkskolan kommer"]
    assert "Cederskolan" not in str(shown)


def test_a_coordinator_sees_every_visit_and_a_list_where_they_are_many() -> None:
    visits = tuple(replace(VISIT, id=number) for number in range(1, 9))
    shown = card(press(on(TODAY, DISA, cohort(*visits)), "visits"))
    assert isinstance(shown.parts[-1], Form)
    assert len(shown.parts[-1].fields[0].options) == 8
    opened = card(send(on(TODAY, DISA, cohort(*visits)), Action("visit"), visit="3"))
    assert opened.summary == "Almskolan besöker Björkskolan"


def test_who_agrees_on_the_days_is_said_as_the_reader_is_concerned() -> None:
    coordinator, principal = (str(card(press(on(TODAY, me, cohort(VISIT)), "visits"))) for me in (DISA, ALVA))
    assert "Skolorna bestämmer dagarna tillsammans." in coordinator
    assert "Dagarna bestämmer ni tillsammans här." in principal
    assert "bestämmer ni" not in coordinator


def test_without_a_cohort_it_is_said_when_there_will_be_something_to_see() -> None:
    assert "inga besök" in str(card(press(on(TODAY, STRANGER), "visits")))


@pytest.mark.parametrize("verb", ["visit", "visit_propose", "visit_agree", "visit_cancel", "visit_protocol"])
@pytest.mark.parametrize("item", ["5", "99", "x", "", "-1", "9" * 30])
def test_whoever_has_no_part_in_a_visit_gets_nowhere(verb: str, item: str) -> None:
    for me in (STRANGER, CARL):
        turn = press(on(TODAY, me, cohort(AGREED)), verb, item)
        assert deeds(turn) == []
        assert Refused(verb, "not theirs") in turn.effects
        assert "går inte att göra här" in str(card(turn))


def test_staff_do_not_see_the_visits() -> None:
    turn = press(on(TODAY, TEACHER, cohort(AGREED)), "visit", 5)
    assert [each.reason for each in turn.effects if isinstance(each, Refused)] == ["role"]


def test_a_proposed_day_is_asked_of_the_other_school_in_each_ones_language() -> None:
    turn = send(on(TODAY, BEA, cohort(VISIT)), PROPOSING, day=WANTED.isoformat())
    assert deeds(turn) == [SetVisit(5, "proposed", WANTED, BJORK.id)]
    assert set(told(turn)) == {ALVA.id, ADAM.id}
    assert "Björkskolan föreslår tisdag 10 november" in str(told(turn)[ALVA.id])
    assert "Björkskolan proposes Tuesday 10 November" in str(told(turn)[ADAM.id])
    assert "tisdag 10 november är föreslagen" in str(card(turn))
    assert button(told(turn)[ALVA.id], "Dagen passar").action == Action(
        "visit_agree", item="5", value="2026-11-10"
    )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Skriv ett datum"),
        ("i morgon", "Skriv ett datum"),
        ("2026-10-05", "längre fram"),
        ("2026-09-30", "längre fram"),
        ("2026-11-14", "ingen skoldag lördag 14 november"),
        ("2026-10-28", "ingen skoldag"),
        ("2027-06-14", "inom kullens läsår"),
    ],
)
def test_a_day_that_will_not_do_is_kept_in_the_form_with_a_sentence(day: str, sentence: str) -> None:
    turn = send(on(TODAY, ALVA, cohort(VISIT)), PROPOSING, day=day)
    assert deeds(turn) == []
    assert field(card(turn), "day").value == day
    assert sentence in field(card(turn), "day").error


@given(st.dates(BEGINS - timedelta(days=30), ENDS + timedelta(days=30)))
def test_no_day_is_ever_proposed_that_is_past_or_free_or_outside_the_cohort(day: date) -> None:
    of = on(TODAY, ALVA, cohort(VISIT))
    proposed = [
        each for each in deeds(send(of, PROPOSING, day=day.isoformat())) if isinstance(each, SetVisit)
    ]
    may = TODAY < day <= ENDS and of.authority.calendar.is_school_day(day)
    assert [each.day for each in proposed] == ([day] if may else [])


def test_the_other_school_may_propose_another_day() -> None:
    other = date(2026, 11, 12)
    turn = send(on(TODAY, BEA, cohort(PROPOSED)), PROPOSING, day=other.isoformat())
    assert deeds(turn) == [SetVisit(5, "proposed", other, BJORK.id)]


def test_proposing_the_day_that_the_other_school_proposed_is_agreeing() -> None:
    turn = send(on(TODAY, BEA, cohort(PROPOSED)), PROPOSING, day=WANTED.isoformat())
    assert deeds(turn) == [SetVisit(5, "agreed", WANTED)]


def test_proposing_the_same_day_twice_changes_nothing() -> None:
    turn = send(on(TODAY, ALVA, cohort(PROPOSED)), PROPOSING, day=WANTED.isoformat())
    assert deeds(turn) == []
    assert told(turn) == {}


def test_an_agreed_day_is_told_to_both_schools_with_a_calendar_file() -> None:
    turn = press(on(TODAY, BEA, cohort(PROPOSED)), "visit_agree", 5, WANTED.isoformat())
    assert deeds(turn) == [SetVisit(5, "agreed", WANTED)]
    assert set(told(turn)) == {ALVA.id, ADAM.id}
    assert all(documents(message) == ["visit/5/ics"] for message in told(turn).values())
    assert documents(card(turn)) == ["visit/5/ics"]


def test_nobody_agrees_with_their_own_proposal() -> None:
    turn = press(on(TODAY, ADAM, cohort(PROPOSED)), "visit_agree", 5, WANTED.isoformat())
    assert deeds(turn) == []
    assert "You have proposed the day" in str(card(turn))


def test_an_old_button_agrees_to_nothing_and_the_card_says_where_it_stands() -> None:
    moved = replace(PROPOSED, day=date(2026, 11, 12))
    for visit in (moved, AGREED, VISIT, replace(VISIT, status="cancelled")):
        turn = press(on(TODAY, BEA, cohort(visit)), "visit_agree", 5, WANTED.isoformat())
        assert deeds(turn) == []
    late = press(on(WANTED + timedelta(days=1), BEA, cohort(PROPOSED)), "visit_agree", 5, WANTED.isoformat())
    assert deeds(late) == []
    assert "Föreslå en ny dag" in str(card(late))


def test_whoever_leads_both_schools_can_settle_the_day_alone() -> None:
    both = replace(ALVA, duties=(*ALVA.duties, *BEA.duties))
    turn = press(on(TODAY, both, cohort(PROPOSED)), "visit_agree", 5, WANTED.isoformat())
    assert deeds(turn) == [SetVisit(5, "agreed", WANTED)]


def test_taking_a_day_back_needs_a_reason_and_the_other_school_hears_it() -> None:
    of, action = on(TODAY, ALVA, cohort(AGREED)), Action("visit_cancel", item="5")
    empty = send(of, action, reason="  ")
    assert deeds(empty) == []
    assert field(card(empty), "reason").error
    turn = send(of, action, reason="Alla är\nsjuka")
    assert deeds(turn) == [SetVisit(5, "proposed", None, 0, "Alla är sjuka")]
    assert set(told(turn)) == {ADAM.id, BEA.id}
    assert "Alla är sjuka" in str(told(turn)[BEA.id])
    assert "Ingen dag än" in str(card(turn))
    assert documents(card(turn)) == documents(told(turn)[BEA.id]) == [f"visit/5/{WANTED}/ics"]


def test_what_has_no_day_cannot_be_taken_back() -> None:
    assert deeds(send(on(TODAY, ALVA, cohort(VISIT)), Action("visit_cancel", item="5"), reason="Ingen")) == []


def test_a_visit_without_a_day_can_be_written_about_once_the_cohort_has_begun() -> None:
    assert "Vi har redan varit där" in labels(card(press(on(TODAY, ALVA, cohort(VISIT)), "visit", 5)))
    early = on(BEGINS - timedelta(days=1), ALVA, cohort(VISIT))
    assert labels(card(press(early, "visit", 5))) == ["Föreslå en dag", "Besöksguiden"]


def test_the_guide_leads_through_the_areas_with_questions_and_what_to_look_for() -> None:
    of = on(TODAY, ALVA, cohort(AGREED))
    words = of.certification.cohorts[0].framework.words("sv")
    first = str(card(press(of, "visit_guide", 5)))
    assert all(area.name in first and area.introduction in first for area in words.areas.values())
    teaching = str(card(press(of, "visit_guide", 5, "teaching")))
    framework = of.certification.cohorts[0].framework
    for criterion in framework.criteria_of("teaching"):
        told_ = words.criterion(criterion.id)
        assert all(prompt in teaching for prompt in told_.prompts)
        assert told_.levels[framework.qualifying_level - 1] in teaching


def test_a_cohort_begins_with_one_message_to_each_leader_about_all_visits() -> None:
    of = on(BEGINS, None, cohort(VISIT, RETURN))
    said = tended(of)
    assert sorted(key for key in said if key.startswith("visits-begin")) == [
        "visits-begin:1:1:11",
        "visits-begin:1:1:12",
        "visits-begin:1:2:21",
    ]
    assert tended(on(BEGINS - timedelta(days=3), None, cohort(VISIT, RETURN))) == {}


def test_after_ten_school_days_only_those_without_a_day_are_nudged_once() -> None:
    visits = (AGREED, replace(VISIT, id=8, host=CEDER, guest=BJORK))
    days = (BEGINS + timedelta(days=number) for number in range(60))
    keys = {key for day in days for key in tended(on(day, None, cohort(*visits))) if "nudge" in key}
    assert keys == {"visits-nudge:1:2:21", "visits-nudge:1:3:31"}
    before = on(date(2026, 9, 18), None, cohort(*visits))
    assert not any("nudge" in key for key in tended(before))
    assert any("nudge" in key for key in tended(on(date(2026, 9, 21), None, cohort(*visits))))


def test_the_school_day_before_a_visit_everybody_is_reminded_with_the_guide() -> None:
    monday = replace(AGREED, day=date(2026, 11, 2))
    said = tended(on(date(2026, 10, 23), None, cohort(monday)))
    assert {each.to.id for each in said.values()} == {ALVA.id, ADAM.id, BEA.id}
    assert all("visit-tomorrow" in key for key in said)
    guide = said["visit-tomorrow:5:2026-11-02:11"].message
    assert button(guide, "Besöksguiden").action == Action("visit_guide", item="5")
    assert tended(on(date(2026, 10, 22), None, cohort(monday))) == {}
    assert tended(on(date(2026, 11, 2), None, cohort(monday))) == {}


def test_a_moved_visit_is_reminded_of_anew() -> None:
    keys = tended(on(date(2026, 11, 9), None, cohort(AGREED))).keys()
    moved = tended(on(date(2026, 11, 9), None, cohort(replace(AGREED, day=date(2026, 11, 10))))).keys()
    assert keys == moved
    later = replace(AGREED, day=date(2026, 11, 17))
    assert not keys & tended(on(date(2026, 11, 16), None, cohort(later))).keys()


def test_an_unanswered_proposal_is_brought_up_as_its_day_draws_near() -> None:
    said = tended(on(date(2026, 11, 6), None, cohort(PROPOSED)))
    assert {each.to.id for each in said.values()} == {BEA.id}


def test_the_protocol_is_asked_for_twice_of_the_guests_and_then_no_more() -> None:
    days = [WANTED + timedelta(days=number) for number in range(1, 200)]
    said = [(day, key) for day in days for key in tended(on(day, None, cohort(AGREED)))]
    assert min(day for day, key in said if ":11" in key) == date(2026, 11, 11)
    assert {key for _, key in said} == {
        f"visit-{what}:5:2026-11-10:{person}" for what in ("write", "write_again") for person in (11, 12)
    }
    assert min(day for day, key in said if "again" in key) == date(2026, 11, 18)


def test_once_the_protocol_is_written_nobody_is_asked_for_it() -> None:
    made = replace(AGREED, status="made", protocol={"saw": "Mycket"})
    assert tended(on(WANTED + timedelta(days=1), None, cohort(made))) == {}


def test_nobody_hears_of_visits_with_a_school_that_has_left() -> None:
    left = cohort(AGREED)
    schools = tuple(replace(each, left=each.school == BJORK) for each in left.schools)
    assert tended(on(date(2026, 11, 9), None, replace(left, schools=schools))) == {}
