"""Presses and forms: the card becomes another, a modal opens, a file is fetched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import files
from bot.log import logger
from bot.platforms.conversing import Who
from bot.platforms.envelope import Incoming, Reply
from bot.platforms.slack import render
from bot.platforms.slack.files import Upload, upload
from bot.platforms.slack.home import publish
from bot.platforms.slack.listen import Filled, Press
from bot.platforms.slack.office import Office, form_in, shown_modal
from bot.platforms.slack.replies import GRACE, Card
from bot.platforms.slack.trouble import TROUBLE
from bot.platforms.slack.wire import Json
from conversations.events import Pressed, Submitted
from conversations.messages import Action, Form, Message, Picture, Text
from conversations.texts import say
from conversations.turn import To
from storage import audit, outbox
from storage.audit import Entry

_UNKNOWN = Action("unknown")

_log = logger()


def pressed(office: Office, press: Press) -> None:
    """Let a press have its effect; when this returns it is saved, and what is to be seen is on its way."""
    who = office.who(press.actor)
    if who is None:
        return
    if press.kind == "document":
        office.soon(lambda: _fetch(office, who, press))
    elif press.kind == "form":
        _ask(office, who, press)
    else:
        _happen(office, who, press)


def submitted(office: Office, filled: Filled) -> Json:
    """Let a form have its effect; gives what the modal is answered with."""
    who = office.who(filled.actor)
    if who is None:
        return {}
    place = office.place(who, filled.channel)
    event = Submitted(filled.action or _UNKNOWN, filled.fields)
    reply = office.dispatcher.handle(
        Incoming(filled.key, who.authority, who.person, place, event, filled.row)
    )
    office.postman.wake()
    wrong = _wrong(reply, event.action, filled)
    if wrong:
        return {"response_action": "errors", "errors": wrong}
    shown = reply.shown or (reply.replaced if not who.person else None)
    return {"response_action": "update", "view": shown_modal(shown)} if shown else {}


def at_hand(office: Office, press: Press) -> Who | None:
    """Who presses a button that acts, in a conversation of their own, where nothing need be looked up."""
    private = not press.channel or press.channel.startswith("D")
    return office.remembered(press.actor) if press.kind == "action" and private else None


def pressed_together(office: Office, several: Sequence[tuple[Who, Press]]) -> list[Exception | None]:
    """Let presses `at_hand` have their effect with one commit; gives for each why nothing of it is saved."""
    replies = office.dispatcher.handle_all([_incoming(who, press, who.own) for who, press in several])
    for (who, press), reply in zip(several, replies, strict=True):
        if isinstance(reply, Reply):
            _follow(office, who, press, reply)
    return [None if isinstance(reply, Reply) else reply for reply in replies]


def _happen(office: Office, who: Who, press: Press) -> None:
    place = office.place(who, press.channel)
    _follow(office, who, press, office.dispatcher.handle(_incoming(who, press, place)), place)


def _incoming(who: Who, press: Press, place: To) -> Incoming:
    grace = GRACE if press.on_card else timedelta(0)
    event = Pressed(press.action or _UNKNOWN)
    return Incoming(press.key, who.authority, who.person, place, event, press.row, grace)


def _follow(office: Office, who: Who, press: Press, reply: Reply, place: To | None = None) -> None:
    """What is to be seen of a press that is saved."""
    if press.on_card:
        _bring(office, who, press, reply)
    if reply.card is not None and (reply.card.is_new or not press.on_card):
        office.postman.wake()
    # Anything else that is to be seen, beside the card, needs another call.
    if press.surface == "home":
        office.soon(lambda: publish(office, who))
    shown = reply.shown or _in_need_of_a_modal(who, press, reply)
    if shown is not None:
        office.soon(lambda: _show(office, who, press, place or who.own, reply, shown))


def _bring(office: Office, who: Who, press: Press, reply: Reply) -> None:
    card = reply.card
    if card is None or card.is_new or reply.replaced is None:
        return
    message = reply.replaced
    bare = Card(who.authority, card.id, card.revision, press.url, message)
    if any(isinstance(part, Picture) for part in message.parts):
        office.soon(lambda: office.replies.bring(replace(bare, pictures=office.pictures(who, message))))
    else:
        office.replies.bring(bare)


def _show(office: Office, who: Who, press: Press, place: To, reply: Reply, shown: Message) -> None:
    """What is kept nowhere: in the modal where it was pressed, else in a new one, else whispered."""
    row = reply.card.id if reply.card else 0
    if press.surface == "modal":
        view = shown_modal(shown, row if shown is reply.replaced else 0, press.channel)
        office.call(who, "views.update", {"view_id": press.view, "view": view})
    elif shown is reply.shown and (place.kind == "team" or not press.trigger):
        office.whisper(who, press.channel, shown)
    else:
        view = shown_modal(shown, row if shown is reply.replaced else 0, press.channel)
        office.offer(who, press.trigger, press.channel, view)


def _in_need_of_a_modal(who: Who, press: Press, reply: Reply) -> Message | None:
    message = reply.replaced
    if message is None:
        return None
    return message if press.surface == "modal" or form_in(message) or not who.person else None


def _ask(office: Office, who: Who, press: Press) -> None:
    """Open the form of a card; on a card that has become another in the meantime, show what it is now."""
    place = office.place(who, press.channel)
    with office.memory.database.reading() as connection:
        message = outbox.message(connection, outbox.Card(who.authority, place, press.row))
    form = _named(message, press.value)
    if message is None or form is None:
        _happen(office, who, press)
        return
    view = render.modal(message, form, render.ModalAddress(press.row, press.channel))
    office.soon(lambda: office.offer(who, press.trigger, press.channel, view))


def _named(message: Message | None, value: str) -> Form | None:
    found = (part for part in message.parts if isinstance(part, Form)) if message else iter(())
    return next((form for form in found if form.action.encode() == value), None)


def _fetch(office: Office, who: Who, press: Press) -> None:
    """Bring a file to the conversation of the one who asked, if they may have it."""
    file = files.fetch(office.memory, who.authority, who.person, press.value) if who.person else None
    if file is None:
        tried = Entry("refused document", who.person, detail="not theirs")
        with office.memory.database.writing() as connection:
            audit.note(connection, who.authority, tried, office.memory.now())
    tokens = office.workspaces.tokens(who.authority)
    # A file stays where it is put: never one's own answers, and nothing in a channel for all to see.
    if file is None or tokens is None or press.value.startswith(files.ANSWERS):
        refused = say(office.language(who), "chat.file.none")
        office.whisper(who, press.channel, Message(refused, (Text(refused),)))
        return
    try:
        own = office.call(who, "conversations.open", {"users": who.user})["channel"]["id"]
        upload(office.wire, tokens.bot, Upload(file.filename, file.content, channel=own))
    except TROUBLE:
        _log.exception("a document was not brought", authority=who.authority)
        office.late(who, press.channel)


def _wrong(reply: Reply, action: Action, filled: Filled) -> dict[str, str]:
    """What has to be mended in the form that was sent, so that the modal keeps what was filled in."""
    asked = form_in(reply.replaced or reply.shown or Message("", ()))
    if asked is None or asked.action.verb != action.verb:
        return {}
    return {name: told for name, told in render.errors(asked).items() if name in filled.inputs}
