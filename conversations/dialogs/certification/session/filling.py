"""What a school writes about a learning session: before it, after it, and where it was missed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from conversations.cohorts import SessionPart
from conversations.context import Context
from conversations.decisions import Attend, FillSession
from conversations.dialogs.certification.session.session import answered, with_part
from conversations.dialogs.certification.session.who import Acting, acting, at_session, run_by_me
from conversations.dialogs.certification.session.words import inside, standing, title
from conversations.dialogs.parts import heard_by, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Text
from conversations.texts import say
from conversations.turn import Effect, Replace, Say, To, Turn

What = Literal["preparation", "reflection", "made_up"]

_VERBS = {"preparation": "session_prepare", "reflection": "session_reflect", "made_up": "session_make_up"}
_LONGEST = {"preparation": 1000, "reflection": 1000, "made_up": 1500}


def prepare(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """What a school brings to a session, for all the cohort to read; changed until the day is over."""
    who = acting(context, action)
    if isinstance(who, Turn):
        return who
    if standing(context, who.session) in {"past", "cancelled"}:
        return _kept_as_it_is(context, who, "preparation")
    return _filled(context, who, "preparation", fields)


def reflect(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """What a school takes home and tries next, once the session has been."""
    who = acting(context, action)
    if isinstance(who, Turn):
        return who
    if standing(context, who.session) not in {"today", "past"}:
        return _kept_as_it_is(context, who, "reflection")
    return _filled(context, who, "reflection", fields)


def make_up(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """How a school caught up with a session that it missed; it counts once the coordinator accepts it."""
    who = acting(context, action, leaders_only=True)
    if isinstance(who, Turn):
        return who
    if standing(context, who.session) != "past":
        return _kept_as_it_is(context, who, "made_up")
    if who.session.part(who.school.id).attended:
        return Turn(
            (answered(context, who.cohort, who.session, say(context.language, "session.make_up.there")),)
        )
    return _filled(context, who, "made_up", fields)


def accept(context: Context, action: Action) -> Turn:
    """The coordinator lets what a school did instead count as having been there."""
    known = run_by_me(context, action)
    if isinstance(known, Turn):
        return known
    cohort, session = known
    school = next((each.school for each in cohort.schools if each.school.id == action.school), None)
    part = session.part(action.school)
    if school is None or not part.made_up:
        return refused(context, action.verb, "not theirs")
    if part.attended:
        said = say(context.language, "session.make_up.already", school=school.name)
        return Turn((answered(context, cohort, session, said),))
    changed = answered(
        context,
        cohort,
        with_part(session, replace(part, attended=True)),
        say(context.language, "session.make_up.accepted", school=school.name),
    )
    told = tuple(_accepted(context, Acting(cohort, session, school)))
    return Turn((Attend(session.id, school.id, attended=True), changed, *told))


def names_of(what: What, number: int) -> tuple[str, ...]:
    """The fields that are filled in; before the first session other things are asked than before the rest."""
    if what == "preparation":
        first = ("challenges", "target_picture", "activities", "lessons_learned")
        return first if number == 1 else ("bring", "ask")
    return ("take_home", "try_next") if what == "reflection" else ("made_up",)


def _filled(context: Context, who: Acting, what: What, fields: dict[str, str] | None) -> Turn:
    """The form, or what was filled in saved once there is something in it."""
    names, part = names_of(what, who.session.number), who.session.part(who.school.id)
    if fields is None:
        return Turn((Replace(_form(context, who, what, _saved(part, what))),))
    form = {name: fields.get(name, "").strip()[: _LONGEST[what]].strip() for name in names}
    written = {name: text for name, text in form.items() if text}
    if not written:
        return Turn((Replace(_form(context, who, what, form, wrong=True)),))
    said = say(context.language, f"session.{what}.saved")
    changed = answered(context, who.cohort, with_part(who.session, _with(part, what, written)), said)
    told = _wrote(context, who, written["made_up"]) if what == "made_up" else ()
    return Turn((FillSession(who.session.id, who.school.id, what, written), changed, *told))


def _saved(part: SessionPart, what: What) -> Mapping[str, str]:
    if what == "made_up":
        return {"made_up": part.made_up}
    return part.preparation if what == "preparation" else part.reflection


def _with(part: SessionPart, what: What, written: Mapping[str, str]) -> SessionPart:
    if what == "made_up":
        return replace(part, made_up=written["made_up"])
    return replace(part, preparation=written) if what == "preparation" else replace(part, reflection=written)


def _form(
    context: Context, who: Acting, what: What, values: Mapping[str, str], *, wrong: bool = False
) -> Message:
    language, names = context.language, names_of(what, who.session.number)
    error = say(language, "session.fill.empty") if wrong else ""
    fields = tuple(
        Field(
            name,
            say(language, f"session.fill.{name}"),
            "long_text",
            value=values.get(name, ""),
            error=error if name == names[0] else "",
            required=len(names) == 1,
            longest=_LONGEST[what],
        )
        for name in names
    )
    form = Form(
        at_session(_VERBS[what], who.session, who.school.id), say(language, "session.fill.save"), fields
    )
    text = say(language, f"session.{what}.text", school=who.school.name)
    heading = title(language, who.cohort, who.session)
    return titled(context, say(language, f"session.{what}.summary"), heading, Text(text, "quiet"), form)


def _kept_as_it_is(context: Context, who: Acting, what: What) -> Turn:
    """Why nothing can be written now, on the card."""
    state = standing(context, who.session)
    key = "cancelled" if state == "cancelled" else what
    return Turn(
        (answered(context, who.cohort, who.session, say(context.language, f"session.not_now.{key}")),)
    )


def _wrote(context: Context, who: Acting, text: str) -> tuple[Effect, ...]:
    """The coordinators read how a missed session was caught up with, and accept it with a press."""
    said = []
    for listener in context.certification.leading(0):
        heard = heard_by(context, listener)
        told = say(listener.language, "session.make_up.told", school=who.school.name, text=text)
        label = say(listener.language, "session.button.accept")
        pressed = at_session("session_accept_make_up", who.session, who.school.id)
        summary = say(listener.language, "session.make_up.told_summary", school=who.school.name)
        heading = title(listener.language, who.cohort, who.session)
        buttons = Buttons((Button(label, pressed, "primary"),))
        said.append(Say(To("person", listener.id), titled(heard, summary, heading, Text(told), buttons)))
    return tuple(said)


def _accepted(context: Context, who: Acting) -> list[Say]:
    """The school's leaders hear that the missed session counts."""
    said = []
    for listener in context.certification.leading(who.school.id):
        heard, language = heard_by(context, listener), listener.language
        summary = say(language, "session.make_up.counts_summary")
        text = say(
            language,
            "session.make_up.counts",
            school=who.school.name,
            session=inside(language, who.session),
        )
        key = f"session-caught-up:{who.session.id}:{who.school.id}:{listener.id}"
        message = titled(heard, summary, title(language, who.cohort, who.session), Text(text, "warm"))
        said.append(Say(To("person", listener.id), message, key))
    return said
