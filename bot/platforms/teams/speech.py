"""What somebody writes to the bot or mentions it with."""

from bot.platforms.envelope import Incoming, Reply
from bot.platforms.teams.listen import Words
from bot.platforms.teams.office import Office, Who
from bot.platforms.teams.tenants import PLATFORM
from conversations.messages import Button, Buttons, Message, Text
from conversations.texts import say
from storage import strangers


def wrote(office: Office, words: Words) -> None:
    """Answer what was written; what must leave no history is offered behind a button."""
    who = office.who(words.actor)
    if who is None:
        return
    place = office.place(who, words.actor)
    if not words.actor.personal and (place is None or not who.person):
        office.soon(lambda: _elsewhere(office, who, words))
        return
    event = words.event
    reply = office.dispatcher.handle(Incoming(words.key, who.authority, who.person, place or who.own, event))
    office.postman.wake()
    if not who.person:
        office.soon(lambda: _tell_stranger(office, who, words, reply))
    elif reply.shown is not None:
        shown = reply.shown
        office.soon(lambda: office.show(who, words.actor, _behind_a_button(shown, reply)))


def _elsewhere(office: Office, who: Who, words: Words) -> None:
    """Where others listen and no work team talks, or to a stranger there, it says the same to everybody.

    It must not become an answer, and nobody else is to hear who is on the roster.
    """
    alone = say(office.language(who), "home.unknown.direct")
    office.show(who, words.actor, Message(alone, (Text(alone),)))


def _behind_a_button(shown: Message, reply: Reply) -> Message:
    """Nothing can pop up without a press, so what was asked for in words waits behind one."""
    if reply.again is None:
        return shown
    told, label = (say(shown.language, f"chat.reveal.{name}") for name in ("text", "button"))
    return Message(told, (Text(told), Buttons((Button(label, reply.again, "primary"),))), shown.language)


def _tell_stranger(office: Office, who: Who, words: Words, reply: Reply) -> None:
    message = reply.replaced
    with office.memory.database.writing() as connection:
        first = strangers.met(connection, who.authority, PLATFORM, who.user, office.memory.now())
    if first and message is not None:
        office.show(who, words.actor, message)
