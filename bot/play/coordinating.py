"""What a made-up coordinator does on the road to a certificate, day by day."""

from dataclasses import dataclass
from datetime import date

from bot.play.pressing import Hands
from bot.play.schools import Moment
from conversations.cohorts import CohortFacts, SessionFacts
from conversations.messages import Action, Form, Message
from conversations.rules.checklist import complete, requirements


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cohort that is to be, between two local days."""

    name: str
    first: date
    last: date


class Coordinator:
    """Decides applications, makes cohorts, notes who was there, and certifies."""

    def __init__(self, hands: Hands, person: int) -> None:
        self._hands, self._person = hands, person

    def look_after(self, moment: Moment) -> None:
        """Do what there is to do today."""
        for each in moment.certification.applications:
            if each.status == "sent":
                accept = Action("application_decide", each.round, each.school.id, value="accepted")
                self._hands.submit(self._person, accept, {"reason": "Skolan är redo."})
        for cohort in moment.certification.cohorts:
            for session in cohort.sessions:
                self._attendance(moment, session)
            self._certify(moment, cohort)

    def set_deadline(self, round_id: int, day: date) -> None:
        """Choose the last day to apply."""
        self._hands.submit(self._person, Action("deadline", round_id), {"day": day.isoformat()})

    def make(self, wanted: Wanted) -> None:
        """Make a cohort of everybody accepted, as proposed."""
        fields = {
            "name": wanted.name,
            "first": wanted.first.isoformat(),
            "last": wanted.last.isoformat(),
            "begins": "13.00",
            "length": "3",
            "place": "Pedagogiskt centrum",
        }
        proposal = self._hands.submit(self._person, Action("cohort_make"), fields).replaced
        confirm = _form(proposal)
        if confirm is not None:
            self._hands.submit(self._person, confirm, fields)

    def _attendance(self, moment: Moment, session: SessionFacts) -> None:
        """On the day after, note those who said yes and forgot to press; accept what has been made up."""
        if session.cancelled_at is not None or moment.calendar.local_date(session.begins_at) >= moment.today:
            return
        item = str(session.id)
        if any(part.reply == "yes" and part.attended is None for part in session.parts):
            self._hands.press(self._person, Action("session_attendance", item=item, value="all"))
        for part in session.parts:
            if part.made_up and not part.attended:
                self._hands.press(
                    self._person, Action("session_accept_make_up", school=part.school, item=item)
                )

    def _certify(self, moment: Moment, cohort: CohortFacts) -> None:
        """On the last session's day, certify those who have done what is required."""
        last = max((each.begins_at for each in cohort.sessions if each.cancelled_at is None), default=None)
        if last is None or moment.calendar.local_date(last) > moment.today:
            return
        certified = {each.school.id for each in moment.certification.certificates if each.cohort == cohort.id}
        for member in cohort.present:
            school = member.school.id
            if school not in certified and complete(requirements(cohort, school, moment.today)):
                self._hands.press(self._person, Action("certify_yes", school=school, item=str(cohort.id)))


def _form(message: Message | None) -> Action | None:
    forms = (part.action for part in (message.parts if message else ()) if isinstance(part, Form))
    return next(forms, None)
