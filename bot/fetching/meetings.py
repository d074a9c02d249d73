"""Learning sessions and visits for somebody's own calendar."""

from bot import invitations
from bot.fetching.asking import Asking, File, file
from conversations.context import Context, Need
from conversations.dialogs.certification.session import words as session_words
from conversations.facts import Me
from conversations.messages import Action, is_id
from conversations.texts import say

_NEEDS = frozenset({Need.CERTIFICATION})


def made(asking: Asking, name: list[str]) -> File | None:
    """``session/<id>/ics`` or ``visit/<id>/ics``, for those who lead its schools and for coordinators."""
    match name:
        case ["session" | "visit" as kind, number, "ics"] if is_id(number):
            context = asking.context(_NEEDS, Action(kind, item=number))
            address = asking.memory.address
            wanted = _session if kind == "session" else _visit
            return wanted(context, int(number), address)
    return None


def _session(context: Context, number: int, address: str) -> File | None:
    found = context.certification.session(number)
    if found is None or context.me is None:
        return None
    cohort, meeting = found
    if not _leads(context.me, {each.school.id for each in cohort.present}):
        return None
    content = invitations.session(context, cohort, meeting, address)
    return file(content, session_words.short_title(context.language, meeting), "ics")


def _visit(context: Context, number: int, address: str) -> File | None:
    found = context.certification.visit(number)
    if found is None or context.me is None:
        return None
    cohort, planned = found
    if planned.day is None or not _leads(context.me, {planned.host.id, planned.guest.id}):
        return None
    title = say(context.language, "print.invitation.file_visit", host=planned.host.name)
    return file(invitations.visit(context, cohort, planned, address), title, "ics")


def _leads(me: Me, schools: set[int]) -> bool:
    return me.is_("coordinator") or any(
        me.is_("principal", school) or me.is_("representative", school) for school in schools
    )
