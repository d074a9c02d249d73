"""What a day asks for around the visits: a day to be proposed, a visit tomorrow, a protocol to be written."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from conversations.cohorts import CohortFacts, VisitFacts
from conversations.context import Context
from conversations.dialogs.certification.visit.visit import about, both, standing, title, to_visit, today
from conversations.dialogs.certification.visit.visits import table
from conversations.dialogs.parts import button, heard_by, note, titled
from conversations.facts import Listener
from conversations.messages import Action, Button, Buttons, Message, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Effect, Say, To

_PATIENCE = 10
_AGAIN = 5
_UNANSWERED = 3
_AFTERWARDS = timedelta(days=30)


def tend(context: Context) -> Iterator[Effect]:
    """Everything that the schools of a cohort are reminded of about their visits, each thing once."""
    for cohort in context.certification.cohorts:
        present = {each.school.id for each in cohort.present}
        visits = [each for each in cohort.visits if {each.host.id, each.guest.id} <= present]
        if cohort.begins_on <= today(context) <= cohort.ends_on:
            yield from _without_a_day(context, cohort, visits)
        # Nobody who comes to a school years later is asked about what was then.
        for visit in visits if today(context) <= cohort.ends_on + _AFTERWARDS else ():
            yield from _of(context, visit)


def _without_a_day(context: Context, cohort: CohortFacts, visits: list[VisitFacts]) -> Iterator[Say]:
    """When the cohort begins, and once more, one message to each leader about all that lack a day."""
    stage = _stage(context, cohort)
    for member in cohort.present if stage else ():
        lacking = tuple(
            visit
            for visit in visits
            if standing(context, visit) in {"open", "passed"}
            and member.school.id in {visit.host.id, visit.guest.id}
        )
        for each in context.certification.leading(member.school.id) if lacking else ():
            message = _to_propose(heard_by(context, each), stage, lacking)
            yield Say(
                To("person", each.id), message, f"visits-{stage}:{cohort.id}:{member.school.id}:{each.id}"
            )


def _stage(context: Context, cohort: CohortFacts) -> str:
    calendar, now = context.authority.calendar, today(context)
    first = calendar.next_school_day(cohort.begins_on)
    nudge = calendar.add_school_days(first, _PATIENCE)
    if now < nudge:
        return "begin"
    # Whoever joins later has not been slow.
    return "nudge" if now < calendar.add_school_days(nudge, _PATIENCE) else "begin"


def _of(context: Context, visit: VisitFacts) -> Iterator[Say]:
    calendar, now, when = context.authority.calendar, today(context), visit.day
    if when is None or visit.status == "cancelled":
        return
    guests = context.certification.leading(visit.guest.id)
    if visit.status == "proposed" and calendar.add_school_days(when, -_UNANSWERED) <= now < when:
        other = visit.host.id if visit.proposed_by == visit.guest.id else visit.guest.id
        waiting = context.certification.leading(other)
        yield from _each(context, visit, "waiting", waiting)
    elif visit.status == "agreed" and calendar.add_school_days(when, -1) <= now < when:
        yield from _each(context, visit, "tomorrow", both(context, visit))
    elif visit.status in {"agreed", "made"} and not visit.protocol and now > when:
        yield from _each(context, visit, _lateness(context, when), guests)


def _lateness(context: Context, when: date) -> str:
    again = context.authority.calendar.add_school_days(when, 1 + _AGAIN)
    return "write_again" if today(context) >= again else "write"


def _each(context: Context, visit: VisitFacts, what: str, listeners: Iterable[Listener]) -> Iterator[Say]:
    for each in {each.id: each for each in listeners}.values():
        message = _reminder(heard_by(context, each), visit, what)
        yield Say(To("person", each.id), message, f"visit-{what}:{visit.id}:{visit.day}:{each.id}")


def _reminder(context: Context, visit: VisitFacts, what: str) -> Message:
    language = context.language
    when = day(language, visit.day) if visit.day else ""
    text = say(
        language,
        f"visit.remind.{what}",
        visit=title(language, visit),
        day=when,
        host=visit.host.name,
    )
    named: dict[str, tuple[str, str]] = {
        "waiting": ("agree", "visit_agree"),
        "tomorrow": ("guide", "visit_guide"),
    }
    name, verb = named.get(what, ("write", "visit_protocol"))
    value = visit.day.isoformat() if verb == "visit_agree" and visit.day else ""
    first = Button(say(language, f"visit.button.{name}"), about(visit, verb, value), "primary")
    return note(context, f"visit.remind.{what}_summary", text, first, to_visit(language, visit))


def _to_propose(context: Context, stage: str, lacking: tuple[VisitFacts, ...]) -> Message:
    language = context.language
    summary = say(language, f"visit.remind.{stage}_summary")
    text = Text(say(language, f"visit.remind.{stage}"))
    ways = Buttons((button(context, "visit.remind.propose", Action("visits")),))
    return titled(context, summary, summary, text, table(context, lacking), ways)
