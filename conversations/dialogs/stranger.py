"""Kind sentences for what cannot be understood or may not be done."""

from dataclasses import replace

from conversations.context import Context
from conversations.dialogs.parts import note, plainly, said, sentence
from conversations.messages import Action, Button, Text
from conversations.texts import say
from conversations.turn import Refused, Replace, Show, Turn

_PRINCIPALS_ONLY = frozenset(
    {
        "extend",
        "apply",
        "application_fill",
        "application_examples",
        "application_send",
        "application_withdraw",
        "application_withdraw_yes",
        "measure_choose",
        "measure_own",
        "measure_edit",
        "measure_drop",
    }
)


def unknown_person(context: Context) -> Turn:
    """Somebody who is not on the roster."""
    return said(context, say(context.language, "home.unknown.stranger", contact=context.authority.contact))


def not_understood(context: Context) -> Turn:
    """Words that mean nothing here."""
    help_button = Button(say(context.language, "home.menu.help"), Action("help"))
    text = say(context.language, "home.unknown.text")
    return Turn((Replace(note(context, "home.unknown.summary", text, help_button)),))


def not_words(context: Context) -> Turn:
    """A file, a picture or a voice clip, which is neither opened nor kept."""
    help_button = Button(say(context.language, "home.menu.help"), Action("help"))
    text = say(context.language, "home.unknown.attached")
    return Turn((Replace(note(context, "home.unknown.attached_summary", text, help_button)),))


def refused(context: Context, verb: str, reason: str) -> Turn:
    """Something this person may not do here: a neutral sentence, and a line for the security log.

    A team's card stays as it is: the sentence stands beside it.
    """
    helps = (
        reason == "role"
        and context.me is not None
        and context.me.is_("representative")
        and verb in _PRINCIPALS_ONLY
    )
    key = "home.unknown.principals_only" if helps else "home.unknown.not_yours"
    message = plainly(context, say(context.language, key))
    shown = Show(message) if context.place.kind == "team" else Replace(message)
    return Turn((Refused(verb, reason), shown))


def noted(turn: Turn, verb: str, reason: str) -> Turn:
    """The same turn, and a line for the security log unless it has one."""
    if any(isinstance(effect, Refused) for effect in turn.effects):
        return turn
    return Turn((Refused(verb, reason), *turn.effects))


def without_refusals(turn: Turn) -> Turn:
    """The same turn for typed words: whoever asks in words has not tried anything."""
    return Turn(tuple(effect for effect in turn.effects if not isinstance(effect, Refused)))


def to_show_again(turn: Turn, action: Action) -> Turn:
    """The same turn, knowing which press would show what it shows; only where it does nothing but show."""
    if not all(isinstance(effect, Show) for effect in turn.effects):
        return turn
    return Turn(tuple(replace(effect, again=action) for effect in turn.effects if isinstance(effect, Show)))


def own_conversation(context: Context) -> Turn:
    """Answers are only given in one's own conversation."""
    return sentence(context, "home.unknown.direct")


def kept_place(turn: Turn, sentence: str) -> Turn:
    """The same turn with a sentence in front of the message that keeps the person's place."""
    return Turn(
        tuple(
            Replace(replace(effect.message, parts=(Text(sentence, "quiet"), *effect.message.parts)))
            if isinstance(effect, Replace)
            else effect
            for effect in turn.effects
        )
    )
