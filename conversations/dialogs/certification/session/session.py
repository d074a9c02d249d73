"""The learning sessions of my cohort, and each on its card."""

from dataclasses import replace

from conversations.cohorts import CohortFacts, SessionFacts, SessionPart
from conversations.context import Context
from conversations.dialogs.certification.session.card import Lead, Reader, card
from conversations.dialogs.certification.session.who import coming, coordinating, found, leading
from conversations.dialogs.certification.session.words import meeting_time, replied, standing, title
from conversations.dialogs.parts import sentence, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Field, Form, Part, Table, Text
from conversations.texts import say
from conversations.turn import Replace, Turn

_MOST_OPTIONS = 100


def session(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """One session, picked from a list or named by a button."""
    picked = (fields or {}).get("session", "")
    known = found(context, replace(action, item=picked) if picked else action)
    if known is None:
        return refused(context, action.verb, "not theirs")
    return Turn((Replace(card(context, *known, reader(context, *known))),))


def reader(context: Context, cohort: CohortFacts, session: SessionFacts) -> Reader:
    """For whom a card is that I look at myself."""
    return Reader(coming(context, cohort, session), bool(leading(context, cohort)), coordinating(context))


def answered(context: Context, cohort: CohortFacts, session: SessionFacts, said: str) -> Replace:
    """The card as it stands after what I did, which it says first."""
    lead = Lead(summary=said, text=said)
    return Replace(card(context, cohort, session, reader(context, cohort, session), lead))


def with_part(session: SessionFacts, part: SessionPart) -> SessionFacts:
    """The session as it is once a school's part has changed."""
    others = tuple(each for each in session.parts if each.school != part.school)
    return replace(session, parts=(*others, part))


def sessions(context: Context, action: Action) -> Turn:
    """All sessions of the cohorts that are mine, newest cohort first, with a way to each."""
    cohorts = tuple(
        cohort
        for cohort in sorted(context.certification.cohorts, key=lambda each: -each.id)
        if cohort.sessions and action.item in {"", str(cohort.id)}
    )
    if not cohorts:
        return sentence(context, "session.list.none")
    parts = tuple(part for cohort in cohorts for part in listed(context, cohort))
    told = say(context.language, "session.list.summary")
    return Turn((Replace(titled(context, told, told, *parts, choose(context, cohorts))),))


def listed(context: Context, cohort: CohortFacts) -> tuple[Part, ...]:
    """A cohort's sessions as a table."""
    if not cohort.sessions:
        return (Text(say(context.language, "session.list.none"), "quiet"),)
    columns = tuple(say(context.language, f"session.list.{name}") for name in ("session", "when", "standing"))
    ordered = sorted(cohort.sessions, key=lambda each: each.number)
    return (Table(columns, tuple(_row(context, cohort, each) for each in ordered), cohort.name),)


def choose(context: Context, cohorts: tuple[CohortFacts, ...]) -> Form:
    """A list to pick one of the cohorts' sessions from."""
    several = len(cohorts) > 1
    options = tuple(
        (str(each.id), " · ".join([cohort.name] * several + [title(context.language, cohort, each)]))
        for cohort in cohorts
        for each in sorted(cohort.sessions, key=lambda each: each.number)
    )
    field = Field(
        "session", say(context.language, "session.list.pick"), "choice", options=options[:_MOST_OPTIONS]
    )
    return Form(Action("session"), say(context.language, "session.list.open"), (field,))


def _row(context: Context, cohort: CohortFacts, each: SessionFacts) -> tuple[str, str, str]:
    return (
        title(context.language, cohort, each),
        meeting_time(context, each, short=True),
        _stands(context, cohort, each),
    )


def _stands(context: Context, cohort: CohortFacts, each: SessionFacts) -> str:
    state, mine = standing(context, each), leading(context, cohort)
    if state != "to_come":
        return say(context.language, f"session.list.{state}")
    if len(mine) == 1:
        return replied(context.language, each.part(mine[0]))
    coming_schools = sum(each.part(school.school.id).reply == "yes" for school in cohort.present)
    return say(context.language, "session.list.coming", yes=coming_schools, n=len(cohort.present))
