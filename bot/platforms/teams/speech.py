"""What somebody writes to the bot or mentions it with."""

from bot.platforms.conversing import Who, behind_a_button
from bot.platforms.envelope import Incoming, Reply
from bot.platforms.teams.listen import Words
from bot.platforms.teams.office import Office
from conversations.messages import Message, Text
from conversations.texts import say


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
        office.soon(lambda: office.show(who, words.actor, behind_a_button(shown, reply)))


def _elsewhere(office: Office, who: Who, words: Words) -> None:
    """Where others listen and no work team talks, or to a stranger there, it says the same to everybody.

    It must not become an answer, and nobody else is to hear who is on the roster.
    """
    alone = say(office.language(who), "home.unknown.direct")
    office.show(who, words.actor, Message(alone, (Text(alone),)))


def _tell_stranger(office: Office, who: Who, words: Words, reply: Reply) -> None:
    message, first = reply.replaced, office.first_met(who)
    if first and message is not None:
        office.show(who, words.actor, message)
