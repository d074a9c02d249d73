from dataclasses import replace
from datetime import date

import pytest

from conversations.decisions import SaveProtocol, SetVisit
from conversations.facts import Duty, Me
from conversations.messages import Action, Heading, Picture, Table, Text
from tests.conversations.dialogs.certification.the_visiting_schools import (
    ADAM,
    ALM,
    ALVA,
    BEA,
    BJORK,
    CARL,
    DISA,
    FRAMEWORK,
    VISIT,
    card,
    cohort,
    deeds,
    field,
    form,
    labels,
    on,
    press,
    result,
    send,
    told,
)

DAY, AFTER = date(2026, 11, 10), date(2026, 11, 11)
AGREED = replace(VISIT, status="agreed", day=DAY)
AREAS = [area.id for area in FRAMEWORK.areas]
WRITING = Action("visit_protocol", item="5")
WORDS = {"saw": "Elever som hjälper varandra", "take_home": "Kollegiala besök varje månad"}
RATINGS = dict(zip(AREAS, (3, 4, 2, 3), strict=False))
FIELDS = WORDS | {f"rating_{area}": str(RATINGS.get(area, "not_seen")) for area in AREAS}
MADE = replace(AGREED, status="made", protocol=WORDS, ratings=RATINGS)
BOTH = replace(ALVA, duties=(*ALVA.duties, *BEA.duties))
COORDINATING = replace(ALVA, duties=(*ALVA.duties, Duty("coordinator")))
COMPARED = (
    "Tack! Protokollet är sparat, och Björkskolan har fått läsa det. Nu kan ni också jämföra skattningarna."
)


def test_the_guests_write_what_they_saw_and_the_host_reads_it_at_once() -> None:
    turn = send(on(AFTER, ALVA, cohort(AGREED)), WRITING, **FIELDS)
    assert deeds(turn) == [SaveProtocol(5, WORDS, RATINGS)]
    assert set(told(turn)) == {BEA.id}
    assert "Elever som hjälper varandra" in str(told(turn)[BEA.id])
    assert "Såg vi inte" in str(told(turn)[BEA.id])


@pytest.mark.parametrize(
    ("me", "thanks", "label"),
    [
        (ALVA, "Tack! Protokollet är sparat, och Björkskolan har fått läsa det.", "Se er skattning"),
        (ADAM, "Thank you! The protocol is saved, and Björkskolan has received it.", "See your rating"),
        (BOTH, COMPARED, "Jämför skattningarna"),
        (COORDINATING, COMPARED, "Jämför skattningarna"),
    ],
)
def test_the_thanks_promise_a_comparison_only_to_those_who_may_see_it(
    me: Me, thanks: str, label: str
) -> None:
    shown = card(send(on(AFTER, me, cohort(AGREED)), WRITING, **FIELDS))
    assert shown.parts[0] == Text(thanks, "warm")
    assert labels(shown)[0] == label
    again = card(send(on(AFTER, me, cohort(MADE)), WRITING, **FIELDS | {"saw": "Ännu mer"}))
    assert labels(again)[0] == label


def test_the_form_has_a_question_for_each_area_with_the_levels_names() -> None:
    shown = card(press(on(AFTER, ADAM, cohort(AGREED)), "visit_protocol", 5))
    assert [each.name for each in form(shown).fields] == [*WORDS, *(f"rating_{area}" for area in AREAS)]
    options = [label for _, label in field(shown, f"rating_{AREAS[0]}").options]
    # What a browser picks by itself must not say that the school has hardly begun.
    assert options == ["We did not see that", *(level.name for level in FRAMEWORK.words("en").levels)]


@pytest.mark.parametrize("missing", FIELDS)
@pytest.mark.parametrize("value", ["", "  ", "7"])
def test_what_is_missing_is_asked_for_and_the_rest_is_kept(missing: str, value: str) -> None:
    turn = send(on(AFTER, ALVA, cohort(AGREED)), WRITING, **FIELDS | {missing: value})
    assert deeds(turn) == []
    errors = {each.name for each in form(card(turn)).fields if each.error}
    assert errors == {missing}
    assert {each.name: each.value for each in form(card(turn)).fields} == FIELDS | {missing: value}


def test_the_same_protocol_sent_twice_is_already_there() -> None:
    turn = send(on(AFTER, ADAM, cohort(MADE)), WRITING, **FIELDS)
    assert (deeds(turn), told(turn)) == ([], {})
    assert "already here" in str(card(turn))


def test_a_changed_protocol_is_kept_and_the_host_hears_of_it() -> None:
    turn = send(on(AFTER, ALVA, cohort(MADE)), WRITING, **FIELDS | {"saw": "Ännu mer"})
    assert deeds(turn) == [SaveProtocol(5, WORDS | {"saw": "Ännu mer"}, RATINGS)]
    assert "Ändringen är sparad" in str(card(turn))
    assert told(turn)[BEA.id].summary == "Ett besöksprotokoll har ändrats"


def test_what_was_written_stands_in_the_form_when_it_is_opened_again() -> None:
    shown = card(press(on(AFTER, ALVA, cohort(MADE)), "visit_protocol", 5))
    assert {each.name: each.value for each in form(shown).fields} == FIELDS


@pytest.mark.parametrize("me", [BEA, CARL, DISA])
def test_only_the_guests_write(me: Me) -> None:
    turn = send(on(AFTER, me, cohort(AGREED)), WRITING, **FIELDS)
    assert not any(isinstance(each, SaveProtocol) for each in deeds(turn))


