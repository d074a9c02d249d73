"""A principal, a representative and a coordinator around one school's application, as contexts by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from conversations.certification import (
    ApplicationFacts,
    ApplicationStatus,
    Certification,
    Colleague,
    Leader,
    TeamNote,
)
from conversations.context import Context, SchoolView
from conversations.dialogs.verbs import VERBS
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
from conversations.messages import Action, Button, Buttons, Form, Message
from conversations.rules.calendar import Calendar
from conversations.snapshot import AreaResult, CriterionResult, Snapshot
from conversations.step import step
from conversations.turn import Refused, Replace, Say, Show, To, Turn

NOW = datetime(2027, 2, 8, 9, tzinfo=UTC)
LAST_DAY = date(2027, 4, 2)
FRAMEWORK = load(packaged("malmo-2022-2025"))
AREAS = tuple(area.id for area in FRAMEWORK.areas)
ROUND = RoundFacts(5, "Skattningen 2027", "yearly", "individual", leadership=False, framework=FRAMEWORK)
ALM, BJORK = SchoolFacts(3, "Almskolan", 30), SchoolFacts(4, "Björkskolan", 25)
WINDOW = WindowFacts(
    date(2027, 1, 11),
    date(2027, 1, 22),
    datetime(2027, 1, 10, 23, tzinfo=UTC),
    datetime(2027, 1, 22, 23, tzinfo=UTC),
    frozen=True,
)
RUT = Leader("principal", 3, Listener(7, "Rut Rektor", "sv"))
RITA = Leader("representative", 3, Listener(8, "Rita Representant", "en"))
STIG = Leader("principal", 4, Listener(9, "Stig Styr", "sv"))
KARIN = Leader("coordinator", 0, Listener(20, "Karin Kord", "sv"))
FULL: Mapping[str, str] = {
    "why": "För eleverna.",
    "learn": "Hur andra gör.",
    "share": "Vårt kollegiala lärande.",
    **{f"example:{area}": f"Så gör vi: {area}." for area in AREAS},
    "represents": "8",
    "represents_name": "Rita Representant",
    "heard": "yes",
}


def snapshot(*, qualifies: bool = True) -> Snapshot:
    level = 3 if qualifies else 2
    criteria = tuple(CriterionResult(each.id, level, reached=qualifies) for each in FRAMEWORK.criteria)
    return Snapshot(
        FRAMEWORK.hash,
        "yearly",
        "individual",
        (),
        30,
        28,
        shown=True,
        outcome="reached" if qualifies else "on_the_way",
        qualifies=qualifies,
        criteria=criteria,
        areas=tuple(AreaResult(area, level) for area in AREAS),
        missing=() if qualifies else (FRAMEWORK.criteria[0].id,),
    )


def view(school: SchoolFacts = ALM, *, qualifies: bool = True) -> SchoolView:
    return SchoolView(ROUND, school, WINDOW, Counts(30, 0, 28), snapshot=snapshot(qualifies=qualifies))


def application(
    status: ApplicationStatus, form: Mapping[str, str] = FULL, school: SchoolFacts = ALM
) -> ApplicationFacts:
    return ApplicationFacts(11, ROUND.id, ROUND.title, school, status, NOW, "Rut Rektor", form=form)


def context(role: Role, *found: ApplicationFacts, qualifies: bool = True) -> Context:
    """Almskolan as somebody in this role sees it; a coordinator sees Björkskolan too."""
    listener = {"principal": RUT, "representative": RITA}.get(role, KARIN).listener
    duty = Duty(role) if role == "coordinator" else Duty(role, school=3)
    views: tuple[SchoolView, ...] = (view(qualifies=qualifies),)
    if role == "coordinator":
        views = (*views, view(BJORK, qualifies=False))
    statuses = {each.school.id: each.status for each in found}
    return Context(
        now=NOW,
        authority=AuthorityFacts(1, "Förvaltningen", Calendar("Europe/Stockholm"), "a@skola.example"),
        place=To("person", listener.id),
        me=Me(listener.id, listener.name, "sv", (duty,)),
        schools=tuple(replace(each, application=statuses.get(each.school.id)) for each in views),
        certification=Certification(found, leaders=(RUT, RITA, STIG, KARIN)),
        colleagues=(Colleague(30, "Asta Alm", 3), Colleague(31, "Bo Björk", 4)),
        notes=(
            TeamNote(3, "Lag Gran", AREAS[0], "Vi filmar våra genomgångar."),
            TeamNote(3, "Lag Tall", AREAS[0], "Vi delar planeringar."),
            TeamNote(4, "Lag Ek", AREAS[1], "Någon annans anteckning."),
        ),
    )


def at(of: Context, moment: datetime) -> Context:
    return replace(of, now=moment)


def action(verb: str, value: str = "", school: int = 3) -> Action:
    assert verb in VERBS
    return Action(verb, ROUND.id, school, value=value)


def pressed(of: Context, verb: str, value: str = "", school: int = 3) -> Turn:
    return step(of, Pressed(action(verb, value, school)))


def sent(of: Context, verb: str, fields: dict[str, str], value: str = "") -> Turn:
    return step(of, Submitted(action(verb, value), fields))


def answer(turn: Turn) -> Message:
    """What the one who acted gets, as a new card, beside it, or shown."""
    return next(each.message for each in turn.effects if isinstance(each, Replace | Show | Say))


def told(turn: Turn, person: int) -> list[Message]:
    to = To("person", person)
    return [each.message for each in turn.effects if isinstance(each, Say) and each.to == to and each.key]


def deeds(turn: Turn) -> list[object]:
    return [each for each in turn.effects if not isinstance(each, Replace | Show | Say | Refused)]


def words(message: Message) -> str:
    return str(message)


def verbs(message: Message) -> list[str]:
    """What the message's buttons do, in order."""
    return [each.action.verb for each in buttons(message)]


def buttons(message: Message) -> list[Button]:
    return [each for part in message.parts if isinstance(part, Buttons) for each in part.buttons]


def form(message: Message) -> Form:
    return next(part for part in message.parts if isinstance(part, Form))


def values(message: Message) -> dict[str, str]:
    return {field.name: field.value for field in form(message).fields}
