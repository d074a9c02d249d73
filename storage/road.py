"""The road to a certificate, action plans and the years, as far as each person may see them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from conversations.certification import Certification
from conversations.context import Context, Need, YearResult
from conversations.facts import Me
from conversations.plans import PlanFacts
from conversations.rules.certification_sight import led_by, plans_seen_by, seen_by, works_for
from storage import certification, colleagues, decision_log, plans, sight, team_notes, years
from storage.people import STAFF


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which schools are led and which are followed; None stands for every school."""

    connection: Connection
    context: Context
    needs: frozenset[Need]
    led: Collection[int] | None
    followed: Collection[int] | None

    @property
    def authority(self) -> int:
        return self.context.authority.id

    @property
    def today(self) -> date:
        return self.context.authority.calendar.local_date(self.context.now)


def for_person(connection: Connection, context: Context, needs: frozenset[Need]) -> Context:
    """Add what is needed of it for the one who acts, by what they are today; nothing for nobody."""
    me = context.me
    if me is None:
        return context
    led = led_by(me)
    asked = _Asked(connection, context, needs, led, None if me.is_("coordinator") else led)
    if Need.CERTIFICATION in needs:
        context = replace(context, certification=seen_by(_certification(asked, me), me))
    if Need.PLANS in needs:
        held = None if asked.followed is None else led | works_for(me)
        context = replace(context, plans=plans_seen_by(_plans(asked, held), me))
    if Need.YEARS in needs:
        context = replace(context, years=_years(asked, me))
    return _also(asked, context)


def for_clock(connection: Connection, context: Context, needs: frozenset[Need]) -> Context:
    """Add what is needed of it for looking after a whole authority's day: all of it, whosever it is."""
    asked = _Asked(connection, context, needs, None, None)
    if Need.CERTIFICATION in needs:
        whole = certification.load(connection, asked.authority, asked.today)
        context = replace(context, certification=whole)
    if Need.PLANS in needs:
        context = replace(context, plans=_plans(asked, None))
    if Need.YEARS in needs:
        context = replace(context, years=years.load(connection, asked.authority, None))
    return _also(asked, context)


def _also(asked: _Asked, context: Context) -> Context:
    connection, authority = asked.connection, asked.authority
    if Need.COLLEAGUES in asked.needs:
        known = colleagues.load(connection, authority, asked.today, asked.led)
        context = replace(context, colleagues=known)
    if Need.NOTES in asked.needs:
        noted = team_notes.load(connection, authority, context.now, asked.led)
        context = replace(context, notes=noted)
    if Need.LOG in asked.needs:
        context = replace(context, log=decision_log.load(connection, authority, asked.followed))
    return context


def _certification(asked: _Asked, me: Me) -> Certification:
    all_of_it = me.is_("coordinator") or led_by(me)
    if all_of_it or certification.goes(asked.connection, asked.authority, me.id):
        return certification.load(asked.connection, asked.authority, asked.today)
    return certification.without_cohorts(asked.connection, asked.authority, asked.today)


def _plans(asked: _Asked, schools: Collection[int] | None) -> tuple[PlanFacts, ...]:
    day = plans.Day(asked.today, asked.context.authority.calendar)
    return plans.load(asked.connection, asked.authority, day, schools)


def _years(asked: _Asked, me: Me) -> tuple[YearResult, ...]:
    everywhere = me.is_("coordinator") or me.is_("researcher")
    found = years.load(asked.connection, asked.authority, None if everywhere else asked.followed)
    if not everywhere:
        return found
    applied = years.applied(asked.connection, asked.authority) if me.is_("coordinator") else frozenset()
    mine = {duty.team for duty in me.duties if duty.role in STAFF and duty.team}
    return tuple(
        year
        if year.school.id in led_by(me)
        else sight.year_of_coordinator(year, mine, applied=(year.round.id, year.school.id) in applied)
        for year in found
    )
