"""Learning sessions and visits for somebody's own calendar."""

from dataclasses import replace
from datetime import date

from bot import invitations
from bot.fetching.asking import Asking, File, file
from conversations.context import Context, Need
from conversations.dialogs.certification.session import words as session_words
from conversations.dialogs.parts import written_day
from conversations.facts import Me
from conversations.messages import Action, is_id
from conversations.texts import say

_NEEDS = frozenset({Need.CERTIFICATION})


def made(asking: Asking, name: list[str]) -> File | None:
    """``session/<id>/ics`` or ``visit/<id>/ics``, for its schools' leaders and for coordinators.

    A session's is also for whoever comes for a school.

    ``visit/<id>/<day>/ics`` calls that day off where the visit now has none.
    """
    match name:
        case ["session", number, "ics"] if is_id(number):
            context = asking.context(_NEEDS, Action("session", item=number))
            return _session(context, int(number), asking.memory.address)
        case ["visit", number, *day, "ics"] if is_id(number) and len(day) <= 1:
            return _visit(asking, int(number), written_day(day[0]) if day else None)
    return None


def _session(context: Context, number: int, address: str) -> File | None:
    found = context.certification.session(number)
    if found is None or context.me is None:
        return None
    cohort, meeting = found
    schools = {each.school.id for each in cohort.present}
    comes = any(meeting.part(school).person == context.me.id for school in schools)
    if not comes and not _leads(context.me, schools):
        return None
    content = invitations.session(context, cohort, meeting, address)
    return file(content, session_words.short_title(context.language, meeting), "ics")


def _visit(asking: Asking, number: int, was: date | None) -> File | None:
    context = asking.context(_NEEDS, Action("visit", item=str(number)))
    found = context.certification.visit(number)
    if found is None or context.me is None:
        return None
    cohort, planned = found
    if planned.day is None and was and cohort.begins_on <= was <= cohort.ends_on:
        planned = replace(planned, day=was, status="cancelled")
    if planned.day is None or not _leads(context.me, {planned.host.id, planned.guest.id}):
        return None
    title = say(context.language, "print.invitation.file_visit", host=planned.host.name)
    revision = asking.revision(planned.host.id)
    content = invitations.visit(context, cohort, planned, asking.memory.address, revision)
    return file(content, title, "ics")


def _leads(me: Me, schools: set[int]) -> bool:
    return me.is_("coordinator") or any(
        me.is_("principal", school) or me.is_("representative", school) for school in schools
    )
