from dataclasses import replace
from datetime import date

import pytest

from conversations.certification import CertificateFacts
from conversations.cohorts import CohortFacts, SessionPart
from conversations.decisions import Waive
from conversations.facts import Me
from conversations.messages import Action, Form, Progress, Table
from conversations.turn import Refused
from tests.conversations.dialogs.certification.the_visiting_schools import (
    ADAM,
    ALM,
    ALVA,
    BEA,
    BEGINS,
    DISA,
    FRAMEWORK,
    NEW,
    READY,
    RETURN,
    SPRING,
    STRANGER,
    TEACHER,
    VISIT,
    a_year_of_sessions,
    button,
    card,
    cohort,
    deeds,
    field,
    labels,
    on,
    press,
    send,
    told,
)


def rows(message: object) -> dict[str, tuple[str, ...]]:
    assert hasattr(message, "parts")
    (table,) = [part for part in message.parts if isinstance(part, Table)]
    return {row[0]: row[1:] for row in table.rows}


def waived(of: CohortFacts, **requirements: str) -> CohortFacts:
    named = {name.replace("_1", ":1"): reason for name, reason in requirements.items()}
    members = tuple(replace(each, waived=named) if each.school == ALM else each for each in of.schools)
    return replace(of, schools=members)


@pytest.mark.parametrize("me", [ALVA, ADAM])
def test_a_schools_leaders_see_everything_that_is_required_from_day_one(me: Me) -> None:
    shown = card(press(on(BEGINS, me, NEW), "checklist"))
    assert len(rows(shown)) == 6 + 5 + 3
    (progress,) = [part for part in shown.parts if isinstance(part, Progress)]
    assert (progress.done, progress.total) == (0, 14)


def test_each_requirement_has_a_plain_state_and_what_to_do() -> None:
    sessions = list(a_year_of_sessions(done=True))
    sessions[1] = replace(sessions[1], parts=(SessionPart(ALM.id, attended=False),))
    listed = rows(card(press(on(date(2026, 11, 2), ALVA, cohort(VISIT, sessions=sessions)), "checklist")))
    theme = "Digitala verktyg i undervisningen"
    assert listed["Lärtillfälle 1: Ledarskap och planering"] == ("Klart", "–")
    assert listed[f"Lärtillfälle 2: {theme}"] == ("Återstår", "Ta igen tillfället")
    assert listed[f"Reflektion efter lärtillfälle 2: {theme}"] == ("Återstår", "Skriv reflektionen")
    assert listed["Lärtillfälle 6: Certifieringen"] == ("Kommer tis 2 feb", "–")
    assert listed["Besökt en annan skola"] == ("Återstår", "Bestäm en dag och besök skolan")


def test_what_can_be_done_now_has_a_button() -> None:
    sessions = list(a_year_of_sessions(done=True))
    sessions[1] = replace(sessions[1], parts=(SessionPart(ALM.id, attended=False),))
    agreed = replace(VISIT, status="agreed", day=date(2026, 10, 20))
    of = on(date(2026, 11, 2), ALVA, cohort(agreed, RETURN, sessions=sessions))
    shown = card(press(of, "checklist"))
    assert button(shown, "Ta igen lärtillfälle 2").action == Action("session_make_up", item="102")
    assert button(shown, "Reflektera över lärtillfälle 2").action == Action("session_reflect", item="102")
    assert button(shown, "Skriv protokollet").action == Action("visit_protocol", item="5")
    assert len(labels(shown)) <= 4


@pytest.mark.parametrize(
    ("part", "told_next", "ways"),
    [
        (SessionPart(1), "Säg att ni var med, eller ta igen det", ["Visa lärtillfälle 1"]),
        (SessionPart(1, attended=False), "Ta igen tillfället", ["Ta igen lärtillfälle 1"]),
        (SessionPart(1, attended=False, made_up="Läste allt"), "Väntar på processledaren", []),
    ],
)
def test_a_missed_session_says_what_it_waits_for(part: SessionPart, told_next: str, ways: list[str]) -> None:
    session = replace(a_year_of_sessions(done=False)[0], parts=(part,))
    shown = card(press(on(date(2026, 10, 1), ALVA, cohort(sessions=[session])), "checklist"))
    assert rows(shown)["Lärtillfälle 1: Ledarskap och planering"] == ("Återstår", told_next)
    assert [label for label in labels(shown) if "lärtillfälle 1" in label and "Refl" not in label] == ways


def test_a_certified_schools_list_leads_to_the_certificate() -> None:
    certificate = CertificateFacts(71, ALM, "SKOL", SPRING, date(2030, 2, 1), FRAMEWORK, cohort=1)
    for me in (ALVA, DISA):
        of = on(SPRING, me, READY, certificates=[certificate])
        shown = card(press(of, "checklist", 1, school=1))
        assert labels(shown) == ["Visa certifikatet"]
        assert "Grattis" in str(shown)


def test_a_ready_school_hears_that_all_is_done() -> None:
    shown = str(card(press(on(SPRING, ALVA, READY), "checklist")))
    assert "Nu kan skolan certifieras." in shown
    assert "återstår bara" not in shown


