"""Rounds: planned for every school at once, extended school by school."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from conversations.framework import Framework
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import Window as Days
from conversations.rules.timetable import check_window
from conversations.turn import Extend, OpenRound, RoundPlan
from storage import frameworks, schedule
from storage.keys import Keys, Poll
from storage.tables import Authority, Participation, Round, Window
from storage.taking_part import Electorate, electorates

_ONE_AT_A_TIME = select(Authority.id).where(Authority.id == bindparam("authority")).with_for_update()
_OVERLAPS = select(
    exists().where(
        Round.id == Window.round_id,
        Round.authority_id == bindparam("authority"),
        Round.kind == bindparam("kind"),
        Window.frozen_at.is_(None),
        Window.opens_on <= bindparam("closes_on"),
        Window.closes_on >= bindparam("opens_on"),
    )
)
_NEW_ROUND = insert(Round).returning(Round.id)
_THIS_WINDOW = (
    Window.authority_id == bindparam("authority"),
    Window.round_id == bindparam("round"),
    Window.school_id == bindparam("school"),
)
_LOCKED = select(Window.closes_on, Window.frozen_at).where(*_THIS_WINDOW).with_for_update()
_EXTEND = (
    update(Window)
    .where(*_THIS_WINDOW)
    .values(closes_on=bindparam("last_day"), closes_at=bindparam("last_instant"))
)


def plan_round(
    connection: Connection,
    keys: Keys,
    authority: int,
    effect: OpenRound,
    calendar: Calendar,
    now: datetime,
) -> int:
    """Plan a round for every school that has staff today and freeze who takes part; gives its number.

    The keys are made before the transaction commits: a key without a window is swept away, a window
    without a key could never be answered. Raises ValueError when the decision is blank, the window cannot
    be used, no school has staff, or another round of the same kind is open on any of the same days;
    KeyError for a framework that is not known.
    """
    plan = effect.plan
    _check(connection, authority, plan, calendar, now)
    schools = electorates(connection, authority, plan, calendar.local_date(now))
    if not schools:
        raise ValueError("no school has any staff on the roster")
    framework = frameworks.named(connection, authority, plan.framework)
    frameworks.keep(connection, authority, framework)
    planned = int(connection.execute(_NEW_ROUND, _round(authority, plan, framework, now)).scalar_one())
    polls = [Poll(authority, planned, school.school) for school in schools]
    connection.execute(
        insert(Window), [_window(planned, each, plan, calendar, authority) for each in schools]
    )
    connection.execute(
        insert(Participation), [row for school in schools for row in _rows(authority, planned, school)]
    )
    for poll in polls:
        schedule.plan(connection, poll, effect.occasions, calendar.zone)
        keys.create(poll)
    return planned


def extend(connection: Connection, authority: int, effect: Extend, calendar: Calendar) -> None:
    """Give one school a later last day and plan what is still to come anew.

    Raises ValueError when the school is not in the round, its result is frozen, or the day is not later.
    """
    poll = Poll(authority, effect.round, effect.school)
    window = connection.execute(_LOCKED, _of(poll)).one_or_none()
    if window is None or window.frozen_at is not None:
        raise ValueError("there is no open window to extend")
    if effect.closes_on <= window.closes_on:
        raise ValueError("the new last day is not later than the old one")
    instants = {"last_day": effect.closes_on, "last_instant": calendar.end_of_day(effect.closes_on)}
    connection.execute(_EXTEND, {**_of(poll), **instants})
    schedule.replan(connection, poll, effect.occasions, calendar.zone)


def _check(
    connection: Connection, authority: int, plan: RoundPlan, calendar: Calendar, now: datetime
) -> None:
    if not plan.decision.strip():
        raise ValueError("a round needs the authority's decision that ballots are destroyed at the close")
    problem = check_window(Days(plan.opens_on, plan.closes_on), calendar, now)
    if problem:
        raise ValueError(f"the window cannot be used: {problem}")
    connection.execute(_ONE_AT_A_TIME, {"authority": authority})
    values = {"kind": plan.kind, "opens_on": plan.opens_on, "closes_on": plan.closes_on}
    if connection.execute(_OVERLAPS, {"authority": authority, **values}).scalar():
        raise ValueError(f"another {plan.kind} round is open on some of the same days")


def _round(authority: int, plan: RoundPlan, framework: Framework, now: datetime) -> dict[str, object]:
    return {
        "authority_id": authority,
        "title": plan.title,
        "kind": plan.kind,
        "mode": plan.mode,
        "leadership": plan.leadership,
        "framework_hash": framework.hash,
        "opens_on": plan.opens_on,
        "closes_on": plan.closes_on,
        "decision": plan.decision.strip(),
        "planned_at": now,
    }


def _window(
    planned: int, school: Electorate, plan: RoundPlan, calendar: Calendar, authority: int
) -> dict[str, object]:
    return {
        "authority_id": authority,
        "round_id": planned,
        "school_id": school.school,
        "opens_on": plan.opens_on,
        "closes_on": plan.closes_on,
        "opens_at": calendar.opening(plan.opens_on),
        "closes_at": calendar.end_of_day(plan.closes_on),
        "staff": school.staff,
    }


def _rows(authority: int, planned: int, school: Electorate) -> list[dict[str, object]]:
    return [
        {
            "authority_id": authority,
            "round_id": planned,
            "school_id": school.school,
            "respondent_kind": part.respondent.kind,
            "respondent_id": part.respondent.id,
            "team_id": part.team or None,
        }
        for part in school.parts
    ]


def _of(poll: Poll) -> dict[str, object]:
    return {"authority": poll.authority, "round": poll.round, "school": poll.school}
