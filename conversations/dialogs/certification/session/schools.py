"""How all the schools stand to a learning session, and what a coordinator can do with it."""

from collections.abc import Iterator

from conversations.cohorts import CohortFacts, SessionFacts, SessionPart
from conversations.context import Context
from conversations.dialogs.certification.session.who import at_session
from conversations.dialogs.certification.session.words import attended, replied, standing
from conversations.dialogs.parts import button
from conversations.messages import Button, Buttons, Part, Table, Text
from conversations.texts import say

_MOST_BUTTONS = 5


def rows(buttons: tuple[Button, ...]) -> Iterator[Buttons]:
    """Buttons in as many rows as they need."""
    for first in range(0, len(buttons), _MOST_BUTTONS):
        yield Buttons(buttons[first : first + _MOST_BUTTONS])


def for_coordinators(context: Context, cohort: CohortFacts, session: SessionFacts) -> Iterator[Part]:
    """Every school's reply, preparation and attendance, and the ways to change the session."""
    language, caption = context.language, say(context.language, "session.table.caption")
    columns = tuple(
        say(language, f"session.table.{name}") for name in ("school", "reply", "prepared", "there")
    )
    yield Table(
        columns,
        tuple(_row(context, each.school.name, session.part(each.school.id)) for each in cohort.present),
        caption,
    )
    for each in cohort.present:
        part = session.part(each.school.id)
        if part.made_up and not part.attended:
            told = say(language, "session.make_up.told", school=each.school.name, text=part.made_up)
            accept = at_session("session_accept_make_up", session, each.school.id)
            yield Text(told)
            yield Buttons((button(context, "session.button.accept", accept),))
    yield from rows(tuple(_ways(context, session)))


def _row(context: Context, school: str, part: SessionPart) -> tuple[str, str, str, str]:
    prepared = say(context.language, f"session.table.prepared_{'yes' if part.preparation else 'no'}")
    return school, replied(context.language, part), prepared, attended(context.language, part)


def _ways(context: Context, session: SessionFacts) -> Iterator[Button]:
    state = standing(context, session)
    if state in {"today", "past"}:
        yield button(context, "session.button.attendance", at_session("session_attendance", session))
    yield button(context, "session.button.all_pages", at_session("session_pages", session))
    yield button(context, "session.button.change", at_session("session_change", session))
    if state == "cancelled":
        yield button(context, "session.button.restore", at_session("session_restore", session))
    elif state != "past":
        label = say(context.language, "session.button.cancel")
        yield Button(label, at_session("session_cancel", session), "danger")
