from dataclasses import replace
from datetime import date, timedelta

import pytest

from conversations.certification import CertificateFacts
from conversations.context import Context
from conversations.decisions import Certify, LetBeNamed, WithdrawCertificate
from conversations.facts import Channels, Me, TeamFacts
from conversations.messages import Action, Facts, Table
from conversations.turn import PRINCIPALS, Refused, Replace, To
from tests.conversations.dialogs.certification.the_visiting_schools import (
    ADAM,
    ALM,
    ALVA,
    AUTHORITY,
    BEA,
    BJORK,
    CARL,
    DISA,
    FRAMEWORK,
    NEW,
    READY,
    SPRING,
    STRANGER,
    TEACHER,
    button,
    card,
    deeds,
    documents,
    field,
    labels,
    me_as,
    on,
    press,
    result,
    send,
    tended,
    told,
)

LAST = date(2030, 2, 1)
CERTIFICATE = CertificateFacts(71, ALM, "SKOL-7K3M-92", SPRING, LAST, FRAMEWORK, cohort=1)
LATER = SPRING + timedelta(days=1)


def at(me: Me | None, day: date = LATER, *certificates: CertificateFacts) -> Context:
    return on(day, me, READY, certificates=certificates or (CERTIFICATE,))


def test_a_school_that_lacks_something_is_not_certified_and_it_is_said_what() -> None:
    for verb in ("certify", "certify_yes"):
        turn = press(on(SPRING, DISA, NEW), verb, 1, school=1)
        assert deeds(turn) == []
        assert "kan inte certifieras än" in str(card(turn))
        assert "Besökt en annan skola" in str(card(turn))


def test_certifying_is_asked_once_more_with_the_days() -> None:
    turn = press(on(SPRING, DISA, READY), "certify", 1, school=1)
    assert deeds(turn) == []
    assert "1 februari 2030" in str(card(turn))
    assert button(card(turn), "Ja, certifiera").action == Action("certify_yes", school=1, item="1")


def test_certifying_tells_the_schools_leaders_at_once_each_in_their_language() -> None:
    turn = press(on(SPRING, DISA, READY), "certify_yes", 1, school=1)
    assert deeds(turn) == [Certify(1, 1, SPRING, LAST)]
    assert set(told(turn)) == {ALVA.id, ADAM.id}
    assert told(turn)[ALVA.id].summary == "Almskolan är nu Digital skola!"
    assert "Congratulations!" in str(told(turn)[ADAM.id])


def test_from_a_certified_school_the_coordinator_goes_on_to_the_others() -> None:
    for of in (on(SPRING, DISA, READY), at(DISA)):
        answered = card(press(of, "certify_yes", 1, school=1))
        assert labels(answered) == ["Alla skolors krav", "Alla certifikat"]
        opened = press(of, button(answered, "Alla skolors krav").action.verb)
        assert card(opened).summary == "Vägen till certifikatet"


def test_pressing_twice_certifies_once() -> None:
    for verb in ("certify", "certify_yes"):
        turn = press(at(DISA), verb, 1, school=1)
        assert (deeds(turn), told(turn)) == ([], {})
        assert "redan certifierad" in str(card(turn))


@pytest.mark.parametrize(("school", "item"), [(9, "1"), (1, "9"), (0, ""), (1, "x")])
def test_an_unknown_school_or_cohort_is_not_certified(school: int, item: str) -> None:
    turn = press(on(SPRING, DISA, READY), "certify_yes", item, school=school)
    assert deeds(turn) == []


def test_a_school_that_has_left_is_not_certified() -> None:
    schools = tuple(replace(each, left=each.school == ALM) for each in READY.schools)
    turn = press(on(SPRING, DISA, replace(READY, schools=schools)), "certify_yes", 1, school=1)
    assert deeds(turn) == []


