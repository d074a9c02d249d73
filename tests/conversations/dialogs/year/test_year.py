from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conversations.certification import ApplicationFacts, CertificateFacts, Certification, Leader
from conversations.charts import HeatMap
from conversations.context import Context, SchoolView, YearResult
from conversations.dialogs.year import monthly
from conversations.events import Pressed
from conversations.facts import (
    AuthorityFacts,
    Channels,
    Counts,
    Duty,
    Listener,
    Me,
    Role,
    RoundFacts,
    SchoolFacts,
    WindowFacts,
)
from conversations.framework import load, packaged
from conversations.messages import Action, Document, Message, Picture, Table, Text
from conversations.plans import MeasureFacts, PlanFacts
from conversations.rules.calendar import Calendar
from conversations.snapshot import AreaResult, CriterionResult, Snapshot
from conversations.step import step
from conversations.turn import PRINCIPALS, Effect, Replace, Say, Show, To

FRAMEWORK = load(packaged("malmo-2022-2025"))
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
WINDOW = WindowFacts(
    date(2027, 1, 11),
    date(2027, 1, 22),
    datetime(2027, 1, 10, 23, tzinfo=UTC),
    datetime(2027, 1, 22, 23, tzinfo=UTC),
    frozen=True,
)
ROUND = RoundFacts(2, "Skattningen 2027", "yearly", "individual", leadership=False, framework=FRAMEWORK)
BEFORE = replace(ROUND, id=1, title="Skattningen 2026")
ALM, BJORK = SchoolFacts(3, "Almskolan", 30), SchoolFacts(4, "Björkskolan", 20)
RUT, STIG = Listener(11, "Rut Ek", "sv"), Listener(12, "Stig Al", "en")
CERTIFICATE = CertificateFacts(1, ALM, "DS-1", date(2027, 2, 1), date(2030, 2, 1), FRAMEWORK)


def snapshot(*levels: int, shown: bool = True) -> Snapshot:
    criteria = tuple(
        CriterionResult(each.id, level, level >= 3)
        for area, level in zip(FRAMEWORK.areas, levels, strict=False)
        for each in FRAMEWORK.criteria_of(area.id)
    )
    areas = tuple(AreaResult(area.id, level) for area, level in zip(FRAMEWORK.areas, levels, strict=False))
    qualifies = shown and min(levels) >= 3
    outcome = "reached" if qualifies else "on_the_way"
    return Snapshot(
        FRAMEWORK.hash, "yearly", "individual", (), 30, 20, shown, outcome, qualifies, criteria, areas
    )


def context(role: Role = "coordinator", **more: object) -> Context:
    views = (
        SchoolView(
            ROUND, ALM, WINDOW, Counts(30, 0, 20), snapshot=snapshot(3, 3, 4, 3, 3), application="accepted"
        ),
        SchoolView(ROUND, BJORK, WINDOW, Counts(20, 0, 10), snapshot=snapshot(1, 2, 3, 2, 1)),
    )
    context = Context(
        now=NOW,
        authority=AuthorityFacts(1, "Förvaltningen", Calendar("Europe/Stockholm"), "a@skola.example"),
        place=To("person", 7),
        me=Me(7, "Karin Ek", "sv", (Duty(role),)),
        schools=views,
    )
    return replace(context, **more)  # type: ignore[arg-type]


def said(of: Context, verb: str) -> Message:
    (effect,) = step(of, Pressed(Action(verb))).effects
    assert isinstance(effect, Replace)
    return effect.message


def pictured(message: Message) -> HeatMap:
    (heat,) = (part.chart for part in message.parts if isinstance(part, Picture))
    assert isinstance(heat, HeatMap)
    return heat


def table(message: Message) -> Table:
    (found,) = (part for part in message.parts if isinstance(part, Table))
    return found


def plan(school: SchoolFacts, *measures: tuple[str, str]) -> PlanFacts:
    made = (
        MeasureFacts(n, "follow-up", wording, status=status) for n, (wording, status) in enumerate(measures)
    )  # type: ignore[arg-type]
    return PlanFacts(2, "Skattningen 2027", school, FRAMEWORK.hash, date(2027, 2, 3), tuple(made))