def test_without_a_cohort_it_is_said_when_the_list_comes() -> None:
    assert "inte med i någon kull" in str(card(press(on(SPRING, STRANGER), "checklist")))


def test_whoever_leads_two_schools_is_asked_which() -> None:
    both = replace(ALVA, duties=(*ALVA.duties, *BEA.duties))
    shown = card(press(on(SPRING, both, READY), "checklist"))
    assert labels(shown) == ["Almskolan: Kull 1", "Björkskolan: Kull 1"]
    assert button(shown, "Björkskolan: Kull 1").action == Action("checklist", school=2, item="1")


@pytest.mark.parametrize(("school", "item"), [(2, "1"), (1, "9"), (1, "x"), (0, "1"), (9, "1")])
def test_nobody_sees_another_schools_list(school: int, item: str) -> None:
    shown = card(press(on(SPRING, ALVA, READY), "checklist", item, school=school))
    assert "går inte att göra här" in str(shown)


def test_a_coordinator_sees_how_far_every_school_has_come_and_opens_one() -> None:
    of = on(SPRING, DISA, READY)
    shown = card(press(of, "checklist"))
    assert rows(shown)["Almskolan"] == ("Kull 1", "13 av 14", "Redo att certifieras")
    assert "återstår nu" in rows(shown)["Cederskolan"][2]
    assert isinstance(shown.parts[-1], Form)
    opened = card(send(of, Action("checklist"), school="1:1"))
    assert opened.summary == "Vägen till certifikatet: Almskolan"
    assert "Certifiera skolan" in labels(opened)


def test_certifying_is_offered_first_to_a_school_that_is_ready_and_to_no_other() -> None:
    ready, lacking = (card(press(on(SPRING, DISA, of), "checklist", 1, school=1)) for of in (READY, NEW))
    assert labels(ready) == ["Certifiera skolan"]
    assert labels(lacking) == ["Undanta från ett krav"]


def test_the_list_of_every_school_has_a_name_of_its_own() -> None:
    assert card(press(on(SPRING, DISA, READY), "checklist")).summary == "Vägen till certifikatet"
    english = replace(DISA, language="en")
    assert card(press(on(SPRING, english, READY), "checklist")).summary == "The road to the certificate"


def test_only_coordinators_decide() -> None:
    assert "Certifiera skolan" not in labels(card(press(on(SPRING, ALVA, READY), "checklist")))
    for me in (ALVA, ADAM, TEACHER):
        for verb in ("waive", "waive_undo", "certify", "certify_yes", "certificates"):
            turn = press(on(SPRING, me, READY), verb, 1, school=1)
            assert [each.verb for each in turn.effects if isinstance(each, Refused)] == [verb]


WAIVING = Action("waive", school=1, item="1")


def test_a_requirement_is_waived_with_a_reason_that_the_school_hears() -> None:
    of = on(SPRING, DISA, NEW)
    turn = send(of, WAIVING, requirement="reflection:1", reason="Sjuk\n rektor")
    assert deeds(turn) == [Waive(1, 1, "reflection:1", "Sjuk rektor")]
    assert set(told(turn)) == {ALVA.id, ADAM.id}
    assert "Sjuk rektor" in str(told(turn)[ALVA.id])
    assert "Reflection after learning session 1" in str(told(turn)[ADAM.id])
    assert "Behövs inte: Sjuk rektor" in str(card(turn))


@pytest.mark.parametrize(
    ("requirement", "reason", "wrong"),
    [
        ("", "Sjukdom", "requirement"),
        ("session:99", "Sjukdom", "requirement"),
        ("reflection:1", "  ", "reason"),
    ],
)
def test_a_waiver_without_a_reason_or_a_requirement_is_asked_for_again(
    requirement: str, reason: str, wrong: str
) -> None:
    turn = send(on(SPRING, DISA, NEW), WAIVING, requirement=requirement, reason=reason)
    assert deeds(turn) == []
    assert field(card(turn), wrong).error
    assert field(card(turn), "reason").value == reason


def test_what_is_done_needs_no_waiver() -> None:
    turn = send(on(SPRING, DISA, READY), WAIVING, requirement="session:1", reason="Sjukdom")
    assert deeds(turn) == []


def test_a_waiver_can_be_undone_with_a_reason() -> None:
    of = on(SPRING, DISA, waived(NEW, reflection_1="Sjukdom"))
    assert "Behövs inte: Sjukdom" in str(card(press(of, "checklist", 1, school=1)))
    undoing = Action("waive_undo", school=1, item="1")
    assert [value for value, _ in field(card(send(of, undoing, reason="")), "requirement").options] == [
        "reflection:1"
    ]
    turn = send(of, undoing, requirement="reflection:1", reason="Den kom in")
    assert deeds(turn) == [Waive(1, 1, "reflection:1", "Den kom in", undone=True)]
    assert "gäller Almskolan igen" in str(told(turn)[ALVA.id])
    assert "Behövs inte" not in str(card(turn))


def test_with_nothing_waived_there_is_nothing_to_undo() -> None:
    turn = send(on(SPRING, DISA, NEW), Action("waive_undo", school=1, item="1"), requirement="reflection:1")
    assert deeds(turn) == []