def test_the_next_morning_leaders_coordinators_and_work_teams_hear_of_it() -> None:
    view = replace(result(ALM, 3, 3, 3, 3, 3), teams=(TeamFacts(7, "Arbetslag A", 6),))
    other = replace(result(BJORK, 3, 3, 3, 3, 3), teams=(TeamFacts(8, "Arbetslag B", 6),))
    said = tended(on(LATER, None, READY, certificates=[CERTIFICATE], schools=[view, other]))
    assert {key: each.to for key, each in said.items()} == {
        "certificate-announced:71:11": To("person", ALVA.id),
        "certificate-announced:71:12": To("person", ADAM.id),
        "certificate-issued:71:41": To("person", DISA.id),
        "certificate-announced:71:team:7": To("team", 7),
    }
    assert documents(said["certificate-announced:71:11"].message) == [
        "certificate/1/pdf",
        "certificate/1/json",
    ]
    team = said["certificate-announced:71:team:7"]
    assert "Grattis" in str(team.message)
    assert CERTIFICATE.number not in str(team.message)
    assert team.expires_at is not None


def test_news_are_told_from_the_day_after_and_not_when_they_are_old() -> None:
    assert tended(at(None, SPRING)) == {}
    assert tended(at(None, SPRING + timedelta(days=16))) == {}
    assert tended(at(None, LATER, replace(CERTIFICATE, withdrawn_on=SPRING))) == {}


def test_what_happens_before_the_summer_is_news_after_it() -> None:
    issued = date(2027, 6, 11)
    summer = replace(AUTHORITY.calendar, breaks=((date(2027, 6, 12), date(2027, 8, 16)),))
    for certificate in (
        replace(CERTIFICATE, issued_on=issued, valid_until=date(2030, 6, 11)),
        replace(CERTIFICATE, issued_on=date(2024, 6, 11), valid_until=issued),
    ):
        of = at(None, date(2027, 8, 17), certificate)
        of = replace(of, authority=replace(AUTHORITY, calendar=summer))
        assert {each.to.id for each in tended(of).values()} == {ALVA.id, ADAM.id, DISA.id}


def test_only_those_who_apply_are_offered_to() -> None:
    said = tended(at(None, date(2029, 8, 1)))
    assert "Ansök om förnyelse" in labels(said["certificate-renewal:71:11"].message)
    assert labels(said["certificate-renewal:71:12"].message) == ["Show the certificate"]


def test_a_coordinator_who_names_no_certificate_sees_them_all() -> None:
    assert card(press(at(DISA), "certificate")).summary == "Alla certifikat"


def test_renewal_is_asked_for_half_a_year_ahead_unless_there_is_a_newer_one() -> None:
    day = date(2029, 8, 1)
    assert tended(at(None, day - timedelta(days=1))) == {}
    assert set(tended(at(None, day))) == {"certificate-renewal:71:11", "certificate-renewal:71:12"}
    newer = replace(CERTIFICATE, id=72, issued_on=date(2029, 6, 1), valid_until=date(2032, 6, 1))
    assert tended(at(None, day, CERTIFICATE, newer)) == {}
    withdrawn = replace(newer, withdrawn_on=day)
    assert tended(at(None, day, CERTIFICATE, withdrawn)).keys() == tended(at(None, day)).keys()


def test_that_it_has_run_out_is_told_the_day_after_its_last() -> None:
    assert not any("expired" in key for key in tended(at(None, LAST)))
    told_ = tended(at(None, LAST + timedelta(days=1)))
    assert {each.to.id for each in told_.values()} == {ALVA.id, ADAM.id, DISA.id}
    assert tended(at(None, LAST + timedelta(days=60))) == {}


@pytest.mark.parametrize("me", [TEACHER, me_as("team_leader", TEACHER)])
def test_staff_hear_that_their_school_is_certified_and_no_more(me: Me) -> None:
    shown = card(press(at(me), "certificate"))
    assert "Almskolan är certifierad som Digital skola till och med 1 februari 2030." in str(shown)
    assert (documents(shown), labels(shown)) == ([], [])
    assert CERTIFICATE.number not in str(shown)