def test_nobody_writes_before_having_been_there() -> None:
    turn = send(on(date(2026, 11, 9), ALVA, cohort(AGREED)), WRITING, **FIELDS)
    assert deeds(turn) == []
    assert "när ni har varit där" in str(card(turn))


def test_a_visit_that_was_never_settled_here_can_be_written_about_with_its_day() -> None:
    of = on(AFTER, ALVA, cohort(VISIT))
    turn = send(of, WRITING, **FIELDS, day="2026-11-10")
    assert deeds(turn) == [SetVisit(5, "made", DAY), SaveProtocol(5, WORDS, RATINGS)]
    for day in ("2026-11-12", "2025-01-01", "nyss", ""):
        wrong = send(of, WRITING, **FIELDS, day=day)
        assert deeds(wrong) == []
        assert field(card(wrong), "day").error


def test_a_long_text_is_cut_where_the_chats_would_cut_it() -> None:
    (saved,) = deeds(send(on(AFTER, ALVA, cohort(AGREED)), WRITING, **FIELDS | {"saw": "å" * 9000}))
    assert isinstance(saved, SaveProtocol)
    assert len(saved.protocol["saw"]) == 1500


def test_a_protocol_is_not_in_what_is_written_to_a_log() -> None:
    assert "hjälper varandra" not in repr(SaveProtocol(5, WORDS, RATINGS))


def test_the_host_can_say_that_the_visit_took_place() -> None:
    assert deeds(press(on(DAY, BEA, cohort(AGREED)), "visit_made", 5)) == [SetVisit(5, "made", DAY)]
    assert deeds(press(on(date(2026, 11, 9), BEA, cohort(AGREED)), "visit_made", 5)) == []
    assert deeds(press(on(AFTER, BEA, cohort(MADE)), "visit_made", 5)) == []


def test_the_hosts_leaders_and_the_coordinator_read_the_protocol_others_do_not() -> None:
    for me, reads in ((ALVA, True), (BEA, True), (DISA, True), (CARL, False)):
        assert ("hjälper varandra" in str(card(press(on(AFTER, me, cohort(MADE)), "visit_read", 5)))) is reads


OWN = result(BJORK, 3, 3, 3, 3, 3)


def test_the_host_and_the_coordinator_see_both_ratings_beside_each_other() -> None:
    for me in (BEA, DISA):
        shown = card(press(on(AFTER, me, cohort(MADE), schools=[OWN]), "calibration", 5))
        (table,) = [part for part in shown.parts if isinstance(part, Table)]
        words = FRAMEWORK.words("sv")
        names = [words.level(number).name for number in (3, 4, 2, 3)]
        assert [row[2] for row in table.rows] == [*names, "Såg vi inte"]
        assert {row[1] for row in table.rows} == {words.level(3).name}
        (picture,) = [part for part in shown.parts if isinstance(part, Picture)]
        higher, lower = (words.area(area).name for area in AREAS[1:3])
        sentence = f"Gästerna såg mer än skolan själv i {higher} och mindre i {lower}."
        assert sentence in str(shown)
        assert sentence in picture.alt


def test_the_guests_see_their_own_rating_but_not_the_hosts_result() -> None:
    for own in ((), (result(ALM, 1, 1, 1, 1, 1),)):
        shown = card(press(on(AFTER, ALVA, cohort(MADE), schools=own), "calibration", 5))
        (table,) = [part for part in shown.parts if isinstance(part, Table)]
        assert {len(row) for row in table.rows} == {2}
        assert shown.parts[0] == Heading("Så skattade ni")
        assert table.caption == "Så skattade ni"
        assert "Värdskolan kan se er skattning" in str(shown)


def test_whoever_leads_both_schools_compares_the_ratings() -> None:
    shown = card(press(on(AFTER, BOTH, cohort(MADE), schools=[OWN]), "calibration", 5))
    assert shown.parts[0] == Heading("Skolans skattning bredvid gästernas")
    (table,) = [part for part in shown.parts if isinstance(part, Table)]
    assert {len(row) for row in table.rows} == {3}


def test_before_the_protocol_there_is_nothing_to_compare() -> None:
    shown = card(press(on(AFTER, BEA, cohort(AGREED), schools=[OWN]), "calibration", 5))
    assert "inte skrivit sitt protokoll än" in str(shown)


def test_nobody_else_sees_the_comparison() -> None:
    shown = card(press(on(AFTER, CARL, cohort(MADE), schools=[OWN]), "calibration", 5))
    assert "går inte att göra här" in str(shown)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((3, 4, 2, 3, 1), "överens i alla områden"),
        ((2, 4, 2, 3, 1), "Gästerna såg mer än skolan själv i Ledarskap och planering."),
        ((4, 4, 2, 3, 1), "Gästerna såg mindre än skolan själv i Ledarskap och planering."),
        ((0, 0, 0, 0, 1), "inte skattat samma områden"),
    ],
)
def test_one_plain_sentence_says_where_they_differ(levels: tuple[int, ...], words: str) -> None:
    shown = card(press(on(AFTER, BEA, cohort(MADE), schools=[result(BJORK, *levels)]), "calibration", 5))
    assert words in str(shown)


def test_a_visit_that_is_made_offers_what_each_side_can_do() -> None:
    guest = labels(card(press(on(AFTER, ALVA, cohort(MADE)), "visit", 5)))
    assert guest == ["Ändra protokollet", "Läs protokollet", "Se er skattning"]
    host = labels(card(press(on(AFTER, BEA, cohort(MADE)), "visit", 5)))
    assert host == ["Läs protokollet", "Jämför skattningarna"]
