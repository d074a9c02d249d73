"""Everything a step may look at, read in one transaction; what it decides is carried out by ``effects``."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, bindparam, select

from conversations.context import Audience, Context, Need, SchoolView
from conversations.events import TEND, Attached, Due, Event, Pressed, Submitted, Wrote
from conversations.facts import AuthorityFacts, Channels, Me
from conversations.messages import Action
from conversations.rules.calendar import Calendar
from conversations.turn import PRINCIPALS, To
from storage import (
    audience,
    authorities,
    cards,
    channels,
    desks,
    people,
    road,
    strangers,
    team_places,
    teams,
    views,
    work,
)
from storage.keys import Keys
from storage.people import STAFF
from storage.tables import Window

_IN_ROUND = select(Window.school_id).where(
    Window.authority_id == bindparam("authority"), Window.round_id == bindparam("round")
)


class Arrival(Protocol):
    """Something that happened: where, by whom (0 for nobody known, or the clock), and on which card."""

    @property
    def key(self) -> str:
        """The event's own id."""

    @property
    def authority(self) -> int:
        """In which authority."""

    @property
    def person(self) -> int:
        """Who acts, as the signed envelope says."""

    @property
    def place(self) -> To:
        """In which conversation."""

    @property
    def event(self) -> Event:
        """What happened."""

    @property
    def message(self) -> int:
        """The outbox row that was pressed, 0 when words were typed."""

    @property
    def grace(self) -> timedelta:
        """How long the outbox leaves it to the platform to bring back what the pressed card became."""


@dataclass(frozen=True, slots=True)
class _Reading:
    connection: Connection
    keys: Keys
    arrival: Arrival
    needs: frozenset[Need]
    now: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.calendar.local_date(self.now)

    @property
    def action(self) -> Action | None:
        event = self.arrival.event
        return event.action if isinstance(event, Pressed | Submitted) else None


def load(
    connection: Connection,
    keys: Keys,
    arrival: Arrival,
    needs: frozenset[Need],
    now: datetime,
    calendar: Calendar,
) -> Context:
    """The context of one event with what is needed of it and nothing more.

    Rights are looked up now, from who acts and nothing else; what the event names beyond them is not there.
    Raises LookupError for an unknown authority, KeyMissing where an open round has lost its key.
    """
    reading = _Reading(connection, keys, arrival, needs, now, calendar)
    context = _bare(reading)
    if isinstance(arrival.event, Due):
        due = arrival.event
        return _for_day(reading, context) if due.kind == TEND else _for_clock(reading, context, due)
    return context if context.me is None else _for_person(reading, context, context.me)


def _bare(reading: _Reading) -> Context:
    arrival = reading.arrival
    found = people.who(reading.connection, arrival.authority, arrival.person, reading.today)
    if found is None:
        raise LookupError(f"no authority {arrival.authority}")
    facts = AuthorityFacts(arrival.authority, found.authority, reading.calendar, found.contact)
    return Context(
        now=reading.now,
        authority=facts,
        place=arrival.place,
        me=found.me,
        audience=Audience(school_language=found.language),
    )


def _for_person(reading: _Reading, context: Context, me: Me) -> Context:
    connection, authority, action = reading.connection, reading.arrival.authority, reading.action
    if Need.DESKS in reading.needs:
        asking = desks.Asking(authority, me, reading.now, reading.calendar)
        context = replace(context, desks=desks.load(connection, reading.keys, asking, action))
    if Need.TEAM in reading.needs:
        mine = _my_teams(me, reading.arrival.place)
        talks = teams.under_way(connection, authority, mine, reading.now, reading.today)
        context = replace(context, teams=talks)
    if Need.SCHOOLS in reading.needs:
        named = action.round if action else 0
        found = views.for_person(connection, authority, me, reading.today, named)
        facts = authorities.whole(connection, context.authority, reading.today)
        context = replace(context, schools=found, authority=facts)
    if Need.WAITING in reading.needs:
        leads = action and (me.is_("principal", action.school) or me.is_("representative", action.school))
        school = action.school if action and leads else 0
        told = audience.of_leaders(connection, authority, school, reading.today)
        context = replace(context, audience=told)
    context = road.for_person(connection, context, reading.needs)
    if me.is_("coordinator"):
        context = _for_coordinator(reading, context)
    if isinstance(reading.arrival.event, Wrote | Attached) and speaks_in(me, context.place):
        context = replace(context, card=cards.newest(connection, authority, context.place))
    return context


def _for_coordinator(reading: _Reading, context: Context) -> Context:
    connection, authority = reading.connection, reading.arrival.authority
    if Need.SCHOOLS in reading.needs:
        unknown = strangers.count(connection, authority)
        context = replace(context, authority=replace(context.authority, strangers=unknown))
    if Need.WORK in reading.needs:
        context = replace(context, work=work.load(connection, authority))
    if Need.CHANNELS in reading.needs:
        context = replace(context, channels=team_places.load(connection, authority, reading.today))
    return context


def speaks_in(me: Me, place: To) -> bool:
    """Whether a conversation is my own, or my work team's."""
    return place.id == me.id if place.kind == "person" else place.id in _my_teams(me, place)


def _my_teams(me: Me, place: To) -> set[int]:
    mine = {duty.team for duty in me.duties if duty.team and duty.role in STAFF}
    return mine & {place.id} if place.kind == "team" else mine


def _for_day(reading: _Reading, context: Context) -> Context:
    """For looking after a whole authority: every school in the newest yearly rounds, and all of the road."""
    connection, authority = reading.connection, reading.arrival.authority
    if Need.SCHOOLS in reading.needs:
        facts = authorities.whole(connection, context.authority, reading.today)
        schools = views.of_years(connection, authority, reading.today)
        meet = Channels(principals=channels.of(connection, authority, PRINCIPALS) or "")
        context = replace(context, schools=schools, authority=facts, channels=meet)
    return road.for_clock(connection, context, reading.needs)


def _for_clock(reading: _Reading, context: Context, due: Due) -> Context:
    scope = views.Scope(reading.arrival.authority, {due.school}, reading.today, {due.round}, {due.school})
    found = views.load(reading.connection, scope)
    if not found:
        return context
    told = context.audience
    if Need.WAITING in reading.needs:
        told = audience.at_school(reading.connection, reading.keys, found[0], scope.authority, reading.today)
    others = _the_rest(reading, due) if due.kind == "summary" and told.all_closed else ()
    context = replace(context, audience=told, schools=found + others)
    return road.for_clock(reading.connection, context, reading.needs)


def _the_rest(reading: _Reading, due: Due) -> tuple[SchoolView, ...]:
    """The round's other schools, for the coordinators' digest once all have closed."""
    which = {"authority": reading.arrival.authority, "round": due.round}
    schools = set(reading.connection.execute(_IN_ROUND, which).scalars()) - {due.school}
    scope = views.Scope(reading.arrival.authority, schools, reading.today, {due.round})
    return views.load(reading.connection, scope)
