"""Three schools of one cohort as their people see them: what the tests of visits and certificates share."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from conversations.certification import CertificateFacts, Certification, Leader
from conversations.cohorts import (
    CERTIFICATION,
    CohortFacts,
    CohortSchool,
    SessionFacts,
    SessionPart,
    VisitFacts,
)
from conversations.context import Context, SchoolView
from conversations.dialogs.certification.certificate import days as certifying_days
from conversations.dialogs.certification.visit import days as visit_days
from conversations.events import Pressed, Submitted
from conversations.facts import (
    AuthorityFacts,
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
from conversations.messages import Action, Button, Buttons, Document, Field, Form, Message
from conversations.rules.calendar import Calendar
from conversations.rules.certification_sight import seen_by
from conversations.snapshot import AreaResult, Snapshot
from conversations.step import step
from conversations.turn import Effect, Refused, Replace, Say, Show, To, Turn

FRAMEWORK = load(packaged("malmo-2022-2025"))
ALM, BJORK, CEDER = SchoolFacts(1, "Almskolan"), SchoolFacts(2, "Björkskolan"), SchoolFacts(3, "Cederskolan")
AUTUMN_BREAK = (date(2026, 10, 26), date(2026, 10, 30))
BEGINS, ENDS = date(2026, 9, 7), date(2027, 6, 11)
AUTHORITY = AuthorityFacts(
    1, "Förvaltningen", Calendar("Europe/Stockholm", breaks=(AUTUMN_BREAK,)), "a@skola.example"
)

ALVA = Me(11, "Alva Alm", "sv", (Duty("principal", 1),))
ADAM = Me(12, "Adam Alm", "en", (Duty("representative", 1),))
BEA = Me(21, "Bea Björk", "sv", (Duty("principal", 2),))
CARL = Me(31, "Carl Ceder", "sv", (Duty("principal", 3),))
DISA = Me(41, "Disa Data", "sv", (Duty("coordinator"),))
TEACHER = Me(51, "Elin Ek", "sv", (Duty("staff", 1, 7),))
STRANGER = Me(61, "Frans Fura", "sv", (Duty("principal", 9),))
EVERYBODY = (ALVA, ADAM, BEA, CARL, DISA)

VISIT = VisitFacts(5, 1, host=BJORK, guest=ALM)
RETURN = VisitFacts(6, 1, host=ALM, guest=BJORK)


def leader(me: Me) -> Leader:
    role = me.duties[0].role
    assert role in {"principal", "representative", "coordinator"}
    return Leader(role, me.duties[0].school, Listener(me.id, me.name, me.language))


def cohort(*visits: VisitFacts, sessions: Sequence[SessionFacts] = ()) -> CohortFacts:
    schools = tuple(CohortSchool(school, school.id) for school in (ALM, BJORK, CEDER))
    return CohortFacts(1, "Kull 1", BEGINS, ENDS, FRAMEWORK, schools, tuple(sessions), visits)


def a_year_of_sessions(*, done: bool) -> tuple[SessionFacts, ...]:
    """Six sessions four weeks apart; Almskolan has been at the first five, where they are ``done``."""
    first = datetime(2026, 9, 15, 11, tzinfo=UTC)
    themes = (*(area.id for area in FRAMEWORK.areas), CERTIFICATION)
    been = SessionPart(ALM.id, attended=True, reflection={"text": "Vi har lärt oss mycket."})
    return tuple(
        SessionFacts(
            100 + number,
            1,
            number,
            theme,
            first + timedelta(weeks=4 * (number - 1)),
            first + timedelta(weeks=4 * (number - 1), hours=3),
            parts=(been,) if done and theme != CERTIFICATION else (),
        )
        for number, theme in enumerate(themes, 1)
    )


SPRING = date(2027, 2, 1)
NEW = cohort(VISIT, RETURN, sessions=a_year_of_sessions(done=False))
"""Nothing has been done yet."""

READY = cohort(
    replace(VISIT, status="made", day=date(2026, 11, 10), protocol={"saw": "Mycket"}),
    replace(RETURN, status="made", day=date(2026, 11, 12), protocol={"saw": "Mer"}),
    sessions=a_year_of_sessions(done=True),
)
"""Almskolan has done everything; the last session is on 2 February."""


def on(
    day: date,
    me: Me | None,
    *cohorts: CohortFacts,
    certificates: Sequence[CertificateFacts] = (),
    schools: Sequence[SchoolView] = (),
) -> Context:
    """A morning of the year, with as much as this person may see; without anybody it is the clock's."""
    whole = Certification(
        cohorts=cohorts, certificates=tuple(certificates), leaders=tuple(map(leader, EVERYBODY))
    )
    return Context(
        now=AUTHORITY.calendar.opening(day),
        authority=AUTHORITY,
        place=To("person", me.id if me else 0),
        me=me,
        certification=seen_by(whole, me) if me else whole,
        schools=tuple(schools),
    )


