"""The road to a certificate in the world of roles: everything to reach for, made as it is decided."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, select

from conversations.decisions import (
    Attend,
    CancelSession,
    Certify,
    DecideApplication,
    Decided,
    FillSession,
    MakeCohort,
    PutMeasure,
    ReplyToSession,
    ReportMeasure,
    SaveApplication,
    SaveProtocol,
    SessionPlan,
    SetVisit,
    Waive,
    WithdrawCertificate,
)
from conversations.messages import Action
from storage import decisions
from storage.decisions import Deciding
from storage.tables import Application, Certificate, Cohort, LearningSession, Measure, Visit
from tests.conversations.roles_world import ALM, BJORK, CEDER, DAL, EK, FALT, World
from tests.storage.authorities import Authority

EARLIER = datetime(2026, 2, 3, 9, tzinfo=UTC)
MADE_ON, UNTIL = date(2026, 2, 2), date(2029, 2, 2)
SESSIONS = (
    datetime(2026, 1, 28, 12, tzinfo=UTC),
    datetime(2026, 2, 4, 12, tzinfo=UTC),
    datetime(2026, 3, 4, 12, tzinfo=UTC),
    datetime(2026, 4, 1, 12, tzinfo=UTC),
)
PAST, TODAY, COMING, CANCELLED = 1, 2, 3, 4


@dataclass(frozen=True)
class Target:
    """Something to reach for: what a button would carry, and the school that a form would name."""

    action: Action
    school: int
    kind: str


def secret(*what: object) -> str:
    """Words that say whose they are, so that they are found wherever they are shown."""
    return f"Hemligt {'/'.join(map(str, what))}."


def decide(authority: Authority, *decided: Decided) -> None:
    """Carry decisions out as somebody's of the authority, the day before."""
    with authority.database.writing() as connection:
        for each in decided:
            decisions.carry_out(connection, Deciding(authority.id, 0, EARLIER), each)


def apply(authority: Authority, round_id: int, school: str, *statuses: str) -> None:
    """An application that has come so far."""
    number = authority.school(school)
    decide(authority, SaveApplication(round_id, number, {"why": secret(school, "form")}))
    for status in statuses:
        decide(authority, DecideApplication(round_id, number, status, secret(school, "reason")))  # type: ignore[arg-type]


def number_of(authority: Authority, table: type, *where: ColumnElement[bool]) -> int:
    """The id of the authority's only row of which this is true."""
    with authority.database.reading() as connection:
        mine = table.authority_id == authority.id  # type: ignore[attr-defined]
        return int(connection.execute(select(table.id).where(mine, *where)).scalar_one())  # type: ignore[attr-defined]


def session(authority: Authority, number: int) -> int:
    return number_of(authority, LearningSession, LearningSession.number == number)


def visit(authority: Authority, host: str, guest: str) -> int:
    pair = (Visit.host_id == authority.school(host), Visit.guest_id == authority.school(guest))
    return number_of(authority, Visit, *pair)


def certificate(authority: Authority, school: str) -> int:
    return number_of(authority, Certificate, Certificate.school_id == authority.school(school))


def measure(authority: Authority, school: str, word: str) -> int:
    return number_of(authority, Measure, Measure.wording == secret(school, word))


def cohort(authority: Authority) -> int:
    return number_of(authority, Cohort)


def prepare(world: World) -> None:
    """Both authorities some way down the road."""
    one, two = world.first, world.second
    for school in (ALM, BJORK, FALT):
        apply(one, world.closed, school, "sent", "accepted")
    apply(one, world.closed, CEDER, "sent")
    for school in (DAL, EK):
        apply(two, world.closed_elsewhere, school, "sent", "accepted")
    begin(one, "Kull ett", (ALM, BJORK, FALT))
    begin(two, "Kull två", (DAL, EK))
    for school, name in ((ALM, "Asta A"), (BJORK, "Bea B")):
        come(one, school, name)
    come(two, DAL, "Dag D")
    meet(one, (ALM, BJORK), proposed_by=BJORK)
    meet(one, (BJORK, FALT), proposed_by=FALT)
    meet(two, (DAL, EK), proposed_by=EK)
    decide(one, SetVisit(visit(one, BJORK, ALM), "agreed", date(2026, 2, 3)))
    seen = SaveProtocol(visit(one, FALT, BJORK), {"saw": secret(FALT, BJORK, "protocol")}, {"culture": 2})
    decide(one, SetVisit(visit(one, FALT, BJORK), "agreed", date(2026, 2, 2)), seen)
    for school, requirement in ((ALM, "visit_hosted"), (BJORK, "session:1")):
        decide(one, Waive(cohort(one), one.school(school), requirement, secret(school, "waived")))
    certify(one, ALM)
    certify(one, FALT)
    decide(one, WithdrawCertificate(certificate(one, FALT), EARLIER.date(), secret(FALT, "withdrawn")))
    certify(two, DAL)
    plan(one, world.closed, ALM, {"Asta": "Asta A", "Rut": "Rut Rektor", "dropped": "Asta A"})
    plan(one, world.closed, BJORK, {"Bea": "Bea B"})
    plan(two, world.closed_elsewhere, DAL, {"Dag": "Dag D"})
    decide(one, ReportMeasure(measure(one, ALM, "dropped"), "dropped"))


