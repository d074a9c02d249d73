"""Whose learning session it is: which session an action means, for which school, and whom to tell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from conversations.cohorts import CohortFacts, SessionFacts
from conversations.context import Context
from conversations.dialogs.parts import note, sentence
from conversations.dialogs.stranger import refused
from conversations.facts import Listener, SchoolFacts
from conversations.messages import Action, Button, Message, is_id
from conversations.rules.certification_sight import led_by
from conversations.texts import say
from conversations.turn import Replace, Turn

Known = tuple[CohortFacts, SessionFacts]


@dataclass(frozen=True, slots=True)
class Acting:
    """A session and the school that somebody acts for there."""

    cohort: CohortFacts
    session: SessionFacts
    school: SchoolFacts


def coordinating(context: Context) -> bool:
    """Whether I run cohorts."""
    return context.me is not None and context.me.is_("coordinator")


def found(context: Context, action: Action) -> Known | None:
    """The session that an action names, where I may see it."""
    return context.certification.session(int(action.item)) if is_id(action.item) else None


def run_by_me(context: Context, action: Action) -> Known | Turn:
    """The session that an action names, where I am a coordinator; else a turn that says no."""
    known = found(context, action)
    if known is None or not coordinating(context):
        return refused(context, action.verb, "not theirs")
    return known


def leading(context: Context, cohort: CohortFacts) -> tuple[int, ...]:
    """The schools still in a cohort that I lead as principal or representative."""
    led = led_by(context.me) if context.me else frozenset()
    return tuple(each.school.id for each in cohort.present if each.school.id in led)


def coming(context: Context, cohort: CohortFacts, session: SessionFacts) -> tuple[int, ...]:
    """The schools that I lead, and those that have named me for this session."""
    led, me = leading(context, cohort), context.me.id if context.me else 0
    return tuple(
        each.school.id
        for each in cohort.present
        if each.school.id in led or (me and session.part(each.school.id).person == me)
    )


def acting(context: Context, action: Action, *, leaders_only: bool = False) -> Acting | Turn:
    """The session and school that an action concerns; else a turn that asks which school, or says no."""
    known = found(context, action)
    if known is None:
        return refused(context, action.verb, "not theirs")
    cohort, session = known
    mine = leading(context, cohort) if leaders_only else coming(context, cohort, session)
    schools = tuple(
        each.school
        for each in cohort.present
        if each.school.id in mine and action.school in {0, each.school.id}
    )
    if not schools:
        return sentence(
            context, "session.who.left" if has_left(context, cohort) else "home.unknown.not_yours"
        )
    if len(schools) > 1:
        return Turn((Replace(_which(context, schools, action)),))
    return Acting(cohort, session, schools[0])


def at_session(verb: str, session: SessionFacts, school: int = 0, value: str = "") -> Action:
    """An action that concerns a learning session, for one school where one is named."""
    return Action(verb, school=school, item=str(session.id), value=value)


def concerned(
    context: Context, cohort: CohortFacts, session: SessionFacts
) -> Iterator[tuple[Listener, tuple[int, ...]]]:
    """Everybody whom a session concerns, each once, with the schools: leaders and those who are named."""
    people: dict[int, Listener] = {}
    schools: dict[int, list[int]] = {}
    for each in cohort.present:
        for listener in voices(context, session, each.school.id):
            people.setdefault(listener.id, listener)
            schools.setdefault(listener.id, []).append(each.school.id)
    return ((people[id_], tuple(theirs)) for id_, theirs in schools.items())


def voices(context: Context, session: SessionFacts, school: int) -> tuple[Listener, ...]:
    """A school's leaders, and whoever comes for it where that is somebody else."""
    leaders, part = context.certification.leading(school), session.part(school)
    if not part.person or part.person in {each.id for each in leaders}:
        return leaders
    return (*leaders, Listener(part.person, part.person_name, part.person_language))


def comers(context: Context, session: SessionFacts, school: int) -> tuple[Listener, ...]:
    """Whoever comes for a school, or all its leaders as long as nobody is named."""
    everybody, part = voices(context, session, school), session.part(school)
    return tuple(each for each in everybody if each.id == part.person) or everybody


def all_leaders(context: Context, schools: tuple[int, ...]) -> tuple[Listener, ...]:
    """The leaders of several schools, each once."""
    return tuple(
        {each.id: each for school in schools for each in context.certification.leading(school)}.values()
    )


def has_left(context: Context, cohort: CohortFacts) -> bool:
    """Whether a school that I lead has left the cohort."""
    me = context.me
    gone = frozenset(each.school.id for each in cohort.schools if each.left)
    return me is not None and bool(gone & led_by(me))


def _which(context: Context, schools: tuple[SchoolFacts, ...], action: Action) -> Message:
    buttons = tuple(Button(each.name, replace(action, school=each.id), "primary") for each in schools)
    return note(context, "session.who.which", say(context.language, "session.who.which"), *buttons)
