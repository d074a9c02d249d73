"""What can be done about a checklist now: by the school, and by the coordinator."""

from conversations.context import Context
from conversations.dialogs.certification.certificate.checklist_facts import Followed, about, kind, session_of
from conversations.messages import Action, Button
from conversations.rules.checklist import Requirement
from conversations.texts import say

_MOST_BUTTONS = 4
_SESSION_VERBS = {"session": "session_make_up", "attendance": "session", "reflection": "session_reflect"}


def ways(context: Context, it: Followed) -> tuple[Button, ...]:
    """A button for each of the first things that the school itself can do now."""
    if not it.leads:
        return ()
    found: dict[Action, str] = {}
    for each in it.listed:
        if each.state == "open" and (action := _way(it, each)):
            number = each.name.partition(":")[2]
            label = say(context.language, f"certificate.do.{kind(it, each)}", number=number)
            found.setdefault(action, label)
    return tuple(Button(label, action) for action, label in list(found.items())[:_MOST_BUTTONS])


def _way(it: Followed, requirement: Requirement) -> Action | None:
    session = session_of(it.cohort, requirement)
    if session is not None:
        verb = _SESSION_VERBS.get(kind(it, requirement), "")
        return Action(verb, item=str(session.id)) if verb else None
    if requirement.name == "protocol":
        waiting = next(
            (each for each in it.cohort.visits if _unwritten(it, each.guest.id, each.status)), None
        )
        return Action("visit_protocol", item=str(waiting.id)) if waiting else Action("visits")
    return Action("visits")


def _unwritten(it: Followed, guest: int, status: str) -> bool:
    return guest == it.member.school.id and status in {"agreed", "made"}


def deciding(context: Context, it: Followed) -> tuple[Button, ...]:
    """What the coordinator decides about; certifying is offered once nothing is missing."""
    if context.me is None or not context.me.is_("coordinator"):
        return ()
    language = context.language
    certify = Button(say(language, "certificate.button.certify"), about(it, "certify"), "primary")
    waive = Button(say(language, "certificate.button.waive"), about(it, "waive"))
    undo = Button(say(language, "certificate.button.unwaive"), about(it, "waive_undo"))
    waived = any(each.state == "waived" for each in it.listed)
    return (certify if it.complete else waive, *((undo,) if waived else ()))


def to_certificate(context: Context, it: Followed) -> tuple[Button, ...]:
    """A way to the certificate of a school that has one."""
    found = next(
        (
            each
            for each in context.certification.certificates
            if each.school.id == it.member.school.id and each.cohort == it.cohort.id
            if each.withdrawn_on is None
        ),
        None,
    )
    if found is None:
        return ()
    action = Action("certificate", item=str(found.id))
    return (Button(say(context.language, "certificate.button.certificate"), action),)
