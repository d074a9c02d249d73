from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.printing import docx_file, report
from bot.printing.award_naming import told, without_names
from bot.printing.award_report import award_report
from bot.printing.report import Grid, Report
from conversations.certification import ApplicationFacts, Certification
from conversations.charts import HeatMap
from conversations.cohorts import CohortFacts, CohortSchool, SessionFacts, SessionPart, VisitFacts
from conversations.context import Context, YearResult
from conversations.facts import Duty, Me, SchoolFacts
from conversations.messages import Picture
from tests.bot.printing.looking import alternative_texts, assert_accessible, opened
from tests.bot.printing.on_paper import (
    CERTIFICATE,
    FRAMEWORK,
    HOSTILE,
    NOW,
    PLAN,
    TODAY,
    context,
    snapshot,
    view,
)

ROUND = view(None).round
BEFORE = replace(ROUND, id=1, title="Skattningen 2026")
NAMES = ("Almskolan", "Björkskolan", "Cederskolan", "Dalskolan", "Ekskolan", "Furuskolan", "Granskolan")
SCHOOLS = tuple(SchoolFacts(number, name, 30) for number, name in enumerate(NAMES, 3))
ALM, BJORK = SCHOOLS[:2]
EXAMPLE = "På Almskolan, där Björkskolans elever var med, bygger vi robotar."


def years(count: int) -> tuple[YearResult, ...]:
    """Two rounds; in the newest the later schools have come further."""
    before = (
        YearResult(BEFORE, date(2026, 1, 12), each, snapshot(1, 1, 1, 1, 1)) for each in SCHOOLS[:count]
    )
    now = (
        YearResult(ROUND, date(2027, 1, 11), each, snapshot(*[1 + place % 4] * 5))
        for place, each in enumerate(SCHOOLS[:count])
    )
    return (*before, *now)


def road(*named: SchoolFacts) -> Certification:
    held, ahead = (
        SessionFacts(
            number,
            1,
            number,
            "culture",
            datetime(2027, month, 5, 12, tzinfo=UTC),
            datetime(2027, month, 5, 15, tzinfo=UTC),
            parts=(SessionPart(ALM.id, attended=True, reflection={"learned": "Hemlig tanke"}),),
        )
        for number, month in ((1, 2), (2, 4))
    )
    visits = (
        VisitFacts(1, 1, ALM, BJORK, "made", date(2027, 2, 9), protocol={"saw": "Hemlig syn"}),
        VisitFacts(2, 1, BJORK, ALM, "agreed", date(2027, 4, 9)),
        VisitFacts(3, 1, BJORK, ALM, "cancelled"),
    )
    members = (CohortSchool(ALM, 1), CohortSchool(BJORK, 2))
    cohort = CohortFacts(
        1, "Kull 1", date(2027, 1, 1), date(2027, 6, 11), FRAMEWORK, members, (held, ahead), visits
    )
    form = {"example:culture": EXAMPLE}
    applications = (
        ApplicationFacts(1, 2, ROUND.title, ALM, "accepted", NOW, form=form),
        ApplicationFacts(2, 2, ROUND.title, BJORK, "declined", NOW, form={"example:culture": "Avslaget"}),
    )
    certificates = tuple(
        replace(CERTIFICATE, id=each.id, school=each, issued_on=date(2027, 2, 1)) for each in (ALM, BJORK)
    )
    deadlines = {ROUND.id: date(2027, 4, 1), BEFORE.id: date(2026, 4, 1)}
    named_ids = frozenset(each.id for each in named)
    return Certification(applications, (cohort,), certificates, (), deadlines, named_ids)


def seen(*named: SchoolFacts, count: int = 7, language: str = "sv") -> Context:
    plans = tuple(replace(PLAN, school=each) for each in (ALM, BJORK))
    return replace(
        context(language, plans),
        me=Me(7, "Karin", language, (Duty("coordinator"),)),
        years=years(count),
        schools=(replace(view(snapshot(1, 1, 1, 1, 1)), school=ALM),),
        certification=road(*named),
    )


def made(*named: SchoolFacts, count: int = 7, language: str = "sv") -> Report:
    return award_report(seen(*named, count=count, language=language), TODAY)


def words(of: Report) -> str:
    """Everything that stands in it, pictures too."""
    return str(report.data(of))


def rows(of: Report, heading: str) -> tuple[tuple[str, ...], ...]:
    (section,) = (each for each in of.sections if each.heading.startswith(heading))
    (grid,) = (piece for piece in section.pieces if isinstance(piece, Grid))
    return grid.rows


def labels(of: Report) -> list[str]:
    pictures = [piece for each in of.sections for piece in each.pieces if isinstance(piece, Picture)]
    return [row.label for each in pictures if isinstance(each.chart, HeatMap) for row in each.chart.rows]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_is_a_document_that_assistive_technology_can_read(language: str) -> None:
    pdf = opened(report.pdf(made(ALM, language=language)))
    title = {"sv": "Digital skola – årets arbete", "en": "Digital School – the year’s work"}[language]
    assert_accessible(pdf, language, title)
    (alternative,) = alternative_texts(pdf)
    assert "Almskolan: " in alternative


def test_it_names_nobody_who_has_not_said_yes() -> None:
    nobody, one = words(made()), words(made(ALM))
    assert not any(name in nobody for name in NAMES)
    assert [name for name in NAMES if name in one] == ["Almskolan"]


