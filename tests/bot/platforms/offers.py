"""What a message offers: what can be pressed, fetched and filled in."""

from conversations.messages import Buttons, Choice, Document, Form, Message


def forms(each: Message) -> list[Form]:
    return [part for part in each.parts if isinstance(part, Form)]


def offered(each: Message) -> list[str]:
    """What the buttons of a message carry, save for those of its forms."""
    found: list[str] = []
    for part in each.parts:
        match part:
            case Buttons(buttons):
                found += [button.action.encode() for button in buttons]
            case Choice(options):
                found += [option.action.encode() for option in options]
            case Document(_, name):
                found.append(name)
            case _:
                pass
    return found
