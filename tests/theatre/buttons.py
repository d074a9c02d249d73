"""What can be pressed, fetched and filled in on a message, by the words that a person reads."""

from collections.abc import Iterator

from conversations.messages import Action, Buttons, Choice, Document, Form, Message


def pressable(message: Message) -> Iterator[tuple[str, Action | Form | Document]]:
    """Everything that can be pressed or fetched, under its label."""
    for part in message.parts:
        match part:
            case Choice(options):
                yield from ((option.label, option.action) for option in options)
            case Buttons(buttons):
                yield from ((button.label, button.action) for button in buttons)
            case Form():
                yield part.submit, part
            case Document():
                yield part.label, part
            case _:
                pass


def prefilled(form: Form) -> dict[str, str]:
    """What a browser sends of a form that nobody has touched."""
    filled = {each.name: each.value for each in form.fields}
    first = {each.name: each.options[0][0] for each in form.fields if each.options and not each.value}
    return {name: value for name, value in (filled | first).items() if value or name not in _boxes(form)}


def _boxes(form: Form) -> set[str]:
    return {each.name for each in form.fields if each.type == "checkbox"}
