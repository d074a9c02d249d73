"""What somebody writes, mentions the bot with, sends it, or asks with its command."""

from bot.platforms.conversing import Who, behind_a_button
from bot.platforms.envelope import Incoming, Reply
from bot.platforms.slack import render
from bot.platforms.slack.listen import Words
from bot.platforms.slack.office import Office, form_in, is_direct, shown_modal
from bot.platforms.slack.wire import Json
from conversations.messages import Message, Text
from conversations.texts import say
from conversations.turn import To


def wrote(office: Office, words: Words) -> None:
    """Answer what was written; what must leave no history is offered behind a button."""
    who = office.who(words.actor)
    if who is None:
        return
    place = office.place(who, words.channel)
    if who.person and place == who.own and not is_direct(words.channel):
        office.soon(lambda: _elsewhere(office, who, words.channel))
        return
    reply = _heard(office, who, words, place)
    office.postman.wake()
    if not who.person:
        office.soon(lambda: _tell_stranger(office, who, words.channel, reply))
    elif reply.shown is not None:
        shown = reply.shown
        office.soon(lambda: office.whisper(who, words.channel, behind_a_button(shown, reply)))


def _elsewhere(office: Office, who: Who, channel: str) -> None:
    """In a channel that is no work team's, nobody is answered: it must not become an answer of theirs."""
    alone = say(office.language(who), "home.unknown.direct")
    office.whisper(who, channel, Message(alone, (Text(alone),)))


def asked(office: Office, words: Words) -> Json:
    """Answer the command or the shortcut: in one's own conversation, and in a modal what is kept nowhere."""
    who = office.who(words.actor)
    if who is None:
        return {}
    reply = _heard(office, who, words, who.own)
    office.postman.wake()
    message = reply.shown or reply.replaced
    if message is None:
        return {}
    if not who.person:
        shown = render.message(message)
        return {"response_type": "ephemeral", "text": shown.text, "blocks": shown.blocks}
    if reply.shown or form_in(message):
        row = reply.card.id if reply.card and not reply.shown else 0
        view = shown_modal(message, row)
        office.soon(lambda: office.offer(who, words.trigger, words.channel, view))
        return {}
    said = say(message.language, "chat.command.answered")
    return {"response_type": "ephemeral", "text": said}


def _heard(office: Office, who: Who, words: Words, place: To) -> Reply:
    incoming = Incoming(words.key, who.authority, who.person, place, words.event)
    return office.dispatcher.handle(incoming)


def _tell_stranger(office: Office, who: Who, channel: str, reply: Reply) -> None:
    message, first = reply.replaced, office.first_met(who)
    if not first or message is None:
        return
    if not is_direct(channel):
        office.whisper(who, channel, message)
        return
    shown = render.message(message)
    office.call(who, "chat.postMessage", {"channel": channel, "text": shown.text, "blocks": shown.blocks})
