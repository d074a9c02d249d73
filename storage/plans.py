"""Action plans as plain facts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, select

from conversations.facts import Listener, SchoolFacts
from conversations.plans import MeasureFacts, PlanFacts
from conversations.rules.calendar import Calendar
from storage.colleagues import works_at
from storage.facts import AnyRow
from storage.tables import ActionPlan, Measure, Person, Round, School

_PLANS = (
    select(
        ActionPlan.id,
        ActionPlan.made_at,
        ActionPlan.round_id,
        ActionPlan.school_id,
        Round.title,
        Round.framework_hash,
        School.name,
    )
    .join(Round, Round.id == ActionPlan.round_id)
    .join(School, School.id == ActionPlan.school_id)
    .where(ActionPlan.authority_id == bindparam("authority"))
    .order_by(Round.opens_on.desc(), Round.id.desc(), School.name, School.id)
)
_MEASURES = (
    select(
        Measure.id,
        Measure.plan_id,
        Measure.criterion,
        Measure.wording,
        Measure.due_on,
        Measure.status,
        Measure.outcome,
        Person.id.label("person"),
        Person.name,
        Person.language,
    )
    .join(ActionPlan, ActionPlan.id == Measure.plan_id)
    .outerjoin(Person, and_(Person.id == Measure.person_id, works_at(ActionPlan.school_id)))
    .where(Measure.authority_id == bindparam("authority"))
    .order_by(Measure.id)
)


@dataclass(frozen=True, slots=True)
class Day:
    """A local day, and the calendar that tells which day an instant falls on."""

    today: date
    calendar: Calendar


def load(
    connection: Connection, authority: int, day: Day, schools: Collection[int] | None
) -> tuple[PlanFacts, ...]:
    """The plans of some schools, or of all (None), newest round first, then by the schools' names.

    Whoever works at the school no longer is not responsible there.
    """
    plans = _PLANS if schools is None else _PLANS.where(ActionPlan.school_id.in_(schools))
    found = connection.execute(plans, {"authority": authority}).all()
    if not found:
        return ()
    measures = _measures(connection, authority, day.today, schools)
    return tuple(
        PlanFacts(
            row.round_id,
            row.title,
            SchoolFacts(row.school_id, row.name),
            row.framework_hash,
            day.calendar.local_date(row.made_at),
            tuple(measures[row.id]),
        )
        for row in found
    )


def _measures(
    connection: Connection, authority: int, today: date, schools: Collection[int] | None
) -> dict[int, list[MeasureFacts]]:
    statement = _MEASURES if schools is None else _MEASURES.where(ActionPlan.school_id.in_(schools))
    of_plan: dict[int, list[MeasureFacts]] = defaultdict(list)
    for row in connection.execute(statement, {"authority": authority, "today": today}):
        of_plan[row.plan_id].append(_measure(row))
    return of_plan


def _measure(row: AnyRow) -> MeasureFacts:
    responsible = Listener(row.person, row.name, row.language) if row.person else None
    return MeasureFacts(row.id, row.criterion, row.wording, responsible, row.due_on, row.status, row.outcome)
