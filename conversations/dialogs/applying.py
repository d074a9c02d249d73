"""How a school stands with its application, until when it can apply, and the way there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conversations.certification import ApplicationFacts, ApplicationStatus
from conversations.context import Context, SchoolView
from conversations.dialogs.parts import about, button
from conversations.framework import Framework
from conversations.messages import Button, Text
from conversations.rules.eligibility import Hindrance, deadline, hindrance
from conversations.texts import say
from conversations.texts.dates import day

EXAMPLE = "example:"
_AFTER_SENDING = frozenset({"sent", "returned", "accepted", "declined", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Applying:
    """A school's way into certification after one yearly round; ``today`` and ``last_day`` are local days."""

    view: SchoolView
    facts: ApplicationFacts | None
    today: date
    last_day: date

    @property
    def status(self) -> ApplicationStatus | None:
        """Where the application stands, None where there is none."""
        return self.facts.status if self.facts else self.view.application

    @property
    def form(self) -> Mapping[str, str]:
        """What has been filled in so far."""
        return self.facts.form if self.facts else {}

    @property
    def exception(self) -> str:
        """Why the school may apply without qualifying, empty where nothing has been granted."""
        return self.facts.exception if self.facts else ""

    @property
    def qualifies(self) -> bool:
        """Whether the school's own result lets it apply."""
        return self.view.snapshot is not None and self.view.snapshot.qualifies

    @property
    def hindrance(self) -> Hindrance | None:
        """What keeps the school from sending today."""
        return hindrance(
            qualifies=self.qualifies,
            exception=self.exception,
            status=self.status,
            today=self.today,
            last_day=self.last_day,
        )

    @property
    def changeable(self) -> bool:
        """Whether what is written may be changed; a draft also after the last day."""
        if self.status == "sent":
            return self.today <= self.last_day
        return self.hindrance in {None, "too_late"}

    @property
    def barred(self) -> bool:
        """Whether neither the school's result nor an exception lets it apply."""
        return self.hindrance == "not_qualified"

    @property
    def begun(self) -> bool:
        """Whether there is anything to show: an exception that was taken back leaves a draft, maybe empty."""
        return self.status is not None and not (self.facts and self.barred and not self.form)

    @property
    def was_sent(self) -> bool:
        """Whether the coordinator has had it to read."""
        return self.status in _AFTER_SENDING

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of everything the form asks for, in order."""
        return form_fields(self.view.round.framework)


def form_fields(framework: Framework) -> tuple[str, ...]:
    """The names of everything an application's form asks for, in order: an example for each area."""
    examples = (EXAMPLE + area.id for area in framework.areas)
    return ("why", "learn", "share", *examples, "represents", "heard")


def applying(context: Context, view: SchoolView) -> Applying:
    """How this school stands with its application today."""
    facts = context.certification.application(view.round.id, view.school.id)
    today = context.authority.calendar.local_date(context.now)
    return Applying(view, facts, today, last_day(context, view))


def last_day(context: Context, view: SchoolView) -> date:
    """The last local day to apply: the one the coordinator has set, else so many weeks after the round."""
    chosen = context.certification.deadlines.get(view.round.id)
    return chosen or deadline(view.window.closes_on, context.authority.calendar)


def deadline_in_words(context: Context, at: Applying) -> str:
    """The last day to apply as it matters now; empty where it no longer does."""
    if at.status in {"returned", "accepted", "declined"}:
        return ""
    when = day(context.language, at.last_day)
    if at.status == "sent":
        return say(context.language, "application.deadline.change", day=when) if at.changeable else ""
    if at.today > at.last_day:
        return say(context.language, "application.deadline.passed", day=when)
    key = "today" if at.today == at.last_day else "to_come"
    return say(context.language, f"application.deadline.{key}", day=when)


def told(context: Context, view: SchoolView) -> tuple[Text, ...]:
    """Where a school's application stands and until when, in a line each; nothing where it may not apply."""
    at, language, lines = applying(context, view), context.language, []
    if view.round.kind != "yearly":
        return ()
    if at.status and at.begun:
        state = say(language, f"application.state.{at.status}")
        lines.append(say(language, "application.card.stands", state=state))
    if may_want(at):
        lines.append(deadline_in_words(context, at))
    return tuple(Text(line, "quiet") for line in lines if line)


def way(context: Context, view: SchoolView, *, principal: bool) -> tuple[Button, ...]:
    """The button to a school's application: for its principal to write, for others who lead it to read."""
    at = applying(context, view)
    if view.round.kind != "yearly":
        return ()
    if not principal:
        read = button(context, "application.told.see", about(view, "application"))
        return (read,) if at.begun else ()
    if at.status in {None, "withdrawn"} and at.hindrance is None:
        label = say(context.language, "overview.qualifies.apply")
        return (Button(label, about(view, "apply"), "primary"),)
    return (button(context, "application.remind.open", about(view, "apply")),) if at.begun else ()


def may_want(at: Applying) -> bool:
    """Whether a school may apply and has not, so that the last day matters to it."""
    return at.status in {None, "draft"} and (at.qualifies or bool(at.exception))