def test_every_school_is_seen_in_the_picture_in_its_words_and_in_the_table() -> None:
    message = said(context(), "year")
    heat = pictured(message)
    assert [(row.label, row.values) for row in heat.rows] == [
        ("Almskolan", (3, 3, 4, 3, 3)),
        ("Björkskolan", (1, 2, 3, 2, 1)),
    ]
    assert "Almskolan: Trygg, Trygg, Välutvecklad, Trygg och Trygg." in str(message)
    assert table(message).rows[0] == ("Almskolan", "67\u00a0%", "Kvalificerar sig", "Antagen")


def test_a_school_with_too_few_answers_shows_nothing_in_the_picture() -> None:
    views = tuple(replace(view, snapshot=snapshot(4, 4, 4, 4, 4, shown=False)) for view in context().schools)
    message = said(context(schools=(views[0], context().schools[1])), "year")
    assert pictured(message).rows[0].values == (0, 0, 0, 0, 0)
    assert table(message).rows[0][2] == "Visas inte"


def test_an_area_none_of_whose_questions_may_be_told_is_not_in_the_picture() -> None:
    whole = snapshot(3, 3, 3, 3, 3)
    hidden = replace(
        whole,
        criteria=tuple(
            replace(each, shown=FRAMEWORK.criterion(each.id).area != "culture") for each in whole.criteria
        ),
    )
    view = replace(context().schools[0], snapshot=hidden)
    assert pictured(said(context(schools=(view,)), "year")).rows[0].values == (3, 3, 3, 0, 3)


def test_a_certificate_shows_while_it_is_valid() -> None:
    holding = Certification(certificates=(CERTIFICATE,))
    assert table(said(context(certification=holding), "year")).rows[0][3] == "Certifierad"
    withdrawn = Certification(certificates=(replace(CERTIFICATE, withdrawn_on=date(2027, 2, 20)),))
    assert table(said(context(certification=withdrawn), "year")).rows[0][3] == "Antagen"


@pytest.mark.parametrize(
    ("exception", "form", "road"),
    [
        ("Ny skola.", {}, "Får ansöka"),
        ("", {}, "–"),
        ("", {"why": " "}, "–"),
        ("Ny skola.", {"why": "Jo."}, "Skriver på sin ansökan"),
        ("", {"why": "Jo."}, "Skriver på sin ansökan"),
    ],
)
def test_an_empty_draft_is_no_application_on_the_road(
    exception: str, form: dict[str, str], road: str
) -> None:
    facts = ApplicationFacts(1, 2, ROUND.title, BJORK, "draft", NOW, exception=exception, form=form)
    views = (context().schools[0], replace(context().schools[1], application="draft"))
    of = context(schools=views, certification=Certification(applications=(facts,)))
    assert table(said(of, "year")).rows[1][3] == road


def test_a_school_that_has_not_applied_has_no_state_on_the_road() -> None:
    assert table(said(context(), "year")).rows[1][3] == "–"


def test_only_the_coordinator_sees_the_year() -> None:
    for role in ("principal", "representative", "staff", "researcher"):
        for verb in ("year", "progress", "support"):
            effects = step(context(role), Pressed(Action(verb))).effects  # type: ignore[arg-type]
            assert "Björkskolan" not in words(effects)


def test_the_years_stand_beside_each_other() -> None:
    years = (
        YearResult(BEFORE, date(2026, 1, 12), ALM, snapshot(2, 3, 3, 2, 3)),
        YearResult(ROUND, date(2027, 1, 11), ALM, snapshot(3, 3, 4, 3, 3)),
        YearResult(ROUND, date(2027, 1, 11), BJORK, snapshot(1, 2, 3, 2, 1)),
    )
    message = said(context(years=years), "progress")
    assert table(message).columns == ("Skola", "Skattningen 2026", "Skattningen 2027")
    assert table(message).rows == (("Almskolan", "3 av 5", "5 av 5"), ("Björkskolan", "–", "1 av 5"))
    assert "1 av 2 skolor kvalificerade sig" in str(message)


def test_support_tells_what_several_schools_share_and_who_is_stuck() -> None:
    plans = (
        plan(ALM, ("Bjud in elevrådet.", "planned"), ("Eget", "stuck")),
        plan(BJORK, ("bjud in  elevrådet", "done"), ("Annat", "dropped")),
    )
    message = said(context(plans=plans), "support")
    assert table(message).rows == (("bjud in  elevrådet", "Almskolan och Björkskolan"),)
    assert "Almskolan: 1 insats" in str(message)
    assert "Björkskolan: Ledarskap och planering, Digitala resurser och infrastruktur" in str(message)


