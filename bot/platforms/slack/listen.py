"""In from Slack: what a payload says, as far as it is ours; who acts is never taken from a card."""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.platforms.slack.render import filled
from conversations.events import Attached, Event, Opened, Wrote
from conversations.messages import Action, is_id

Payload = Mapping[str, Any]

_WORDS = frozenset({None, "thread_broadcast"})
_FILES = frozenset({"file_share", "me_message"})
_LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the signed envelope says."""

    team: str
    user: str


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what it carries, on which card (outbox row), and the ways to answer."""

    key: str
    actor: Actor
    kind: Literal["action", "form", "document"]
    value: str = field(repr=False)
    row: int
    channel: str
    url: str = field(repr=False)
    trigger: str = field(repr=False)
    view: str = ""
    surface: str = ""

    @property
    def action(self) -> Action | None:
        """What is asked for; None when it is nothing of ours."""
        return Action.decode(self.value)

    @property
    def on_card(self) -> bool:
        """Whether the card where it was pressed can be changed by answering the press."""
        return self.surface == "message" and bool(self.url)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form sent from a modal."""

    key: str
    actor: Actor
    action: Action | None = field(repr=False)
    row: int
    channel: str
    fields: dict[str, str] = field(repr=False)
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Something said to the bot: in a conversation with it, by a mention, or with its command."""

    key: str
    actor: Actor
    channel: str
    event: Event = field(repr=False)
    trigger: str = field(default="", repr=False)


def press(body: Payload) -> Press | None:
    """The press in a ``block_actions`` payload; None for inputs, which are no presses."""
    action, view = _first(body.get("actions")), _part(body, "view")
    name = _text(action, "action_id")
    if _text(action, "type") != "button":
        return None
    actor = _actor(body)
    return Press(
        key=f"slack-{actor.user}-{_text(action, 'action_ts')}-{_text(action, 'block_id')}-{name}"[:200],
        actor=actor,
        kind="form" if name.startswith("form") else "document" if name.startswith("document") else "action",
        value=_text(action, "value"),
        row=_row(_text(action, "block_id").partition(".")[0]),
        channel=_text(body.get("channel"), "id") or _text(_kept(view), "channel"),
        url=_text(body, "response_url"),
        trigger=_text(body, "trigger_id"),
        view=_text(view, "id"),
        surface=_text(view, "type") or "message",
    )


def submission(body: Payload) -> Filled:
    """The filled-in form in a ``view_submission`` payload."""
    view = _part(body, "view")
    kept, values = _kept(view), _part(_part(view, "state"), "values")
    return Filled(
        # A view that is sent again after a mistake has the same id and hash.
        key=f"slack-{_text(view, 'id')}-{_text(body, 'trigger_id')}"[:200],
        actor=_actor(body),
        action=Action.decode(_text(kept, "action")),
        row=_row(str(kept.get("row", ""))),
        channel=_text(kept, "channel"),
        fields=filled(values),
        inputs=tuple(values),
    )


def command(body: Payload) -> Words:
    """What follows the bot's own command."""
    words = _text(body, "text").strip()[:_LONGEST_TEXT]
    return Words(
        key=f"slack-{_text(body, 'trigger_id')}"[:200],
        actor=Actor(_text(body, "team_id"), _text(body, "user_id")),
        channel=_text(body, "channel_id"),
        event=Wrote(words) if words else Opened(),
        trigger=_text(body, "trigger_id"),
    )


def shortcut(body: Payload) -> Words:
    """The shortcut that opens the dialog from anywhere."""
    key = f"slack-{_text(body, 'action_ts')}-{_text(body, 'trigger_id')}"[:200]
    return Words(key, _actor(body), "", Opened(), _text(body, "trigger_id"))


def words(body: Payload) -> Words | None:
    """What somebody wrote to the bot or mentioned it with; None for what bots say, changes and deletions."""
    event = event_in(body)
    subtype = _text(event, "subtype") or None
    if event.get("bot_id") or not event.get("user") or subtype not in _WORDS | _FILES:
        return None
    if event.get("type") == "message" and event.get("channel_type") != "im":
        return None
    text = _said(_text(event, "text"))
    meant: Event = Wrote(text) if text else Opened()
    if subtype == "file_share" or event.get("files"):
        meant = Attached()
    actor = Actor(team_of(body), _text(event, "user"))
    return Words(f"slack-{_text(body, 'event_id')}"[:200], actor, _text(event, "channel"), meant)


def team_of(body: Payload) -> str:
    """The workspace where the bot is installed that an event came from."""
    return _text(_first(body.get("authorizations")), "team_id") or _text(body, "team_id")


def _said(text: str) -> str:
    """What was typed, without the mention in front and without Slack's escapes."""
    if text.startswith("<@"):
        text = text.partition(">")[2]
    return html.unescape(text).strip()[:_LONGEST_TEXT]


def _actor(body: Payload) -> Actor:
    return Actor(
        _text(body.get("team"), "id") or _text(body.get("user"), "team_id"), _text(body.get("user"), "id")
    )


def _kept(view: Payload) -> dict[str, Any]:
    try:
        found = json.loads(_text(view, "private_metadata") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _row(text: str) -> int:
    return int(text) if is_id(text) else 0


def _first(found: object) -> Payload:
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}


def event_in(body: Payload) -> Payload:
    """What has happened, in a payload of the Events API."""
    return _part(body, "event")


def _part(found: Payload, name: str) -> Payload:
    value = found.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(found: object, name: str) -> str:
    value = found.get(name) if isinstance(found, Mapping) else None
    return value if isinstance(value, str) else ""