def test_leaders_have_the_number_the_files_and_where_to_check() -> None:
    shown = card(press(at(ADAM), "certificate"))
    assert documents(shown) == ["certificate/1/pdf", "certificate/1/json"]
    (facts,) = [part for part in shown.parts if isinstance(part, Facts)]
    assert ("Number", CERTIFICATE.number) in facts.rows
    assert "QR code" in str(shown)


@pytest.mark.parametrize(
    ("day", "withdrawn", "words"),
    [(LAST, None, "Giltigt"), (LAST + timedelta(1), None, "Har gått ut"), (LAST, LATER, "Återkallat")],
)
def test_a_card_says_whether_it_holds(day: date, withdrawn: date | None, words: str) -> None:
    of = at(ALVA, day, replace(CERTIFICATE, withdrawn_on=withdrawn, reason="Skolan har delats"))
    shown = card(press(of, "certificate", 71))
    assert words in str(shown)
    assert bool(documents(shown)) is (words == "Giltigt")
    assert ("Skolan har delats" in str(shown)) is (withdrawn is not None)


def test_another_schools_certificate_is_nobody_elses() -> None:
    for me in (BEA, CARL, STRANGER):
        assert "går inte att göra här" in str(card(press(at(me), "certificate", 71)))
        assert "inget certifikat än" in str(card(press(at(me), "certificate")))


def test_the_coordinator_has_a_table_of_each_schools_newest() -> None:
    old = replace(
        CERTIFICATE, id=70, number="GAMMAL", issued_on=date(2024, 1, 1), valid_until=date(2027, 1, 1)
    )
    theirs = replace(CERTIFICATE, id=73, school=BJORK, withdrawn_on=LATER)
    of = at(DISA, LATER, CERTIFICATE, old, theirs)
    shown = card(press(of, "certificates"))
    (table,) = [part for part in shown.parts if isinstance(part, Table)]
    assert [(row[0], row[3]) for row in table.rows] == [
        ("Almskolan", "Giltigt"),
        ("Björkskolan", "Återkallat"),
    ]
    assert "Björkskolan: Digital skola" in str(card(send(of, Action("certificate"), certificate="73")))


def test_before_anybody_is_certified_that_is_said() -> None:
    assert "Ingen skola är certifierad än" in str(card(press(on(SPRING, DISA, READY), "certificates")))


WITHDRAWING = Action("certificate_withdraw", item="71")


def test_a_certificate_is_withdrawn_with_a_day_and_a_reason_that_the_school_hears() -> None:
    turn = send(at(DISA), WITHDRAWING, day=SPRING.isoformat(), reason="Skolan har delats")
    assert deeds(turn) == [WithdrawCertificate(71, SPRING, "Skolan har delats")]
    assert set(told(turn)) == {ALVA.id, ADAM.id}
    assert "Skolan har delats" in str(told(turn)[ALVA.id])
    assert "Låt det gälla igen" in labels(card(turn))


@pytest.mark.parametrize(
    ("day", "reason", "wrong"),
    [
        ("2027-01-31", "Skolan har delats", "day"),
        ("2027-02-03", "Skolan har delats", "day"),
        ("i går", "Skolan har delats", "day"),
        ("2027-02-01", " ", "reason"),
    ],
)
def test_what_is_wrong_with_a_withdrawal_is_said_and_nothing_is_done(
    day: str, reason: str, wrong: str
) -> None:
    turn = send(at(DISA), WITHDRAWING, day=day, reason=reason)
    assert deeds(turn) == []
    assert field(card(turn), wrong).error
    assert field(card(turn), "day").value == day


def test_withdrawing_twice_is_withdrawing_once() -> None:
    of = at(DISA, LATER, replace(CERTIFICATE, withdrawn_on=SPRING))
    assert deeds(send(of, WITHDRAWING, day=SPRING.isoformat(), reason="Igen för säkerhets skull")) == []


