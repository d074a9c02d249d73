from dataclasses import replace

from conversations.certification import Certification
from conversations.cohorts import SessionPart
from conversations.decisions import JoinCohort, PlanVisits
from conversations.messages import Action, Table, Text
from tests.conversations.dialogs.certification.cohorts import (
    ALM,
    COHORT,
    EK,
    LEADERS,
    accepted,
    buttons,
    context,
    deeds,
    errors,
    fields,
    form,
    pressed,
    sent,
    shown,
    told,
    waiting,
    with_parts,
)

LEFT = replace(COHORT, schools=tuple(replace(each, left=each.school == EK) for each in COHORT.schools))


def table(of: str, name: str) -> Table:
    card = shown(pressed(context(of), "cohort", 7))
    return next(part for part in card.parts if isinstance(part, Table) and part.caption == name)


def test_my_only_cohort_opens_at_once() -> None:
    assert shown(pressed(context("principal"), "cohorts")).summary == "Kullen 2027/28"


def test_several_cohorts_are_a_list_to_pick_from() -> None:
    of = context("coordinator", COHORT, replace(COHORT, id=8, name="Kullen 2026/27", sessions=()))
    listed = shown(pressed(of, "cohorts"))
    assert dict(fields(listed)["cohort"].options) == {"8": "Kullen 2026/27", "7": "Kullen 2027/28"}
    assert shown(sent(of, form(listed).action, cohort="8")).summary == "Kullen 2026/27"


def test_without_a_cohort_the_coordinator_may_make_one_and_a_principal_waits() -> None:
    assert "Gör en kull" in buttons(shown(pressed(waiting(ALM), "cohorts")))
    alone = replace(context("principal"), certification=Certification())
    assert "inte med i någon kull" in shown(pressed(alone, "cohorts")).summary


def test_the_accepted_schools_that_wait_for_a_cohort_are_named_in_a_sentence() -> None:
    told = "De här skolorna är antagna och väntar på en kull: Almskolan och Ekskolan."
    assert told in str(shown(pressed(waiting(ALM, EK), "cohorts")))


def test_a_card_shows_schools_sessions_and_visits() -> None:
    assert [row[0] for row in table("principal", "Skolorna").rows] == ["Almskolan", "Bokskolan", "Ekskolan"]
    assert len(table("principal", "Verksamhetsbesöken").rows) == 3
    assert table("principal", "Kullen 2027/28").rows[0][1] == "ons 15 sep kl. 13.00–16.00"


def test_how_often_another_school_was_there_is_for_the_coordinator() -> None:
    assert [row[1] for row in table("principal", "Skolorna").rows] == ["0 av 2", "–", "–"]
    assert [row[1] for row in table("coordinator", "Skolorna").rows] == ["0 av 2"] * 3


def test_only_a_coordinator_gets_the_buttons_that_change_a_cohort() -> None:
    assert "En skola lämnar" in buttons(shown(pressed(context("coordinator"), "cohort", 7)))
    assert "En skola lämnar" not in buttons(shown(pressed(context("principal"), "cohort", 7)))


def test_a_cohort_that_is_not_mine_is_not_shown() -> None:
    for item in ("8", "x", "", "-1"):
        assert "går inte att göra här" in shown(pressed(context("coordinator"), "cohort", item)).summary


def test_a_school_leaves_with_a_reason_and_the_visits_are_mended() -> None:
    of = context("coordinator")
    asked = form(shown(pressed(of, "cohort_leave", 7)))
    effects = sent(of, asked.action, school="5", reason="Vi  byter rektor")
    left, visits = deeds(effects)
    assert left == JoinCohort(7, 5, "Vi byter rektor", left=True)
    assert isinstance(visits, PlanVisits)
    # The visit that was made stays; the one that was to be at Ekskolan's hands is called off.
    assert visits.cancelled == (22,)
    assert all(5 not in pair for pair in visits.added)
    assert sorted(each.to.id for each in told(effects)) == [30, 31, 40, 50]
    heard = {each.to.id: str(each.message) for each in told(effects)}
    assert "Ekskolan is no longer in Kullen 2027/28" in heard[50]
    assert "Vi byter rektor" in heard[50]
    assert "Inställt besök: Ekskolan hos Bokskolan" in heard[40]
    assert "Inställt besök" not in heard[30]
    assert "Vi byter rektor" not in heard[30]
    card = shown(effects)
    mended = next(
        part for part in card.parts if isinstance(part, Table) and part.caption == "Verksamhetsbesöken"
    )
    assert ("Bokskolan", "Almskolan", "Ingen dag än") in mended.rows


def test_a_school_that_comes_back_has_what_it_did_and_gets_visits() -> None:
    done = replace(with_parts(SessionPart(5, attended=True)), schools=LEFT.schools, visits=COHORT.visits[:1])
    of = context("coordinator", done)
    effects = sent(
        of, form(shown(pressed(of, "cohort_join", 7))).action, school="5", reason="Ny rektor är på plats"
    )
    joined, visits = deeds(effects)
    assert joined == JoinCohort(7, 5, "Ny rektor är på plats")
    assert isinstance(visits, PlanVisits)
    assert {host for host, _ in visits.added} >= {5}
    assert {guest for _, guest in visits.added} >= {5}
    card = shown(effects)
    schools = next(part for part in card.parts if isinstance(part, Table) and part.caption == "Skolorna")
    assert schools.rows[2] == ("Ekskolan", "1 av 2", "Med")
    heard = told(effects)
    assert {each.to.id for each in heard} == {30, 31, 40, 50}
    lines = {
        each.to.id: " ".join(p.text for p in each.message.parts if isinstance(p, Text)) for each in heard
    }
    assert "Ekskolan hos Almskolan" in lines[30]
    # The school itself hears of its new visits too, here in English.
    assert "Almskolan" in lines[50]
    assert "Bokskolan" in lines[50]


def test_an_accepted_school_may_come_late() -> None:
    two = replace(COHORT, schools=COHORT.schools[:2], visits=COHORT.visits[:1])
    of = context("coordinator", two)
    of = replace(of, certification=Certification((accepted(EK),), (two,), leaders=LEADERS))
    joined, visits = deeds(
        sent(of, Action("cohort_join", item="7"), school="5", reason="Antogs efter komplettering")
    )
    assert joined == JoinCohort(7, 5, "Antogs efter komplettering")
    assert isinstance(visits, PlanVisits)


def test_a_school_leaves_with_a_reason_or_not_at_all() -> None:
    of = context("coordinator")
    effects = sent(of, Action("cohort_leave", item="7"), school="5", reason=" ")
    assert list(errors(effects)) == ["reason"]
    assert fields(shown(effects))["school"].value == "5"
    assert deeds(effects) == []
    assert list(errors(sent(of, Action("cohort_leave", item="7"), school="9", reason="Slutar"))) == ["school"]


def test_a_school_leaves_once() -> None:
    effects = sent(
        context("coordinator", LEFT), Action("cohort_leave", item="7"), school="5", reason="Slutar"
    )
    assert list(errors(effects)) == ["school"]
    assert deeds(effects) == []


def test_nobody_to_take_in_is_said() -> None:
    assert "ingen har lämnat kullen" in shown(pressed(context("coordinator"), "cohort_join", 7)).summary


def test_a_principal_lets_no_school_leave() -> None:
    effects = sent(context("principal"), Action("cohort_leave", item="7"), school="5", reason="Slutar")
    assert not any(isinstance(each, JoinCohort | PlanVisits) for each in effects)