def test_schools_without_a_name_are_in_the_picture_in_the_order_of_their_levels() -> None:
    assert labels(made(ALM)) == ["Almskolan", *["En skola"] * 6]
    others = told(seen(ALM), years(7)[7:])[1:]
    levels = [each.snapshot.areas[0].level for each in others]
    assert levels == sorted(levels, reverse=True)


def test_a_few_schools_without_a_name_are_neither_in_the_picture_nor_in_any_figure() -> None:
    paper = made(*SCHOOLS[:3])
    assert labels(paper) == list(NAMES[:3])
    assert rows(paper, "År för år")[1][:2] == ("Skattningen 2027", "3 av 7")
    assert "Därför saknas 4 skolor." in words(paper)
    assert labels(made(count=4)) == []
    assert rows(made(count=4), "År för år")[1][1:] == ("0 av 4", "–", "–", "–")


def test_a_result_that_is_hidden_is_left_out() -> None:
    whole = seen(*SCHOOLS)
    hidden = [replace(each, snapshot=replace(each.snapshot, shown=False)) for each in whole.years[7:8]]
    paper = award_report(replace(whole, years=(*whole.years[:7], *hidden, *whole.years[8:])), TODAY)
    assert labels(paper) == list(NAMES[1:])


def test_the_years_stand_beside_each_other() -> None:
    assert rows(made(*SCHOOLS), "År för år") == (
        ("Skattningen 2026", "7 av 7", "83\u00a0%", "0 av 7", "0\u00a0%"),
        ("Skattningen 2027", "7 av 7", "83\u00a0%", "3 av 7", "43\u00a0%"),
    )


def test_the_road_is_told_without_what_schools_wrote_for_each_other() -> None:
    paper = made(ALM)
    assert rows(paper, "Certifierade skolor") == (("Almskolan", "1 februari 2027", "11 juni 2030"),)
    story = words(paper)
    assert "1 av 2 lärtillfällen har hållits. 1 av 2 besök mellan skolorna är gjort." in story
    assert [row[1:] for row in rows(paper, "Kullens väg")] == [
        ("5 februari 2027", "1 av 2"),
        ("5 april 2027", "–"),
    ]
    assert "Hemlig" not in story


def test_examples_come_from_accepted_applications_and_name_no_other_school() -> None:
    area = "Kulturen kring skolans digitalisering"
    named = "På Almskolan, där en annan skolas elever var med, bygger vi robotar."
    assert rows(made(ALM), "Goda exempel") == ((area, named, "Almskolan"),)
    unnamed = "På skolan, där en annan skolas elever var med, bygger vi robotar."
    assert rows(made(), "Goda exempel") == ((area, unnamed, "En skola"),)


def test_it_tells_what_several_schools_have_chosen_and_what_comes_next() -> None:
    paper = made()
    assert rows(paper, "Insatser")[0] == ("Egen insats: studiedag om källkritik.", "2")
    assert rows(paper, "Det som kommer nu") == (
        ("1 april 2027", "Sista dag att ansöka efter Skattningen 2027"),
        ("5 april 2027", "Lärtillfälle 2: Kulturen kring skolans digitalisering, Kull 1"),
        ("9 april 2027", "Besök mellan två skolor"),
        ("11 juni 2030", "2 certifikat har sin sista dag"),
    )


def test_an_authority_that_has_just_begun_has_a_paper_too() -> None:
    begun = replace(seen(), certification=Certification(), plans=(), schools=())
    told_of = words(award_report(begun, TODAY))
    for sentence in ("Ingen skola är certifierad", "Det finns inga exempel än", "Inget är inlagt än"):
        assert sentence in told_of


def test_many_schools_have_room_on_the_pages_in_both_files() -> None:
    many = [
        replace(each, school=SchoolFacts(100 + number, f"Internationella Engelska skolan i Västra {number}"))
        for number in range(31)
        for each in years(1)
    ]
    whole = replace(seen(), years=tuple(many))
    named = replace(whole.certification, may_be_named=frozenset(each.school.id for each in many))
    paper = award_report(replace(whole, certification=named), TODAY)
    assert len(alternative_texts(opened(report.pdf(paper)))) == 3
    assert docx_file.docx(paper)[:2] == b"PK"


def test_hostile_examples_stay_plain_text() -> None:
    whole = seen(ALM)
    (application, *_) = whole.certification.applications
    hostile = replace(application, form={"example:culture": HOSTILE})
    certification = replace(whole.certification, applications=(hostile,))
    paper = award_report(replace(whole, certification=certification), TODAY)
    assert opened(report.pdf(paper)).pages
    assert rows(paper, "Goda exempel")[0][1] == HOSTILE


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Almskolan är med.", "Skolan är med."),
        ("Vi lär. ALMSKOLANS elever", "Vi lär. Skolans elever"),
        ("Almskolansvägen och almskolan", "Almskolansvägen och skolan"),
        ("Med Björkskolan", "Med en annan skola"),
    ],
)
def test_a_school_s_name_becomes_another_word(text: str, clean: str) -> None:
    assert without_names(seen(), text, ALM.id) == clean


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=8), st.sampled_from(NAMES), st.text(alphabet=" .,!?\n", max_size=4), st.booleans())
def test_no_text_keeps_the_name_of_a_school_that_stands_by_itself(
    before: str,
    name: str,
    after: str,
    genitive: bool,  # noqa: FBT001  -- hypothesis gives it
) -> None:
    text = f"{before} {name}{'s' if genitive else ''}{after}"
    assert name.casefold() not in without_names(seen(), text).casefold()
