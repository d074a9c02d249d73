"""Kind sentences for what cannot be understood or may not be done."""

from dataclasses import replace

from conversations.context import Context
from conversations.dialogs.parts import note
from conversations.messages import Action, Button, Message, Text
from conversations.texts import say
from conversations.turn import Refused, Replace, Turn


def unknown_person(context: Context) -> Turn:
    """Somebody who is not on the roster."""
    text = say(context.language, "home.unknown.stranger", contact=context.authority.contact)
    return Turn((Replace(Message(text, (Text(text),), context.language)),))


def not_understood(context: Context) -> Turn:
    """Words that mean nothing here."""
    help_button = Button(say(context.language, "home.menu.help"), Action("help"))
    text = say(context.language, "home.unknown.text")
    return Turn((Replace(note(context, "home.unknown.summary", text, help_button)),))


def refused(context: Context, verb: str, reason: str) -> Turn:
    """Something this person may not do here: a neutral sentence, and a line for the security log."""
    text = say(context.language, "home.unknown.not_yours")
    return Turn((Refused(verb, reason), Replace(Message(text, (Text(text),), context.language))))


def own_conversation(context: Context) -> Turn:
    """Answers are only given in one's own conversation."""
    text = say(context.language, "home.unknown.direct")
    return Turn((Replace(Message(text, (Text(text),), context.language)),))


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
