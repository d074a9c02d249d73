"""A school's newest certificate, to frame or as a badge."""

from bot import badges
from bot.badges import Issuer
from bot.fetching.asking import Asking, File, file
from conversations.context import Need
from conversations.messages import Action, is_id
from conversations.texts import say

_NEEDS = frozenset({Need.CERTIFICATION})


def made(asking: Asking, name: list[str]) -> File | None:
    """``certificate/<school>/pdf`` or ``json``, for all who may know of it; none while it is withdrawn."""
    match name:
        case ["certificate", school, "pdf" | "json" as kind] if is_id(school):
            return _newest(asking, int(school), kind)
    return None


def _newest(asking: Asking, school: int, kind: str) -> File | None:
    context = asking.context(_NEEDS, Action("certificate", school=school))
    theirs = [each for each in context.certification.certificates if each.school.id == school]
    newest = max(theirs, key=lambda each: (each.issued_on, each.id), default=None)
    if newest is None or newest.withdrawn_on is not None:
        return None
    memory, authority = asking.memory, context.authority
    if kind == "json":
        issuer = Issuer(authority.id, authority.name, memory.address, authority.calendar.zone)
        title = say(context.language, "print.badge.file", school=newest.school.name)
        return file(badges.badge(memory.keys, issuer, newest, memory.now()), title, "json")
    # What prints is large, and a small install lacks it.
    from bot.printing import certificate  # noqa: PLC0415  # see above

    title = say(context.language, "print.certificate.file", school=newest.school.name)
    return file(certificate.pdf(newest, authority.name, memory.address), title, "pdf")
