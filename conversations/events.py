"""What can happen in a conversation, whichever platform it happens on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conversations.messages import Action


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody opened their conversation with the bot, or its home."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button."""

    action: Action = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submitted:
    """Somebody sent a form; ``fields`` maps each field's name to what was filled in."""

    action: Action = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody typed a message."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attached:
    """Somebody sent something that is not words: a file, a picture, a voice clip."""


TEND = "tend"
"""What comes due every school day for a whole authority, with neither a round nor a school."""


@dataclass(frozen=True, slots=True)
class Due:
    """The clock came to something planned, for one school in one round."""

    kind: str
    round: int
    school: int


Event = Opened | Pressed | Submitted | Wrote | Attached | Due
