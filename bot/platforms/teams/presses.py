"""Presses and forms: the card becomes another, a dialog opens or goes on, a file is offered."""

from collections.abc import Callable, Sequence

from bot.platforms.conversing import Who
from bot.platforms.envelope import Incoming, Reply
from bot.platforms.teams import answers
from bot.platforms.teams.documents import offer
from bot.platforms.teams.listen import Press
from bot.platforms.teams.office import Office
from bot.platforms.teams.wire import Json
from conversations.events import Submitted
from conversations.texts import say
from conversations.turn import To
from storage import outbox

NOBODYS = "a tenant that is no authority's, or nobody in particular"


def pressed(office: Office, press: Press) -> Json:
    """Let a press have its effect, saved when this returns; gives what Teams is answered with."""
    who = office.who(press.actor)
    if who is None:
        raise LookupError(NOBODYS)
    place = office.place(who, press.actor)
    if place is None:
        return _told(press)(say(office.language(who), "home.unknown.direct"))
    if press.document:
        return _told(press)(offer(office, who, press.actor, press.document))
    return _follow(office, who, place, press, office.dispatcher.handle(_incoming(who, place, press)))


def at_hand(office: Office, press: Press) -> Who | None:
    """Who presses a button that acts, in a conversation of their own, where nothing need be looked up."""
    return None if press.document else office.remembered(press.actor)


def pressed_together(office: Office, several: Sequence[tuple[Who, Press]]) -> list[Json | Exception]:
    """Let presses `at_hand` have their effect with one commit; gives each one's answer, or why not."""
    replies = office.dispatcher.handle_all([_incoming(who, who.own, press) for who, press in several])
    return [
        _follow(office, who, who.own, press, reply) if isinstance(reply, Reply) else reply
        for (who, press), reply in zip(several, replies, strict=True)
    ]


def _incoming(who: Who, place: To, press: Press) -> Incoming:
    return Incoming(press.key, who.authority, who.person, place, press.event, press.row)


def _follow(office: Office, who: Who, place: To, press: Press, reply: Reply) -> Json:
    """What is to be seen of a press that is saved."""
    if reply.card is not None:
        # The stored card is changed too: an answer is shown on the device where it was pressed, and not kept.
        office.postman.wake()
    if press.surface == "card":
        return _on_card(office, who, place, press, reply)
    return _in_dialog(office, who, press, reply)


def _on_card(office: Office, who: Who, place: To, press: Press, reply: Reply) -> Json:
    if reply.shown is not None:
        return answers.told(answers.in_words(reply.shown))
    if reply.replaced is not None and reply.card is not None and not reply.card.is_new:
        return answers.card(reply.replaced, reply.card.id, reply.card.revision)
    if reply.replaced is not None and not who.person:
        return answers.told(answers.in_words(reply.replaced))
    # The same press once more, one without effect, or one whose effect is a new message: it stays as it is.
    with office.memory.database.reading() as connection:
        stands = outbox.message(connection, outbox.Card(who.authority, place, press.row))
    if stands is not None:
        return answers.card(stands, press.row, press.revision)
    return answers.told(say(office.language(who), "chat.command.answered"))


def _in_dialog(office: Office, who: Who, press: Press, reply: Reply) -> Json:
    shown = reply.shown
    if shown is None and reply.replaced is not None and _goes_on(who, press, reply):
        row = reply.card.id if reply.card else 0
        return answers.dialog(reply.replaced, row)
    if shown is not None:
        return answers.dialog(shown, 0)
    if press.surface == "opening" and reply.card is None:
        # It was opened once already, and what it showed is kept nowhere.
        return answers.dialog_told(say(office.language(who), "chat.modal.late"))
    return answers.DONE


def _goes_on(who: Who, press: Press, reply: Reply) -> bool:
    """Whether what a card has become is shown in the dialog as well; a form that was taken closes it."""
    if not who.person or not isinstance(press.event, Submitted):
        return True
    return reply.replaced is not None and answers.mistakes_in(reply.replaced, press.action.verb)


def _told(press: Press) -> Callable[[str], Json]:
    return answers.told if press.surface == "card" else answers.dialog_told
