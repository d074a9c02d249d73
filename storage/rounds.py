"""Rounds: planned for every school at once, extended school by school."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from conversations.dialogs.not_possible import Reason
from conversations.framework import Framework
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import Window as Days
from conversations.rules.timetable import check_window
from conversations.turn import Extend, OpenRound, RoundPlan
from storage import frameworks, schedule, signet
from storage.keys import Keys, Poll
from storage.tables import Authority, Participation, Round, Window
from storage.taking_part import Electorate, Voting, electorates, row_of

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


class NotPossible(ValueError):  # noqa: N818  -- the word says what has happened
    """A round cannot be planned or extended so; ``reason`` is a key to a sentence for the one who asked."""

    def __init__(self, reason: Reason, words: str) -> None:
        super().__init__(words)
        self.reason: Reason = reason


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
    without a key could never be answered. Raises NotPossible when the decision is blank, the window cannot
    be used, no school has staff, another round of the same kind is open on any of the same days, or the
    folder of keys is another database's; KeyError for a framework that is not known.
    """
    plan = effect.plan
    _check(connection, authority, plan, calendar, now)
    schools = electorates(connection, authority, Voting(plan.mode, plan.leadership), calendar.local_date(now))
    if not schools:
        raise NotPossible("no_staff", "no school has any staff on the roster")
    if not signet.claimed(connection, keys):
        raise NotPossible("not_now", "the folder of keys belongs to another database")
    framework = frameworks.named(connection, authority, plan.framework)
    frameworks.keep(connection, authority, framework)
    planned = int(connection.execute(_NEW_ROUND, _round(authority, plan, framework, now)).scalar_one())
    polls = [Poll(authority, planned, school.school) for school in schools]
    connection.execute(
        insert(Window), [_window(planned, each, plan, calendar, authority) for each in schools]
    )
    rows = [row_of(poll, part) for poll, school in zip(polls, schools, strict=True) for part in school.parts]
    connection.execute(insert(Participation), rows)
    for poll in polls:
        schedule.plan(connection, poll, effect.occasions, calendar.zone)
        keys.create(poll)
    return planned


def extend(connection: Connection, authority: int, effect: Extend, calendar: Calendar) -> None:
    """Give one school a later last day and plan what is still to come anew.

    Raises NotPossible when the school is not in the round, its result is frozen, or the day is not later.
    """
    poll = Poll(authority, effect.round, effect.school)
    window = connection.execute(_LOCKED, _of(poll)).one_or_none()
    if window is None or window.frozen_at is not None:
        raise NotPossible("not_now", "there is no open window to extend")
    if effect.closes_on <= window.closes_on:
        raise NotPossible("not_now", "the new last day is not later than the old one")
    instants = {"last_day": effect.closes_on, "last_instant": calendar.end_of_day(effect.closes_on)}
    connection.execute(_EXTEND, {**_of(poll), **instants})
    schedule.replan(connection, poll, effect.occasions, calendar.zone)


def _check(
    connection: Connection, authority: int, plan: RoundPlan, calendar: Calendar, now: datetime
) -> None:
    if not plan.decision.strip():
        raise NotPossible(
            "not_now", "a round needs the authority's decision that ballots are destroyed at the close"
        )
    problem = check_window(Days(plan.opens_on, plan.closes_on), calendar, now)
    if problem:
        raise NotPossible("not_now", f"the window cannot be used: {problem}")
    connection.execute(_ONE_AT_A_TIME, {"authority": authority})
    values = {"kind": plan.kind, "opens_on": plan.opens_on, "closes_on": plan.closes_on}
    if connection.execute(_OVERLAPS, {"authority": authority, **values}).scalar():
        raise NotPossible("taken", f"another {plan.kind} round is open on some of the same days")


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


def _of(poll: Poll) -> dict[str, object]:
    return {"authority": poll.authority, "round": poll.round, "school": poll.school}
