"""From typed words to an action: first the card in view, then what can always be asked."""

from dataclasses import dataclass

from conversations.context import Context, Desk
from conversations.dialogs.desks import desk_for
from conversations.dialogs.parts import at
from conversations.dialogs.questions import NOT_APPLICABLE, PREFER_NOT
from conversations.dialogs.understanding import LONGEST, level_in, verb_in
from conversations.messages import Action
from conversations.texts import say

_MARKS = {"not_applicable": NOT_APPLICABLE, "prefer_not": PREFER_NOT}
_RENAMED = {
    "swedish": Action("language", value="sv"),
    "english": Action("language", value="en"),
    "pulse": Action("plan", value="pulse"),
}
_IN_VIEW = {
    "begin": ("begin", "ask", "welcome"),
    **{verb: (verb,) for verb in ("back", "pause", "terms", "mute")},
}
_OF_ALL = {
    "apply": "applications",
    "sessions": "cohorts",
    "visits": "cohorts",
    "certificate": "certificates",
    "action_plan": "support",
}
"""What a coordinator means, who leads no school, by what others ask of their own."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What typed words ask for, and a sentence to say first where they were not quite understood."""

    action: Action | None
    sentence: str = ""


def asked_for(text: str) -> frozenset[str]:
    """The verbs that typed words may come to mean, whoever types them, so that what they need is at hand."""
    verb = verb_in(text) if len(text) <= LONGEST else None
    if verb is None:
        return frozenset()
    return frozenset({verb, _OF_ALL.get(verb, verb)})


def meant(context: Context, text: str) -> Meant:
    """Understand typed words; what cannot be understood on a question keeps its place."""
    asked = _asked_in_view(context)
    if len(text) > LONGEST:
        return _misunderstood(context, asked, say(context.language, "home.unknown.too_long"))
    desk = desk_for(context, asked or Action("answer"))
    level = level_in(text, desk.round.framework) if desk else None
    verb = verb_in(text)
    if level or verb in _MARKS:
        return _answered(context, desk, asked, level or _MARKS[verb or ""])
    if verb is None:
        return _misunderstood(context, asked, "")
    return Meant(_command(context, verb))


def wordless(context: Context) -> Meant:
    """What a file or a picture asks for: nothing, but a question on the screen keeps its place."""
    return _misunderstood(context, _asked_in_view(context), say(context.language, "home.unknown.attached"))


def _answered(context: Context, desk: Desk | None, asked: Action | None, value: str) -> Meant:
    """An answer counts only for the question that is on the screen."""
    if asked is not None and desk is not None:
        return Meant(at(desk, "answer", asked.item, value))
    if desk is None or desk.window.state(context.now) != "open":
        return Meant(Action("begin"))
    begun = desk.status == "begun"
    return Meant(Action("begin"), say(context.language, "assessment.question.which") if begun else "")


def _command(context: Context, verb: str) -> Action:
    if verb in _RENAMED:
        return _RENAMED[verb]
    if verb in _IN_VIEW:
        in_view = [action for action in context.card if action.verb in _IN_VIEW[verb]]
        if len({(action.round, action.school, action.who) for action in in_view}) == 1:
            return in_view[0]
    if verb in {"participation", "results"}:
        return Action(_asked_by(context, verb))
    if verb in _OF_ALL and _only_coordinates(context):
        return Action(_OF_ALL[verb])
    return Action("begin" if verb in {"back", "terms"} else verb)


def _asked_by(context: Context, verb: str) -> str:
    """What "status" and "results" mean for somebody with this role, in this place."""
    me = context.me
    if context.place.kind == "team" and verb == "participation":
        return "counts"
    if me is None or me.is_("principal") or me.is_("representative"):
        return verb
    if _only_coordinates(context) or (verb == "participation" and me.is_("coordinator")):
        return "overview"
    return "home" if verb == "participation" else verb


def _only_coordinates(context: Context) -> bool:
    me = context.me
    return me is not None and me.is_("coordinator") and not any(duty.school for duty in me.duties)


def _asked_in_view(context: Context) -> Action | None:
    return next((action for action in context.card if action.verb == "answer"), None)


def _misunderstood(context: Context, asked: Action | None, sentence: str) -> Meant:
    if asked is None:
        return Meant(None)
    desk = desk_for(context, asked)
    if desk is None:
        return Meant(None)
    levels = len(desk.round.framework.levels)
    hint = say(context.language, "assessment.question.help", levels=levels)
    kept = sentence or say(context.language, "assessment.question.keep", help=hint)
    return Meant(at(desk, "ask", asked.item), kept)
