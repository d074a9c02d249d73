"""The one door: what a person or the clock does, and what follows from it."""

from dataclasses import replace

from conversations.context import Context, Need
from conversations.dialogs import clock, stranger
from conversations.dialogs.desks import desk_for
from conversations.dialogs.parts import beside
from conversations.dialogs.typed import Meant, asked_for, meant, wordless
from conversations.dialogs.verb import Verb
from conversations.dialogs.verbs import VERBS
from conversations.events import TEND, Attached, Due, Event, Opened, Pressed, Submitted, Wrote
from conversations.messages import Action
from conversations.turn import To, Turn

_TYPED = frozenset({Need.DESKS, Need.SCHOOLS, Need.TEAM, Need.WAITING, Need.CHANNELS})
_COMES_DUE = {
    TEND: frozenset({Need.CERTIFICATION, Need.PLANS, Need.SCHOOLS}),
    "close": frozenset({Need.SCHOOLS}),
    # Looks back at what was planned.
    "invite_principal": frozenset({Need.WAITING, Need.SCHOOLS, Need.PLANS}),
    # Says until when a school may apply.
    "summary": frozenset({Need.WAITING, Need.SCHOOLS, Need.CERTIFICATION}),
}


def needs(event: Event) -> frozenset[Need]:
    """What the context must hold for this event."""
    match event:
        case Due(kind):
            return _COMES_DUE.get(kind, frozenset({Need.WAITING, Need.SCHOOLS}))
        case Opened():
            return VERBS["home"].needs
        case Pressed(action) | Submitted(action):
            verb = VERBS.get(action.verb)
            return verb.needs if verb else VERBS["home"].needs
        case Wrote(text):
            return _TYPED.union(*(VERBS[verb].needs for verb in asked_for(text) if verb in VERBS))
        case Attached():
            return _TYPED


def step(context: Context, event: Event) -> Turn:
    """Decide what follows; every mistake of a person is a turn with a sentence."""
    match event:
        case Due():
            return clock.due(context, event)
        case _ if context.me is None:
            return stranger.unknown_person(context)
        case Opened():
            return _asked(context, Action("home"))
        case Pressed(action):
            return _asked(context, action)
        case Submitted(action, fields):
            return _asked(context, action, dict(fields))
        case Wrote() | Attached():
            return _sent(context, event)


def _sent(context: Context, event: Wrote | Attached) -> Turn:
    if isinstance(event, Wrote):
        return _typed(context, meant(context, event.text)) or stranger.not_understood(_aloud(context))
    if context.place.kind == "team":
        # In a channel people send each other files, which is none of our business.
        return Turn()
    return _typed(context, wordless(context)) or stranger.not_words(context)


def _typed(context: Context, understood: Meant) -> Turn | None:
    if understood.action is None:
        return None
    turn = stranger.to_show_again(_asked(context, understood.action), understood.action)
    turn = stranger.without_refusals(turn)
    return stranger.kept_place(turn, understood.sentence) if understood.sentence else turn


def _asked(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    verb = VERBS.get(action.verb)
    if verb is None:
        return stranger.refused(_aloud(context), "unknown", "no such verb")
    if not _may(context, verb):
        return stranger.refused(_aloud(context), action.verb, "role")
    if context.place.kind == "team" and verb.private:
        return _moved(context, action)
    turn = _done(_aloud(context), verb, action, fields)
    return turn if _theirs(context, verb, action) else stranger.noted(turn, action.verb, "not theirs")


def _done(context: Context, verb: Verb, action: Action, fields: dict[str, str] | None) -> Turn:
    if fields is not None and verb.send is not None:
        return verb.send(context, action, fields)
    return verb.do(context, action) if verb.do else stranger.refused(context, action.verb, "not a form")


def _theirs(context: Context, verb: Verb, action: Action) -> bool:
    """Whether what an action names is among what this person answers, discusses or follows."""
    if not action.round or not verb.needs:
        return True
    if any(view.round.id == action.round and action.who == f"team:{view.team.id}" for view in context.teams):
        return True
    places = {(view.round.id, school) for view in context.schools for school in (0, view.school.id)}
    return (action.round, action.school) in places or desk_for(context, action) is not None


def _may(context: Context, verb: Verb) -> bool:
    return context.me is not None and any(duty.role in verb.roles for duty in context.me.duties)


def _aloud(context: Context) -> Context:
    """In a channel the school's language is spoken, whoever asks."""
    if context.place.kind != "team" or context.me is None:
        return context
    return replace(context, me=replace(context.me, language=context.audience.school_language))


def _moved(context: Context, action: Action) -> Turn:
    """What is private and was asked in a channel: only beginning moves to one's own conversation.

    A button in a channel leads to the welcome, so that nobody answers for the team without having read it.
    """
    if context.me is None or action.verb not in {"begin", "welcome"}:
        return stranger.own_conversation(_aloud(context))
    to = To("person", context.me.id)
    moved = replace(action, verb="welcome") if action.round else action
    turn = _asked(replace(context, place=to), moved)
    return beside(turn, to)
