"""A school with a frozen result, the people there, and the steps they take."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from conversations.certification import Certification, Colleague, Leader
from conversations.context import Context, SchoolView
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
from conversations.messages import Action, Button, Buttons, Choice, Field, Form, Message
from conversations.plans import MeasureFacts, PlanFacts
from conversations.rules.calendar import Calendar
from conversations.snapshot import CriterionResult, Snapshot, Suggestion
from conversations.turn import Effect, Refused, Replace, Say, To, Turn

FRAMEWORK = load(packaged("malmo-2022-2025"))
NOW = datetime(2027, 2, 10, 9, tzinfo=UTC)
ALM, BJORK = SchoolFacts(3, "Almskolan", 30), SchoolFacts(4, "Björkskolan", 20)
FIRST, SECOND, THIRD = FRAMEWORK.criteria[:3]
RUT, RITA, SAM = (
    Listener(7, "Rut Rektor", "sv"),
    Listener(8, "Rita Rep", "sv"),
    Listener(9, "Sam Smith", "en"),
)
SNAPSHOT = Snapshot(
    framework_hash=FRAMEWORK.hash,
    kind="yearly",
    basis="individual",
    rules=(),
    eligible=30,
    answered=25,
    shown=True,
    criteria=(
        CriterionResult(FIRST.id, 2, reached=False),
        CriterionResult(SECOND.id, 1, reached=False),
        CriterionResult(THIRD.id, 0, reached=False, shown=False),
    ),
    suggestions=(
        Suggestion(SECOND.id, "to_2"),
        Suggestion(FIRST.id, "to_3"),
        Suggestion(THIRD.id, "to_2"),
    ),
)
Found = TypeVar("Found")


def view(round_id: int = 2, year: int = 2027, school: SchoolFacts = ALM) -> SchoolView:
    window = WindowFacts(
        date(year, 1, 11),
        date(year, 1, 22),
        datetime(year, 1, 10, 23, tzinfo=UTC),
        datetime(year, 1, 22, 23, tzinfo=UTC),
        frozen=True,
    )
    facts = RoundFacts(
        round_id, f"Skattningen {year}", "yearly", "individual", leadership=False, framework=FRAMEWORK
    )
    return SchoolView(facts, school, window, Counts(30, 0, 25), snapshot=SNAPSHOT)


def plan(
    *measures: MeasureFacts, round_id: int = 2, year: int = 2027, school: SchoolFacts = ALM
) -> PlanFacts:
    return PlanFacts(
        round_id, f"Skattningen {year}", school, FRAMEWORK.hash, date(year, 2, 1), tuple(measures)
    )


def measure(number: int = 11, **values: object) -> MeasureFacts:
    made = MeasureFacts(number, "", "Pröva robotarna", SAM, date(2027, 4, 12))
    return replace(made, **values)  # type: ignore[arg-type]  # whatever the test names


def context(
    listener: Listener = RUT, role: Role = "principal", plans: tuple[PlanFacts, ...] = (), **more: object
) -> Context:
    made = Context(
        now=NOW,
        authority=AuthorityFacts(1, "Förvaltningen", Calendar("Europe/Stockholm"), "a@skola.example"),
        place=To("person", listener.id),
        me=Me(listener.id, listener.name, listener.language, (Duty(role, school=3),)),
        schools=(view(),),
        plans=plans,
        colleagues=tuple(Colleague(each.id, each.name, 3, each.language) for each in (RUT, RITA, SAM)),
        certification=Certification(leaders=(Leader("principal", 3, RUT), Leader("representative", 3, RITA))),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # whatever the test names


def clock(*plans: PlanFacts, now: datetime = NOW, leaders: tuple[Leader, ...] | None = None) -> Context:
    made = replace(context(plans=plans), me=None, now=now)
    return made if leaders is None else replace(made, certification=Certification(leaders=leaders))


def of_kind(turn: Turn, kind: type[Found]) -> list[Found]:
    return [effect for effect in turn.effects if isinstance(effect, kind)]


def deeds(turn: Turn) -> list[Effect]:
    return [effect for effect in turn.effects if not isinstance(effect, Say | Replace | Refused)]


def answer(turn: Turn) -> Message:
    (said,) = of_kind(turn, Replace)
    return said.message


def buttons(message: Message) -> list[Button]:
    rows = [each for part in message.parts if isinstance(part, Buttons) for each in part.buttons]
    return rows + [
        Button(each.label, each.action)
        for part in message.parts
        if isinstance(part, Choice)
        for each in part.options
    ]


def press(message: Message, label: str) -> Action:
    return next(each.action for each in buttons(message) if each.label == label)


def form(message: Message) -> Form:
    (found,) = (part for part in message.parts if isinstance(part, Form))
    return found


def field(message: Message, name: str) -> Field:
    return next(each for each in form(message).fields if each.name == name)