def test_a_withdrawal_can_be_undone_and_the_school_hears_why() -> None:
    of = at(DISA, LATER, replace(CERTIFICATE, withdrawn_on=SPRING, reason="Fel skola"))
    restoring = Action("certificate_restore", item="71")
    assert field(card(send(of, restoring, reason="")), "reason").error
    turn = send(of, restoring, reason="Det var fel skola")
    assert deeds(turn) == [WithdrawCertificate(71, SPRING, "Det var fel skola", undone=True)]
    assert "gäller nu igen" in str(told(turn)[ALVA.id])
    assert "Giltigt" in str(card(turn))


def test_nothing_is_restored_that_was_not_withdrawn() -> None:
    assert deeds(send(at(DISA), Action("certificate_restore", item="71"), reason="För säkerhets skull")) == []


@pytest.mark.parametrize("me", [ALVA, ADAM, TEACHER])
def test_only_coordinators_withdraw(me: Me) -> None:
    turn = send(at(me), WITHDRAWING, day=SPRING.isoformat(), reason="Inte min sak")
    assert [each.reason for each in turn.effects if isinstance(each, Refused)] == ["role"]


def test_a_principal_says_yes_to_being_named_and_can_change_it() -> None:
    asked = card(press(at(ALVA), "be_named"))
    assert "nämns skolan inte" in str(asked)
    assert button(asked, "Ja, nämn skolan").action == Action("be_named", school=1, value="yes")
    turn = press(at(ALVA), "be_named", value="yes", school=1)
    assert deeds(turn) == [LetBeNamed(1, named=True)]
    assert button(card(turn), "Ångra").action == Action("be_named", school=1, value="no")
    assert deeds(press(at(ALVA), "be_named", value="no", school=1)) == [LetBeNamed(1, named=False)]


@pytest.mark.parametrize("value", ["yes", "no"])
def test_whoever_has_said_whether_the_school_may_be_named_finds_back_to_its_certificate(value: str) -> None:
    newer = replace(CERTIFICATE, id=72, issued_on=LATER)
    answered = card(press(at(ALVA, LATER, CERTIFICATE, newer), "be_named", value=value, school=1))
    assert labels(answered) == ["Ångra", "Visa certifikatet"]
    assert button(answered, "Visa certifikatet").action == Action("certificate", item="72")


def test_a_school_without_a_certificate_may_be_named_too() -> None:
    assert labels(card(press(on(SPRING, ALVA, READY), "be_named", value="yes", school=1))) == ["Ångra"]


def test_nobody_answers_for_another_school() -> None:
    assert Refused("be_named", "not theirs") in press(at(BEA), "be_named", value="yes", school=1).effects
    refused = press(at(ADAM), "be_named", value="yes", school=1)
    assert not any(isinstance(each, LetBeNamed) for each in refused.effects)


def test_the_principals_channel_hears_of_a_school_that_may_be_named_and_of_no_other() -> None:
    meet = Channels(principals="C4")
    of = replace(at(None), channels=meet)
    key = "certificate-announced:71:principals"
    assert key not in tended(of)
    asked = tended(of)["certificate-announced:71:11"].message
    assert button(asked, "Får skolan nämnas?").action == Action("be_named", school=1, item="beside")
    named = replace(of, certification=replace(of.certification, may_be_named=frozenset({1})))
    said = tended(named)
    assert said[key].to == PRINCIPALS
    assert "Grattis Almskolan" in str(said[key].message)
    assert CERTIFICATE.number not in str(said[key].message)
    assert "Får skolan nämnas?" not in labels(said["certificate-announced:71:11"].message)
    assert key not in tended(replace(named, channels=Channels()))


def test_a_question_under_the_announcement_does_not_take_its_place() -> None:
    turn = press(at(ALVA), "be_named", "beside", school=1)
    assert not any(isinstance(each, Replace) for each in turn.effects)
    assert "Ja, nämn skolan" in labels(told(turn)[ALVA.id])
