"""Who was at a learning session: one press on the day by whoever comes, and the coordinator's list."""

from dataclasses import replace

from conversations.cohorts import CohortFacts, SessionFacts
from conversations.context import Context
from conversations.decisions import Attend
from conversations.dialogs.certification.session.session import answered, with_part
from conversations.dialogs.certification.session.who import acting, at_session, run_by_me
from conversations.dialogs.certification.session.words import attended, replied, standing, title
from conversations.dialogs.parts import titled
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Part, Table, Text, is_id
from conversations.texts import say
from conversations.turn import Replace, Turn

_STATES: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}


def here(context: Context, action: Action) -> Turn:
    """A school is there, or takes that back, on the day itself."""
    who = acting(context, action)
    if isinstance(who, Turn):
        return who
    state = standing(context, who.session)
    if state != "today":
        return Turn(
            (answered(context, who.cohort, who.session, say(context.language, f"session.here.{state}")),)
        )
    there = None if action.value == "undo" else True
    part = replace(who.session.part(who.school.id), attended=there)
    said = say(
        context.language, f"session.here.{'undone' if there is None else 'noted'}", school=who.school.name
    )
    card = answered(context, who.cohort, with_part(who.session, part), said)
    if there:
        undo = Button(
            say(context.language, "session.button.not_here"),
            at_session("session_here", who.session, who.school.id, "undo"),
        )
        card = Replace(replace(card.message, parts=(*card.message.parts, Buttons((undo,)))))
    return Turn((Attend(who.session.id, who.school.id, there), card))


def attendance(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """The coordinator sees who was there, takes everybody who said yes at once, and corrects one by one."""
    known = run_by_me(context, action)
    if isinstance(known, Turn):
        return known
    cohort, session = known
    if standing(context, session) not in {"today", "past"}:
        said = say(context.language, f"session.attendance.{standing(context, session)}")
        return Turn((answered(context, cohort, session, said),))
    if fields is not None:
        return _corrected(context, cohort, session, fields)
    if action.value == "all":
        return _everybody(context, cohort, session)
    return Turn((Replace(_list(context, cohort, session)),))


def _everybody(context: Context, cohort: CohortFacts, session: SessionFacts) -> Turn:
    """All who said yes and of whom nothing else is known were there."""
    changed, deeds = session, []
    for each in cohort.present:
        part = session.part(each.school.id)
        if part.reply == "yes" and part.attended is None:
            changed = with_part(changed, replace(part, attended=True))
            deeds.append(Attend(session.id, each.school.id, attended=True))
    said = say(context.language, "session.attendance.all_noted", n=len(deeds))
    return Turn((*deeds, Replace(_list(context, cohort, changed, said))))


def _corrected(context: Context, cohort: CohortFacts, session: SessionFacts, fields: dict[str, str]) -> Turn:
    picked, state = fields.get("school", ""), fields.get("there", "")
    school = next(
        (each.school for each in cohort.schools if is_id(picked) and each.school.id == int(picked)), None
    )
    if school is None or state not in _STATES:
        said = say(context.language, "session.attendance.pick")
        return Turn((Replace(_list(context, cohort, session, said)),))
    part = replace(session.part(school.id), attended=_STATES[state])
    said = say(context.language, "session.attendance.noted", school=school.name)
    return Turn(
        (
            Attend(session.id, school.id, part.attended),
            Replace(_list(context, cohort, with_part(session, part), said)),
        )
    )


def attendance_list(context: Context, cohort: CohortFacts, session: SessionFacts, said: str) -> Message:
    """The coordinator's list, with what to say first."""
    return _list(context, cohort, session, said)


def _list(context: Context, cohort: CohortFacts, session: SessionFacts, said: str = "") -> Message:
    language = context.language
    columns = tuple(say(language, f"session.table.{name}") for name in ("school", "reply", "there"))
    rows = tuple(
        (each.school.name, replied(language, part), attended(language, part))
        for each in cohort.present
        for part in (session.part(each.school.id),)
    )
    parts: tuple[Part, ...] = (
        *((Text(said, "warm"),) if said else ()),
        Table(columns, rows, say(language, "session.attendance.caption")),
        *_all_at_once(context, cohort, session),
        _form(context, cohort, session),
    )
    summary = said or say(language, "session.attendance.caption")
    return titled(context, summary, title(language, cohort, session), *parts)


def _all_at_once(context: Context, cohort: CohortFacts, session: SessionFacts) -> tuple[Part, ...]:
    parts = (session.part(each.school.id) for each in cohort.present)
    if not any(part.reply == "yes" and part.attended is None for part in parts):
        return ()
    label = say(context.language, "session.button.all_there")
    return (Buttons((Button(label, at_session("session_attendance", session, value="all"), "primary"),)),)


def _form(context: Context, cohort: CohortFacts, session: SessionFacts) -> Form:
    language = context.language
    schools = tuple((str(each.school.id), each.school.name) for each in cohort.present)
    states = tuple((name, say(language, f"session.word.attended_{name}")) for name in _STATES)
    fields = (
        Field("school", say(language, "session.table.school"), "choice", options=schools),
        Field("there", say(language, "session.table.there"), "choice", options=states),
    )
    return Form(at_session("session_attendance", session), say(language, "session.fill.save"), fields)
