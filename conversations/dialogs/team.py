"""The work team's channel: the discussion pack, what has been discussed, and how far the team has come."""

from conversations.context import Context, TeamView
from conversations.dialogs.parts import plainly, sentence, titled
from conversations.facts import RoundFacts
from conversations.messages import Action, Button, Buttons, Facts, Field, Form, Heading, Message, Part, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Discussed, Replace, Say, Show, Turn

_LONGEST_NOTE = 500


def pack(context: Context, view: TeamView) -> tuple[Say, ...]:
    """The discussion pack: an introduction, then one message per area that a talk can gather around."""
    messages = (_introduction(context, view), *(_area(context, view, area) for area in areas(view.round)))
    return tuple(
        Say(context.place, message, f"pack:{view.round.id}:{view.team.id}:{number}")
        for number, message in enumerate(messages)
    )


def discussed(context: Context, action: Action, fields: dict[str, str]) -> Turn:
    """Mark an area as discussed, with the team's note where it left one."""
    view = _open_to_me(context, action)
    if isinstance(view, Turn):
        return view
    text = " ".join(fields.get("note", "").split())[:_LONGEST_NOTE]
    card = _area_done(context, view, action.item, text)
    return Turn((Discussed(view.round.id, view.team.id, action.item, text), Replace(card)))


def undiscussed(context: Context, action: Action) -> Turn:
    """Take the mark back."""
    view = _open_to_me(context, action)
    if isinstance(view, Turn):
        return view
    undo = Discussed(view.round.id, view.team.id, action.item, undone=True)
    return Turn((undo, Replace(_area(context, view, action.item))))


def counts(context: Context, _action: Action) -> Turn:
    """How far the team has come, as numbers; nothing under five members."""
    view = next((view for view in context.teams if not view.window.frozen), None)
    if view is None:
        return sentence(context, "team.counts.none")
    if not view.team.counted:
        return sentence(context, "team.counts.hidden")
    heading = say(context.language, "team.counts.heading", team=view.team.name)
    figured = Facts(figures(context, view))
    return Turn((Replace(titled(context, _word(context, "summary"), heading, figured)),))


def figures(context: Context, view: TeamView) -> tuple[tuple[str, str], ...]:
    """How many have finished, where that may be told, and how many areas the team has discussed."""
    finished = (_word(context, "finished"), _of(context, view.team.finished, view.team.members))
    talked = _of(context, len(view.team.discussed), len(areas(view.round)))
    return (*((finished,) if view.team.counted else ()), (_word(context, "discussed"), talked))


def answers_as_one(context: Context, view: TeamView) -> bool:
    """Whether the whole school gives one joint answer, as far as the clock has been told."""
    place = (view.round.id, view.school.id)
    return any(
        (each.round.id, each.school.id) == place and each.counts.invited == 1 for each in context.schools
    )


def areas(facts: RoundFacts) -> tuple[str, ...]:
    """The areas that a round asks about, in the framework's order."""
    asked = {criterion.area for criterion in facts.criteria}
    return tuple(area.id for area in facts.framework.areas if area.id in asked)


def _introduction(context: Context, view: TeamView) -> Message:
    language = context.language
    key = "text" if view.round.mode == "individual" else "text_joint"
    if answers_as_one(context, view):
        key = "text_school"
    opens, closes = (day(language, each) for each in (view.window.opens_on, view.window.closes_on))
    return titled(
        context,
        say(language, "team.pack.summary", round=view.round.title),
        say(language, "team.pack.heading", round=view.round.title),
        Text(say(language, f"team.pack.{key}", opens=opens, closes=closes)),
        Text(say(language, "team.pack.how"), "quiet"),
    )


def _area(context: Context, view: TeamView, area: str) -> Message:
    field = Field(
        "note",
        say(context.language, "team.area.note"),
        "long_text",
        hint=say(context.language, "team.area.note_hint"),
        required=False,
        longest=_LONGEST_NOTE,
    )
    form = Form(_about(view, "discussed", area), say(context.language, "team.area.submit"), (field,))
    return _area_card(context, view, area, *_prompts(context, view, area), form)


def _area_done(context: Context, view: TeamView, area: str, text: str) -> Message:
    noted = say(context.language, "team.area.noted", note=text)
    undo = Button(say(context.language, "team.area.undo"), _about(view, "undiscussed", area))
    done = Text(say(context.language, "team.area.done_today"), "warm")
    return _area_card(context, view, area, done, *((Text(noted, "quiet"),) if text else ()), Buttons((undo,)))


def _area_card(context: Context, view: TeamView, area: str, *parts: Part) -> Message:
    words = view.round.framework.words(context.language).area(area)
    summary = say(context.language, "team.area.summary", area=words.name)
    return Message(
        summary, (Heading(words.name), Text(words.introduction, "quiet"), *parts), context.language
    )


def _prompts(context: Context, view: TeamView, area: str) -> tuple[Part, ...]:
    words = view.round.framework.words(context.language)
    criteria = (criterion for criterion in view.round.criteria if criterion.area == area)
    return tuple(
        Text(f"{words.criterion(criterion.id).title}: {' '.join(words.criterion(criterion.id).prompts)}")
        for criterion in criteria
    )


def _open_to_me(context: Context, action: Action) -> TeamView | Turn:
    """The team's round where I may mark an area now, else why not, beside the card, which stays as it is."""
    view = _view(context, action)
    if view is None or action.item not in areas(view.round):
        return _refused(context, "team.area.not_member")
    if view.window.state(context.now) in {"closing", "closed"}:
        return _refused(context, "team.area.too_late")
    return view


def _refused(context: Context, key: str) -> Turn:
    return Turn((Show(plainly(context, say(context.language, key))),))


def _view(context: Context, action: Action) -> TeamView | None:
    """The team an action names, where I am in it and it is the team whose channel this is."""
    me = context.me
    for view in context.teams:
        member = me is not None and any(duty.team == view.team.id for duty in me.duties)
        if member and view.round.id == action.round and action.who == f"team:{view.team.id}":
            return view
    return None


def _about(view: TeamView, verb: str, area: str) -> Action:
    return Action(verb, view.round.id, view.school.id, f"team:{view.team.id}", area)


def _word(context: Context, key: str) -> str:
    return say(context.language, f"team.counts.{key}")


def _of(context: Context, done: int, total: int) -> str:
    return say(context.language, "team.counts.of", done=done, total=total)
