"""What to do next, for somebody who meets the local chat for the first time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.platforms.web.stage import Hint
from conversations.certification import Certification
from conversations.cohorts import CERTIFICATION, CohortFacts, SessionFacts, VisitFacts
from conversations.context import SchoolView
from conversations.dialogs.applying import form_fields
from conversations.plans import PlanFacts
from conversations.rules.calendar import Calendar
from conversations.rules.checklist import complete, requirements

_REMINDED_AFTER = timedelta(days=5)
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a school stands, with what else is going on; ``today`` is a local day."""

    view: SchoolView
    views: tuple[SchoolView, ...]
    certification: Certification
    plans: tuple[PlanFacts, ...]
    calendar: Calendar
    today: date

    @property
    def school(self) -> int:
        """The school's id."""
        return self.view.school.id

    @property
    def cohort(self) -> CohortFacts | None:
        """The newest cohort that the school goes through."""
        found = [
            cohort
            for cohort in self.certification.cohorts
            if any(each.school.id == self.school for each in cohort.present)
        ]
        return max(found, key=lambda cohort: cohort.id, default=None)

    @property
    def certified(self) -> bool:
        """Whether the school has a certificate."""
        return any(each.school.id == self.school for each in self.certification.certificates)

    def day_of(self, session: SessionFacts) -> date:
        """The local day of a session."""
        return self.calendar.local_date(session.begins_at)

    def sessions(self) -> tuple[SessionFacts, ...]:
        """The sessions of the school's cohort that take place, in time's order."""
        held = self.cohort.sessions if self.cohort else ()
        return tuple(
            sorted((each for each in held if each.cancelled_at is None), key=lambda each: each.begins_at)
        )

    def visits(self) -> tuple[VisitFacts, ...]:
        """The visits that the school makes or receives."""
        return tuple(
            visit
            for visit in (self.cohort.visits if self.cohort else ())
            if self.school in {visit.host.id, visit.guest.id} and visit.status != "cancelled"
        )


def hint(at: Standing, now: datetime) -> Hint:
    """The next step of the story, as far as it has come."""
    match at.view.window.state(now):
        case "planned":
            return "wait" if any(team.discussed for team in at.view.teams) else "discuss"
        case "open":
            return _while_open(at.view, now)
        case "closing":
            return "close"
        case "closed":
            return _after(at)


def _while_open(view: SchoolView, now: datetime) -> Hint:
    counts = view.counts
    if not counts.begun and not counts.finished:
        return "answer"
    if now - view.window.opens_at < _REMINDED_AFTER:
        return "remind"
    return "close" if counts.finished >= _MOST * counts.invited else "others"


def _after(at: Standing) -> Hint:
    key = (at.view.round.id, at.school)
    planned = any((plan.round, plan.school.id) == key and plan.measures for plan in at.plans)
    if at.certified:
        return "done"
    if at.cohort:
        return _on_the_road(at, at.cohort)
    if not planned:
        return "plan"
    application = at.certification.application(*key)
    qualifies = at.view.snapshot is not None and at.view.snapshot.qualifies
    if application is None or application.status in {"draft", "withdrawn", "declined"}:
        may = qualifies or bool(application and application.exception)
        return _applying(at) if may and not _declined(at) else "elsewhere"
    return "fill" if application.status == "returned" and not _filled(at) else _deciding(at)


def _declined(at: Standing) -> bool:
    application = at.certification.application(at.view.round.id, at.school)
    return application is not None and application.status == "declined"


def _applying(at: Standing) -> Hint:
    application = at.certification.application(at.view.round.id, at.school)
    if application is None or application.status == "withdrawn":
        return "apply"
    return "send" if _filled(at) else "fill"


def _filled(at: Standing) -> bool:
    application = at.certification.application(at.view.round.id, at.school)
    fields = form_fields(at.view.round.framework)
    return application is not None and all(application.form.get(name, "").strip() for name in fields)


def _deciding(at: Standing) -> Hint:
    """From an application that is sent to the cohort: the others apply, and all are decided."""
    found = {each.school.id: each for each in at.certification.applications if each.round == at.view.round.id}
    if any(
        view.snapshot
        and view.snapshot.qualifies
        and (view.school.id not in found or found[view.school.id].status == "draft")
        for view in at.views
    ):
        return "rivals"
    if found[at.school].status == "returned":
        return "send"
    return "accept" if any(each.status == "sent" for each in found.values()) else "cohort"


def _on_the_road(at: Standing, cohort: CohortFacts) -> Hint:
    """The first session and the first visits by hand; after that the rest may go by."""
    sessions = at.sessions()
    final = next((each for each in sessions if each.theme == CERTIFICATION), None)
    if final and at.today >= at.day_of(final):
        whole = complete(requirements(cohort, at.school, at.today))
        return "certify" if whole else "checklist"
    for session in sessions[:1]:
        if step := _around(at, session):
            return step
    return _visiting(at) or "certification"


def _around(at: Standing, session: SessionFacts) -> Hint | None:
    """What a session asks of the school, nothing once it is behind it."""
    part, day = session.part(at.school), at.day_of(session)
    if at.today <= day and part.reply == "none":
        return "reply"
    if at.today <= day and part.reply == "yes" and not part.preparation:
        return "prepare"
    if at.today < day:
        return "session"
    if at.today == day and part.attended is None and part.reply == "yes":
        return "here"
    return "reflect" if part.attended and not part.reflection else None


def _visiting(at: Standing) -> Hint | None:
    """What the visits ask of the school, until it has written its first protocol."""
    visits = at.visits()
    going = [visit for visit in visits if visit.guest.id == at.school]
    # Another school's proposal may stay open for weeks, so what this school has done comes first.
    if any(visit.protocol for visit in going):
        return None
    if any(_over(visit, at.today) for visit in going):
        return "protocol"
    if any(_asked(at, visit) for visit in visits):
        return "agree"
    if not going:
        return None
    return "visit" if any(visit.status == "agreed" for visit in going) else "propose"


def _asked(at: Standing, visit: VisitFacts) -> bool:
    """Whether another school has proposed a day that is still ahead."""
    ahead = visit.day is not None and visit.day >= at.today
    return visit.status == "proposed" and ahead and visit.proposed_by != at.school


def _over(visit: VisitFacts, today: date) -> bool:
    return visit.status == "made" or (
        visit.status == "agreed" and visit.day is not None and visit.day < today
    )
