from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from conversations.certification import Colleague
from conversations.context import Need
from conversations.events import Due
from conversations.facts import Listener, Role, SchoolFacts
from storage.database import Database
from storage.keys import Keys
from storage.tables import ActionPlan
from tests.storage.authorities import NAMES, PLAN, Arrived, Authority, Line, found, lines
from tests.storage.roads import Road, framework_hash, measure, planted, write

LATER = datetime(2026, 3, 9, 9, tzinfo=UTC)
AFTER = datetime(2026, 3, 11, 9, tzinfo=UTC)


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    made = found(database, keys)
    made.plan()
    return made


@pytest.fixture
def road(authority: Authority) -> Road:
    return planted(authority)


def plans(authority: Authority, name: str, now: datetime = LATER) -> dict[str, list[str]]:
    """The wordings that somebody sees, by school."""
    context = authority.context(authority.arrived(name), Need.PLANS, now=now)
    return {plan.school.name: [each.wording for each in plan.measures] for plan in context.plans}


def test_a_plan_has_its_measures_and_for_those_who_lead_what_was_dropped(
    authority: Authority, road: Road
) -> None:
    (plan,) = authority.context(authority.arrived("Rut Norr"), Need.PLANS, now=LATER).plans
    assert (plan.round, plan.round_title, plan.school) == (
        authority.round,
        PLAN.title,
        SchoolFacts(road.norra, "Norra"),
    )
    assert (plan.hash, plan.made_on) == (framework_hash(authority), date(2026, 3, 2))
    first, second, dropped = plan.measures
    asta = Listener(authority.person("Asta Berg"), "Asta Berg", "sv")
    assert (first.criterion, first.wording, first.responsible, first.status) == (
        "courage-to-try",
        "Prova ihop",
        asta,
        "planned",
    )
    assert (second.criterion, second.due_on) == ("", date(2026, 5, 4))
    assert (dropped.wording, dropped.status) == ("Skrota allt", "dropped")


def test_a_plan_is_made_on_the_local_day(authority: Authority, road: Road) -> None:
    with authority.database.writing() as connection:
        late = update(ActionPlan).where(ActionPlan.id == road.plan)
        connection.execute(late.values(made_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC)))
    (plan,) = authority.context(authority.arrived("Rut Norr"), Need.PLANS, now=LATER).plans
    assert plan.made_on == date(2026, 3, 2)


@pytest.mark.usefixtures("road")
def test_everybody_sees_the_plans_they_may_see(authority: Authority) -> None:
    sodra = write(
        authority,
        ActionPlan,
        round_id=authority.round,
        school_id=authority.school("Södra"),
        made_at=LATER,
    )
    measure(authority, sodra, "Bjud in", "Gun Ivarsson")
    whole = {"Norra": ["Prova ihop", "Låna robotar"], "Södra": ["Bjud in"]}
    for name, expected in (
        ("Karin Samordnare", whole),
        ("Rut Norr", {"Norra": [*whole["Norra"], "Skrota allt"]}),
        ("Stig Söder", {"Södra": whole["Södra"]}),
        ("Asta Berg", {"Norra": ["Prova ihop"]}),
        ("Gun Ivarsson", {"Södra": ["Bjud in"]}),
        ("Bo Dahl", {}),
    ):
        assert plans(authority, name) == expected


@pytest.mark.usefixtures("road")
def test_a_representative_sees_the_schools_plan_and_a_researcher_none(authority: Authority) -> None:
    more = (Line("Norra", "Ulla Dygd", ("representative",)), Line("", "Ove Forsk", ("researcher",)))
    authority.take([*lines(), *more])
    assert plans(authority, "Ulla Dygd") == {"Norra": ["Prova ihop", "Låna robotar", "Skrota allt"]}
    assert plans(authority, "Ove Forsk") == {}


@pytest.mark.usefixtures("road")
@pytest.mark.parametrize("moves", [True, False], ids=["moved", "left"])
def test_whoever_no_longer_works_at_the_school_is_not_responsible_there(
    authority: Authority, *, moves: bool
) -> None:
    rest = [row for row in lines() if row.name != "Asta Berg"]
    authority.take([*rest, *([Line("Södra", "Asta Berg")] if moves else [])], LATER)
    (plan,) = authority.context(authority.arrived("Rut Norr"), Need.PLANS, now=AFTER).plans
    assert [(each.wording, each.responsible is None) for each in plan.measures] == [
        ("Prova ihop", True),
        ("Låna robotar", False),
        ("Skrota allt", True),
    ]
    assert plans(authority, "Asta Berg", AFTER) == {}


@pytest.mark.parametrize("role", ["principal", "representative"])
def test_leaders_know_their_colleagues_by_name(authority: Authority, role: Role) -> None:
    leads = Line("Norra", "Ulla Dygd", (role, "staff"))
    authority.take([*lines(), leads, Line("Norra", "Ove Forsk", ("researcher",))])
    colleagues = authority.context(authority.arrived("Ulla Dygd"), Need.COLLEAGUES, now=LATER).colleagues
    norra = authority.school("Norra")
    names = [*NAMES, "Rut Norr", "Ulla Dygd"]
    assert colleagues == tuple(Colleague(authority.person(name), name, norra) for name in names)


def test_who_leads_no_school_is_told_of_no_colleagues(authority: Authority) -> None:
    for name in ("Asta Berg", "Karin Samordnare"):
        assert authority.context(authority.arrived(name), Need.COLLEAGUES, now=LATER).colleagues == ()


def test_whoever_has_left_is_no_colleague(authority: Authority) -> None:
    authority.take([row for row in lines() if row.name != "Bo Dahl"], LATER)
    told = authority.context(authority.arrived("Rut Norr"), Need.COLLEAGUES, now=AFTER).colleagues
    assert "Bo Dahl" not in [each.name for each in told]
    assert replace(told[0], school=0).name == "Asta Berg"


def test_the_clock_knows_a_school_s_earlier_plans_when_a_round_is_announced(
    authority: Authority, road: Road
) -> None:
    due = Due("invite_principal", authority.round, road.norra)
    needed = (Need.WAITING, Need.SCHOOLS, Need.PLANS)
    context = authority.context(Arrived(authority.id, 0, due), *needed, now=LATER)
    assert road.norra in {plan.school.id for plan in context.plans}
    assert context.schools[0].school.id == road.norra
