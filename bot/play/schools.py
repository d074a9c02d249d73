"""What made-up schools do on the road to a certificate, each thing when it is time for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.memory import Memory
from bot.play.planning import Planning
from bot.play.pressing import Hands
from bot.play.writing import application, preparation, protocol, reflection, words
from conversations.certification import Certification
from conversations.cohorts import CohortFacts, SessionFacts, SessionPart, VisitFacts
from conversations.context import SchoolView
from conversations.messages import Action
from conversations.plans import PlanFacts
from conversations.rules.calendar import Calendar
from storage import certification, plans, reports

_SLEPT_ON = timedelta(days=9)
_PREPARED_AHEAD = timedelta(days=14)
_FIRST_VISIT, _BETWEEN_VISITS, _ROUND_THE_YEAR = 8, 3, 12
_ABSENT = 11
"""At one in so many sessions a school is away, where schools are sometimes away."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What there is to act on now: today is a local day."""

    certification: Certification
    views: tuple[SchoolView, ...]
    plans: tuple[PlanFacts, ...]
    calendar: Calendar
    today: date


class Schools:
    """Principals who do by themselves what is theirs to do; they press and write like everybody."""

    def __init__(self, memory: Memory, hands: Hands, authority: int, language: str = "sv") -> None:
        self._memory, self._hands, self._authority, self._language = memory, hands, authority, language
        self._planning = Planning(hands, language)

    def do_their_part(self, but: int = 0, *, eager: bool = False, sometimes_away: bool = False) -> Moment:
        """Every school does what there is to do, apart from one; the ``eager`` do not sleep on a result.

        Gives the moment as it was before.
        """
        moment = self.moment()
        facts = moment.certification
        for view in moment.views:
            school = view.school.id
            principal = next(iter(facts.principals(school)), None)
            slept = eager or moment.today >= view.window.closes_on + _SLEPT_ON
            if school != but and principal and view.snapshot and slept:
                self._plan(moment, view, principal.id)
                self._apply(moment, view, principal.id)
        for cohort in facts.cohorts:
            for member in cohort.present:
                for principal in facts.principals(member.school.id)[:1] if member.school.id != but else ():
                    self._meet(moment, cohort, _Who(principal.id, member.school.id, sometimes_away))
                    self._visit(moment, cohort, _Who(principal.id, member.school.id))
        return moment

    def write_application(self, school: int) -> None:
        """A school's colleagues fill in what its own application still lacks; it is not sent."""
        moment = self.moment()
        view = next((view for view in moment.views if view.school.id == school), None)
        principal = next(iter(moment.certification.principals(school)), None)
        made = moment.certification.application(view.round.id, school) if view else None
        if view and principal and made and made.status in {"draft", "returned"}:
            self._write(moment, view, principal.id)

    def moment(self) -> Moment:
        """What there is to act on now: everything about certification, and the newest yearly round."""
        with self._memory.database.reading() as connection:
            calendar = self._memory.calendars(connection, self._authority)
            today = calendar.local_date(self._memory.now())
            facts = certification.load(connection, self._authority, today)
            yearly = [
                each.id for each in reports.rounds(connection, self._authority) if each.kind == "yearly"
            ]
            views = reports.schools_in(connection, self._authority, yearly[-1], today) if yearly else ()
            made = plans.load(connection, self._authority, plans.Day(today, calendar), None)
        return Moment(facts, views, made, calendar, today)

    def _plan(self, moment: Moment, view: SchoolView, principal: int) -> None:
        key = (view.round.id, view.school.id)
        here = next((plan for plan in moment.plans if (plan.round, plan.school.id) == key), None)
        self._planning.go_on(view, here, principal, moment.today)

    def _apply(self, moment: Moment, view: SchoolView, principal: int) -> None:
        made = moment.certification.application(view.round.id, view.school.id)
        may = view.snapshot is not None and view.snapshot.qualifies
        if (may and made is None) or (made and made.status in {"draft", "returned"}):
            self._write(moment, view, principal)
            self._hands.press(principal, Action("application_send", view.round.id, view.school.id))

    def _write(self, moment: Moment, view: SchoolView, principal: int) -> None:
        made = moment.certification.application(view.round.id, view.school.id)
        written = {name: text for name, text in (made.form if made else {}).items() if text.strip()}
        fields = application(self._language, view, principal) | written
        self._hands.submit(principal, Action("application_fill", view.round.id, view.school.id), fields)

    def _meet(self, moment: Moment, cohort: CohortFacts, who: "_Who") -> None:
        for session in cohort.sessions:
            if session.cancelled_at is None:
                for action, fields in self._in_session(moment, session, who):
                    if fields is None:
                        self._hands.press(who.person, action)
                    else:
                        self._hands.submit(who.person, action, fields)

    def _in_session(
        self, moment: Moment, session: SessionFacts, who: "_Who"
    ) -> Iterator[tuple[Action, dict[str, str] | None]]:
        part, day = session.part(who.school), moment.calendar.local_date(session.begins_at)
        if moment.today <= day:
            yield from self._before(session, part, who, soon=day - moment.today <= _PREPARED_AHEAD)
        if moment.today == day and part.reply == "yes" and part.attended is None:
            yield _about(session, "session_here", who.school), None
        if moment.today > day and part.attended and not part.reflection:
            yield _about(session, "session_reflect", who.school), reflection(self._language, who.school)
        if moment.today > day and not part.attended and part.reply == "no" and not part.made_up:
            made_up = {"made_up": words(self._language, "made_up", who.school)}
            yield _about(session, "session_make_up", who.school), made_up

    def _before(
        self, session: SessionFacts, part: SessionPart, who: "_Who", *, soon: bool
    ) -> Iterator[tuple[Action, dict[str, str] | None]]:
        away = who.sometimes_away and (session.id * 7 + who.school) % _ABSENT == 0
        if soon and part.reply == "none":
            yield _about(session, "session_reply", who.school, "no" if away else "yes"), None
        if soon and part.reply != "no" and not away and not part.preparation:
            fields = preparation(self._language, session.number, who.school)
            yield _about(session, "session_prepare", who.school), fields

    def _visit(self, moment: Moment, cohort: CohortFacts, who: "_Who") -> None:
        for place, visit in enumerate(cohort.visits):
            if visit.status == "proposed":
                self._agree(moment, cohort, (place, visit), who)
            passed = visit.day is not None and visit.day < moment.today
            written = bool(visit.protocol)
            if visit.guest.id == who.school and visit.status in {"agreed", "made"} and passed and not written:
                fields = protocol(self._language, cohort.framework, visit.id)
                self._hands.submit(who.person, Action("visit_protocol", item=str(visit.id)), fields)

    def _agree(
        self, moment: Moment, cohort: CohortFacts, placed: tuple[int, VisitFacts], who: "_Who"
    ) -> None:
        """The host proposes a day, and whoever has got a proposal agrees."""
        place, visit = placed
        item = str(visit.id)
        ahead = visit.day is not None and visit.day >= moment.today
        if visit.day and ahead and who.school in {visit.host.id, visit.guest.id} - {visit.proposed_by}:
            self._hands.press(who.person, Action("visit_agree", item=item, value=visit.day.isoformat()))
        elif not ahead and visit.host.id == who.school and moment.today < cohort.ends_on:
            wanted = _free_day(moment, cohort, place)
            fields = {"day": wanted.isoformat()}
            self._hands.submit(who.person, Action("visit_propose", item=item), fields)


@dataclass(frozen=True, slots=True)
class _Who:
    """A principal and the school, which may be one that is sometimes away."""

    person: int
    school: int
    sometimes_away: bool = False


def _free_day(moment: Moment, cohort: CohortFacts, place: int) -> date:
    """A day for a visit, not all at once; when the cohort is about to end, its last school day."""
    ahead = _FIRST_VISIT + _BETWEEN_VISITS * (place % _ROUND_THE_YEAR)
    wanted = moment.calendar.add_school_days(max(moment.today, cohort.begins_on), ahead)
    if any(moment.calendar.local_date(session.begins_at) == wanted for session in cohort.sessions):
        wanted = moment.calendar.add_school_days(wanted, 1)
    return min(wanted, moment.calendar.previous_school_day(cohort.ends_on))


def _about(session: SessionFacts, verb: str, school: int, value: str = "") -> Action:
    return Action(verb, school=school, item=str(session.id), value=value)