def press(context: Context, verb: str, item: object = "", value: str = "", school: int = 0) -> Turn:
    return step(context, Pressed(Action(verb, 0, school, item=str(item), value=value)))


def send(context: Context, action: Action, **fields: str) -> Turn:
    return step(context, Submitted(action, fields))


def tended(context: Context) -> dict[str, Say]:
    """What the morning says of visits and certificates, by key."""
    effects = (*visit_days.tend(context), *certifying_days.tend(context))
    said = [effect for effect in effects if isinstance(effect, Say)]
    assert len({each.key for each in said}) == len(said)
    return {each.key: each for each in said}


def card(turn: Turn) -> Message:
    """The message where the button was pressed, or what is shown."""
    (message,) = [each.message for each in turn.effects if isinstance(each, Replace | Show)]
    return message


def deeds(turn: Turn) -> list[Effect]:
    return [each for each in turn.effects if not isinstance(each, Replace | Show | Say | Refused)]


def told(turn: Turn) -> dict[int, Message]:
    """Who else is told what."""
    return {each.to.id: each.message for each in turn.effects if isinstance(each, Say)}


def labels(message: Message) -> list[str]:
    rows = [part.buttons for part in message.parts if isinstance(part, Buttons)]
    return [button.label for row in rows for button in row]


def button(message: Message, label: str) -> Button:
    rows = [part.buttons for part in message.parts if isinstance(part, Buttons)]
    (found,) = [button for row in rows for button in row if button.label == label]
    return found


def form(message: Message) -> Form:
    (found,) = [part for part in message.parts if isinstance(part, Form)]
    return found


def field(message: Message, name: str) -> Field:
    (found,) = [each for each in form(message).fields if each.name == name]
    return found


def documents(message: Message) -> list[str]:
    return [part.name for part in message.parts if isinstance(part, Document)]


def result(school: SchoolFacts, *levels: int) -> SchoolView:
    """A school's frozen yearly result with these levels per area."""
    framework = RoundFacts(1, "Skattningen", "yearly", "individual", leadership=False, framework=FRAMEWORK)
    areas = tuple(AreaResult(area.id, level) for area, level in zip(FRAMEWORK.areas, levels, strict=True))
    snapshot = Snapshot(FRAMEWORK.hash, "yearly", "individual", (), 30, 28, shown=True, areas=areas)
    opens, closes = datetime(2026, 1, 11, 23, tzinfo=UTC), datetime(2026, 1, 30, 23, tzinfo=UTC)
    window = WindowFacts(date(2026, 1, 12), date(2026, 1, 30), opens, closes, frozen=True)
    return SchoolView(framework, school, window, Counts(30, 28, 28), snapshot=snapshot)


def me_as(role: Role, me: Me = ALVA) -> Me:
    return replace(me, duties=(Duty(role, me.duties[0].school),))
