"""A message as a view: a modal to read or to fill in."""

import json
from dataclasses import dataclass

from bot.files import ANSWERS
from bot.platforms.slack.blocks import VALUE_LONGEST, Block, label
from bot.platforms.slack.fit import VIEW, fitted, numbered
from bot.platforms.slack.forms import inputs
from bot.platforms.slack.parts import heading, parts
from bot.platforms.words import is_visible, length, one_line, shortened
from conversations.messages import Document, Form, Heading, Message, Part
from conversations.texts import say

FORM = "form"
SHOWN = "shown"
TITLE_LONGEST = 24
BRAND = "Skolsteg"


@dataclass(frozen=True, slots=True)
class ModalAddress:
    """Where a modal was opened: the card's outbox row (0 for what is kept nowhere) and the channel."""

    row: int = 0
    channel: str = ""


def modal(message: Message, form: Form | None, address: ModalAddress) -> Block:
    """A message in a modal: with a form its fields can be filled in and sent, without one it is read."""
    view: Block = {
        "type": "modal",
        "callback_id": FORM if form else SHOWN,
        "title": label(_title(message), TITLE_LONGEST),
        "blocks": _blocks(message, form, address),
        "private_metadata": _metadata(form, address),
        "close": label(say(message.language, "chat.modal.cancel" if form else "chat.modal.close")),
    }
    return view | {"submit": label(_submit(form, message.language))} if form else view


def _blocks(message: Message, form: Form | None, address: ModalAddress) -> list[Block]:
    """All parts in order, the form's fields in its own place; one's own answers must not stay in a chat."""
    made: list[Block] = []
    waiting = form
    for part, shown in parts(message, 0, {}):
        if waiting is not None and part == waiting:
            made += inputs(waiting, message.language)
            waiting = None
        elif not (_is_ones_own(part) or _is_the_title(message, part)):
            made += shown
    if waiting is not None:
        made += inputs(waiting, message.language)
    fitting = fitted(made or [_empty(message)], VIEW, message.language)
    return numbered(fitting, f"{address.row}.0")


def _is_ones_own(part: Part) -> bool:
    return isinstance(part, Document) and part.name.startswith(ANSWERS)


def _is_the_title(message: Message, part: Part) -> bool:
    """Whether a part says nothing but what stands above the window."""
    if not isinstance(part, Heading):
        return False
    return part.text == heading(message) and length(one_line(part.text)) <= TITLE_LONGEST


def _empty(message: Message) -> Block:
    return {"type": "section", "text": label(message.summary, 3000)}


def _title(message: Message) -> str:
    found = (one_line(text) for text in (heading(message), message.summary))
    return next((text for text in found if is_visible(text)), BRAND)


def _submit(form: Form, language: str) -> str:
    submit = one_line(form.submit)
    return submit if length(submit) <= TITLE_LONGEST else say(language, "chat.modal.send")


def _metadata(form: Form | None, address: ModalAddress) -> str:
    action = form.action.encode() if form else ""
    kept = action if len(action) <= VALUE_LONGEST else ""
    return json.dumps({"action": kept, "row": address.row, "channel": shortened(address.channel, 200)})
