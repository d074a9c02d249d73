"""What can be pressed: an effect, a dialog to open, a file to fetch, a form to send."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.platforms.teams.elements import NOTHING, Element, label
from conversations.dialogs.verbs import SHOWING
from conversations.messages import Action, Style

PRESS = "press"
"""The one verb of all buttons; what a press means is in its data."""
_ACTIONS_A_SET = 6
_LETTERS_A_SET = 31
"""About what the narrowest phone shows beside each other before it cuts a button's words."""
_BUTTON_EDGES = 4
_ACTION_LONGEST = 2000
_STYLES: dict[Style, str] = {"primary": "positive", "plain": "default", "danger": "destructive"}


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a message stands: the card's outbox row (0 for what is kept nowhere) and its revision there."""

    row: int = 0
    revision: int = 0
    in_dialog: bool = False


def press(surface: Surface, text: str, action: Action, style: Style = "plain") -> Element:
    """A button; what is filled in elsewhere in the card neither follows it nor stops it."""
    return _button(surface, text, _data(action), style, shows=action.verb in SHOWING) | {
        "associatedInputs": "none"
    }


def submit(surface: Surface, text: str, action: Action, form: str) -> Element:
    """The button that sends a form; ``form`` is what its inputs' ids begin with."""
    return _button(surface, text, _data(action) | {"form": form}, "primary", shows=action.verb in SHOWING)


def fetch(surface: Surface, text: str, name: str) -> Element:
    """The button that fetches a document."""
    data: Element = {"document": name if len(name) <= _ACTION_LONGEST else NOTHING}
    return _button(surface, text, data, "plain", shows=False) | {"associatedInputs": "none"}


def sets(buttons: Sequence[Element]) -> Iterator[Element]:
    """Rows of buttons, each so short that a phone can show it."""
    held: list[Element] = []
    letters = 0
    for button in buttons:
        size = len(button["title"]) + _BUTTON_EDGES
        if held and (len(held) == _ACTIONS_A_SET or letters + size > _LETTERS_A_SET):
            yield {"type": "ActionSet", "actions": held}
            held, letters = [], 0
        held.append(button)
        letters += size
    if held:
        yield {"type": "ActionSet", "actions": held}


def _data(action: Action) -> Element:
    """A text that is too long leads nowhere instead of somewhere else."""
    encoded = action.encode()
    return {"a": encoded if len(encoded) <= _ACTION_LONGEST else NOTHING}


def _button(surface: Surface, text: str, carried: Element, style: Style, *, shows: bool) -> Element:
    """What is shown and not kept opens a dialog, which only a submit can do; within one all are submits."""
    data = {"action": PRESS, **carried, "row": surface.row, "rev": surface.revision}
    made: Element = {"type": "Action.Submit", "title": label(text), "data": data}
    if not surface.in_dialog and shows:
        data["msteams"] = {"type": "task/fetch"}
    elif not surface.in_dialog:
        made |= {"type": "Action.Execute", "verb": PRESS}
    return made if style == "plain" else made | {"style": _STYLES[style]}