def begin(authority: Authority, name: str, schools: tuple[str, ...]) -> None:
    """A cohort of these schools, of which each visits each."""
    numbers = tuple(map(authority.school, schools))
    applications = tuple(number_of(authority, Application, Application.school_id == each) for each in numbers)
    planned = tuple(
        SessionPlan(number, "culture", begins, begins.replace(hour=15), "Rådhuset")
        for number, begins in enumerate(SESSIONS, 1)
    )
    pairs = tuple((host, guest) for host in numbers for guest in numbers if host != guest)
    days = (date(2026, 1, 12), date(2026, 6, 12))
    decide(authority, MakeCohort(name, *days, applications, planned, pairs))
    decide(authority, CancelSession(session(authority, CANCELLED), "Snö"))


def come(authority: Authority, school: str, name: str) -> None:
    """A school has missed a session, sends somebody today, and has written what there is to write."""
    here, person = authority.school(school), authority.person(name)
    for number in (PAST, TODAY, COMING):
        place = session(authority, number)
        decide(
            authority,
            FillSession(place, here, "preparation", {"bring": secret(school, "preparation", number)}),
            FillSession(place, here, "reflection", {"take_home": secret(school, "reflection", number)}),
        )
    past = session(authority, PAST)
    decide(
        authority,
        Attend(past, here, attended=False),
        FillSession(past, here, "made_up", {"made_up": secret(school, "made_up")}),
        ReplyToSession(session(authority, TODAY), here, "yes", person),
    )


def meet(authority: Authority, pair: tuple[str, str], proposed_by: str) -> None:
    """A day for a visit that waits for the other school's word."""
    here = visit(authority, *pair)
    decide(authority, SetVisit(here, "proposed", date(2026, 3, 3), authority.school(proposed_by)))


def certify(authority: Authority, school: str) -> None:
    decide(authority, Certify(authority.school(school), cohort(authority), MADE_ON, UNTIL))


def plan(authority: Authority, round_id: int, school: str, people: dict[str, str]) -> None:
    """A plan with a measure for each of these words, and who is responsible for it."""
    for word, name in people.items():
        put = PutMeasure(round_id, authority.school(school), "", secret(school, word))
        decide(authority, replace(put, person=authority.person(name), due_on=date(2026, 5, 4)))


def targets(world: World) -> dict[str, Target]:
    """Everything that somebody may reach for, named as a principal of the first school would."""
    one, two, there = world.first, world.second, world.closed_elsewhere
    alm, bjork, ceder, hed = (one.school(each) for each in (ALM, BJORK, CEDER, "Hedskolan"))
    dal = two.school(DAL)
    at = {number: session(one, number) for number in (PAST, TODAY, COMING, CANCELLED)}
    made = {
        "my application": ("application", world.closed, alm, ""),
        "another's application": ("application", world.closed, bjork, ""),
        "the small school's application": ("application", world.closed, ceder, ""),
        "the school that does not qualify": ("application", world.closed, hed, ""),
        "their application": ("application", there, dal, ""),
        "the missed session": ("session", 0, alm, at[PAST]),
        "today's session": ("session", 0, alm, at[TODAY]),
        "the coming session": ("session", 0, alm, at[COMING]),
        "the cancelled session": ("session", 0, alm, at[CANCELLED]),
        "another's missed session": ("session", 0, bjork, at[PAST]),
        "another's part today": ("session", 0, bjork, at[TODAY]),
        "another's coming session": ("session", 0, bjork, at[COMING]),
        "their session today": ("session", 0, dal, session(two, TODAY)),
        "their coming session as mine": ("session", 0, alm, session(two, COMING)),
        "my cohort": ("cohort", 0, alm, cohort(one)),
        "another in my cohort": ("cohort", 0, bjork, cohort(one)),
        "one outside in my cohort": ("cohort", 0, ceder, cohort(one)),
        "their cohort": ("cohort", 0, dal, cohort(two)),
        "their cohort with my school": ("cohort", 0, alm, cohort(two)),
        "the visit to us": ("visit", 0, 0, visit(one, ALM, BJORK)),
        "our visit": ("visit", 0, 0, visit(one, BJORK, ALM)),
        "others' coming visit": ("visit", 0, 0, visit(one, BJORK, FALT)),
        "others' visit": ("visit", 0, 0, visit(one, FALT, BJORK)),
        "their visit": ("visit", 0, 0, visit(two, DAL, EK)),
        "my certificate": ("certificate", 0, alm, certificate(one, ALM)),
        "another's certificate": ("certificate", 0, one.school(FALT), certificate(one, FALT)),
        "their certificate": ("certificate", 0, dal, certificate(two, DAL)),
        "Asta's measure": ("measure", world.closed, alm, measure(one, ALM, "Asta")),
        "Rut's measure": ("measure", world.closed, alm, measure(one, ALM, "Rut")),
        "another's measure": ("measure", world.closed, bjork, measure(one, BJORK, "Bea")),
        "another's measure as mine": ("measure", world.closed, alm, measure(one, BJORK, "Bea")),
        "their measure": ("measure", there, dal, measure(two, DAL, "Dag")),
        "their measure as mine": ("measure", world.closed, alm, measure(two, DAL, "Dag")),
        "nothing": ("", 999, 999, 999_999),
        "no digits": ("", 0, 999, "1 or 1"),
    }
    return {
        name: Target(Action("", round_id, school, item=str(item)), school, kind)
        for name, (kind, round_id, school, item) in made.items()
    }
