"""Three schools in a cohort, built by hand, and people who act there."""

from dataclasses import replace
from datetime import UTC, date, datetime

from conversations.certification import ApplicationFacts, Certification, Colleague, Leader
from conversations.cohorts import (
    CERTIFICATION,
    CohortFacts,
    CohortSchool,
    SessionFacts,
    SessionPart,
    VisitFacts,
)
from conversations.context import Context, SchoolView
from conversations.events import Due, Pressed, Submitted
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
from conversations.step import step
from conversations.turn import Effect, Refused, Replace, Say, Show, To

CALENDAR = Calendar("Europe/Stockholm", breaks=((date(2027, 11, 1), date(2027, 11, 5)),))
FRAMEWORK = load(packaged("malmo-2022-2025"))
ROUND = RoundFacts(1, "Skattningen 2027", "yearly", "individual", leadership=False, framework=FRAMEWORK)
WINDOW = WindowFacts(
    date(2027, 1, 11),
    date(2027, 1, 22),
    datetime(2027, 1, 10, 23, tzinfo=UTC),
    datetime(2027, 1, 22, 23, tzinfo=UTC),
    frozen=True,
)
NOW = datetime(2027, 9, 1, 7, tzinfo=UTC)
ALM, BOK, EK = (SchoolFacts(3, "Almskolan"), SchoolFacts(4, "Bokskolan"), SchoolFacts(5, "Ekskolan"))
ALVA, BO, EVA = (Listener(30, "Alva Lind", "sv"), Listener(40, "Bo Ek", "sv"), Listener(50, "Eva Ask", "en"))
REPRESENTATIVE = Listener(31, "Rut Ask", "sv")
COORDINATOR = Listener(9, "Karin Berg", "sv")
KIM = Colleague(33, "Kim Gran", 3)
LEADERS = (
    Leader("principal", 3, ALVA),
    Leader("representative", 3, REPRESENTATIVE),
    Leader("principal", 4, BO),
    Leader("principal", 5, EVA),
    Leader("coordinator", 0, COORDINATOR),
)
# The first session: Wednesday 15 September 2027 at 13 local time.
BEGINS = datetime(2027, 9, 15, 11, tzinfo=UTC)
FIRST = SessionFacts(11, 7, 1, "leadership", BEGINS, BEGINS.replace(hour=14), "Stadshuset")
LAST = SessionFacts(
    12, 7, 2, CERTIFICATION, datetime(2028, 5, 16, 11, tzinfo=UTC), datetime(2028, 5, 16, 14, tzinfo=UTC)
)
VISITS = (
    VisitFacts(21, 7, ALM, BOK),
    VisitFacts(22, 7, BOK, EK),
    VisitFacts(23, 7, EK, ALM, "made"),
)
COHORT = CohortFacts(
    7,
    "Kullen 2027/28",
    date(2027, 8, 30),
    date(2028, 6, 2),
    FRAMEWORK,
    tuple(CohortSchool(each, 100 + each.id) for each in (ALM, BOK, EK)),
    (FIRST, LAST),
    VISITS,
)


def accepted(school: SchoolFacts, cohort: int = 0) -> ApplicationFacts:
    return ApplicationFacts(100 + school.id, 1, ROUND.title, school, "accepted", NOW, cohort=cohort)


def context(who: str, *cohorts: CohortFacts, now: datetime = NOW) -> Context:
    """Somebody's own conversation; ``who`` is a role, at Almskolan where it belongs to a school."""
    people: dict[str, tuple[Listener, tuple[tuple[Role, int], ...]]] = {
        "coordinator": (COORDINATOR, (("coordinator", 0),)),
        "principal": (ALVA, (("principal", 3),)),
        "representative": (REPRESENTATIVE, (("representative", 3),)),
        "both": (ALVA, (("principal", 3), ("principal", 4))),
        "other": (Listener(60, "Ove Alm", "sv"), (("principal", 6),)),
        "colleague": (Listener(33, "Kim Gran", "sv"), (("staff", 3),)),
    }
    listener, duties = people[who]
    views = tuple(SchoolView(ROUND, each, WINDOW, Counts(30, 0, 30)) for each in (ALM, BOK, EK))
    return Context(
        now=now,
        authority=AuthorityFacts(1, "Förvaltningen", CALENDAR, "a@skola.example"),
        place=To("person", listener.id),
        me=Me(listener.id, listener.name, listener.language, tuple(Duty(role, at) for role, at in duties)),
        schools=views if who == "coordinator" else (),
        certification=Certification(cohorts=cohorts or (COHORT,), leaders=LEADERS),
        colleagues=(KIM, Colleague(34, "Lo Gran", 3), Colleague(44, "Bea Ek", 4)),
    )


def waiting(*schools: SchoolFacts, now: datetime = NOW) -> Context:
    """A coordinator with accepted applications and no cohort yet."""
    of = context("coordinator", now=now)
    facts = Certification(applications=tuple(map(accepted, schools)), leaders=LEADERS)
    return replace(of, certification=facts)


def with_session(session: SessionFacts) -> CohortFacts:
    others = tuple(each for each in COHORT.sessions if each.id != session.id)
    return replace(COHORT, sessions=(session, *others))


def with_parts(*parts: SessionPart) -> CohortFacts:
    return with_session(replace(FIRST, parts=parts))


def pressed(
    of: Context, verb: str, item: object = "", value: str = "", school: int = 0
) -> tuple[Effect, ...]:
    return step(of, Pressed(Action(verb, school=school, item=str(item), value=value))).effects


def sent(of: Context, action: Action, **fields: str) -> tuple[Effect, ...]:
    return step(of, Submitted(action, fields)).effects


def tended(*cohorts: CohortFacts, now: datetime, leaders: tuple[Leader, ...] = LEADERS) -> list[Say]:
    """What the clock says about sessions on a day."""
    of = context("coordinator", *cohorts, now=now)
    of = replace(of, me=None, certification=replace(of.certification, leaders=leaders))
    effects = step(of, Due("tend", 0, 0)).effects
    keyed = [each for each in effects if isinstance(each, Say)]
    return [each for each in keyed if each.key.startswith(("session-", "cohort-"))]


def shown(effects: tuple[Effect, ...]) -> Message:
    """What the person who acted sees."""
    (message,) = [each.message for each in effects if isinstance(each, Replace | Show)]
    return message


def told(effects: tuple[Effect, ...]) -> list[Say]:
    return [each for each in effects if isinstance(each, Say)]


def deeds(effects: tuple[Effect, ...]) -> list[Effect]:
    return [each for each in effects if not isinstance(each, Say | Replace | Show | Refused)]


def form(message: Message) -> Form:
    return [part for part in message.parts if isinstance(part, Form)][-1]


def fields(message: Message) -> dict[str, Field]:
    return {each.name: each for each in form(message).fields}


def errors(effects: tuple[Effect, ...]) -> dict[str, str]:
    return {name: each.error for name, each in fields(shown(effects)).items() if each.error}


def buttons(message: Message) -> dict[str, Button]:
    return {each.label: each for part in message.parts if isinstance(part, Buttons) for each in part.buttons}


def documents(message: Message) -> list[str]:
    return [part.name for part in message.parts if isinstance(part, Document)]