def test_a_researcher_gets_the_research_file_and_nothing_else() -> None:
    years = (YearResult(ROUND, date(2027, 1, 11), ALM, snapshot(3, 3, 4, 3, 3)),)
    names = [
        part.name
        for part in said(context("researcher", years=years), "year_export").parts
        if isinstance(part, Document)
    ]
    assert names == ["research/2/xlsx"]
    both = said(context(years=years), "year_export")
    assert len([part for part in both.parts if isinstance(part, Document)]) == 5


def test_where_no_school_has_enough_answers_it_is_said_why_there_is_no_file_for_research() -> None:
    few = replace(snapshot(3, 3, 4, 3, 3), answered=9)
    years = (YearResult(ROUND, date(2027, 1, 11), ALM, few),)
    for role, files in (("researcher", 0), ("coordinator", 4)):
        message = said(context(role, years=years), "year_export")  # type: ignore[arg-type]
        assert len([part for part in message.parts if isinstance(part, Document)]) == files
        assert "där minst 10 har svarat" in str(message)


def words(effects: Iterable[Effect]) -> str:
    """Everything that is said; an effect hides its message when it is printed."""
    return str([each.message for each in effects if isinstance(each, Say | Replace | Show)])


def agenda(of: Context) -> list[Say]:
    leaders = (
        Leader("principal", 3, RUT),
        Leader("principal", 4, STIG),
        Leader("representative", 4, Listener(9, "Eva B", "sv")),
    )
    certification = replace(of.certification, leaders=leaders, certificates=(CERTIFICATE,))
    effects = list(monthly.tend(replace(of, me=None, certification=certification)))
    assert all(isinstance(each, Say) for each in effects)
    return effects  # type: ignore[return-value]


def test_the_agenda_comes_on_the_first_school_day_of_a_month_to_principals_in_their_own_language() -> None:
    told = agenda(context())
    assert [each.to.id for each in told] == [11, 12]
    assert [each.message.language for each in told] == ["sv", "en"]
    assert agenda(context(now=datetime(2027, 3, 2, 8, tzinfo=UTC))) == []
    assert len({each.key for each in told}) == 2


def test_no_school_is_named_unless_its_principal_has_said_yes() -> None:
    assert "Almskolan" not in words(agenda(context()))
    named = context(certification=Certification(may_be_named=frozenset({3})))
    assert "Almskolan" in words(agenda(named))
    assert "Björkskolan" not in words(agenda(named))


def test_among_few_schools_the_agenda_does_not_count_those_that_qualify() -> None:
    assert "kvalificerar" not in words(agenda(context()))
    many = tuple(
        replace(view, school=replace(view.school, id=10 * number + view.school.id))
        for number in range(3)
        for view in context().schools
    )
    assert "3 av 6 skolor kvalificerar sig" in words(agenda(context(schools=many)))


def test_principals_who_have_a_channel_hear_of_the_agenda_there_together() -> None:
    told = agenda(context(channels=Channels(principals="C4")))
    assert [each.to for each in told] == [PRINCIPALS]
    assert (told[0].key, told[0].message.language) == ("agenda:2027-03:principals", "sv")
    assert "Hej alla rektorer!" in words(told)
    assert "Almskolan" not in words(told)


@pytest.mark.parametrize(
    ("language", "coordinators", "principals"),
    [
        ("sv", "på rektorsmötet", "när ni rektorer träffas"),
        ("en", "the principals’ meeting", "you principals"),
    ],
)
def test_a_coordinator_hears_of_the_principals_meeting_as_somebody_who_is_not_one_of_them(
    language: str, coordinators: str, principals: str
) -> None:
    karin, rut = Listener(7, "Karin Ek", language), replace(RUT, language=language)
    leaders = (Leader("coordinator", 0, karin), Leader("principal", 3, rut), Leader("coordinator", 0, rut))
    of = context(certification=Certification(leaders=leaders, certificates=(CERTIFICATE,)))
    told = {each.to.id: each.message for each in monthly.tend(replace(of, me=None)) if isinstance(each, Say)}
    assert told.keys() == {7, 11}
    assert coordinators in greeted(told[7])
    assert "Karin!" in greeted(told[7])
    assert principals not in greeted(told[7])
    assert principals in greeted(told[11])


def greeted(message: Message) -> str:
    return next(part.text for part in message.parts if isinstance(part, Text))
