"""In from Teams: what an activity says, as far as it is ours; who acts is never taken from a card."""

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.platforms.teams.render import PRESS, filled
from bot.platforms.teams.shapes import number, object_id, several, text
from conversations.events import Attached, Event, Opened, Pressed, Submitted, Wrote
from conversations.messages import Action

Activity = Mapping[str, Any]

Surface = Literal["card", "opening", "dialog"]
"""Where a button was pressed: on a card, on a card to open a dialog, or in one."""

PERSONAL = "personal"
_UNKNOWN = Action("unknown")
_LONGEST_TEXT = 4000
# What comes along with every text: the same once more, as its client shows it.
_TEXT_AGAIN = "text/html"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts where, as the checked envelope says.

    ``user`` is the object id in Entra, ``member`` the same person's id in this bot's conversations, and
    ``thread`` is the conversation together with the thread in it, where there is one.
    """

    tenant: str
    user: str
    member: str
    service: str
    conversation: str
    thread: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what it asks for, on which card (outbox row), with what was filled in around it."""

    key: str
    actor: Actor
    event: Pressed | Submitted = field(repr=False)
    document: str
    row: int
    revision: int
    surface: Surface

    @property
    def action(self) -> Action:
        """What is asked for."""
        return self.event.action


@dataclass(frozen=True, slots=True)
class Words:
    """Something said to the bot: in a conversation with it, or by a mention."""

    key: str
    actor: Actor
    event: Event = field(repr=False)


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody wants the file that they have been offered, or does not: where it is to be brought."""

    actor: Actor
    accepted: bool
    document: str
    offer: str
    upload: Mapping[str, Any] = field(repr=False)


def actor(activity: Activity) -> Actor:
    """Who acts; without a user for what nobody in particular does."""
    place = activity.get("conversation")
    thread = text(place, "id")
    return Actor(
        tenant=tenant_of(activity),
        user=object_id(activity.get("from")),
        member=text(activity.get("from"), "id"),
        service=text(activity, "serviceUrl"),
        conversation=thread.partition(";")[0],
        thread=thread,
        personal=text(place, "conversationType") == PERSONAL,
    )


def is_somewhere(activity: Activity) -> bool:
    """Whether it says in which conversation it is, and of whom or what."""
    return bool(text(activity.get("conversation"), "id") and text(activity.get("from"), "id"))


def tenant_of(activity: Activity) -> str:
    """The tenant that an activity comes from; empty where it does not say, or says two."""
    data = activity.get("channelData")
    named = {
        text(activity.get("conversation"), "tenantId").lower(),
        text(data.get("tenant") if isinstance(data, Mapping) else None, "id").lower(),
    } - {""}
    return named.pop() if len(named) == 1 else ""


def key(activity: Activity) -> str:
    """What makes an activity count once: its own id in its conversation, which Teams says again with it."""
    found = [text(activity, name) for name in ("id", "name", "replyToId", "type")]
    if not found[0]:
        found.append(text(activity, "timestamp"))
    whose = [text(activity.get(name), "id") for name in ("conversation", "from")]
    return f"teams-{hashlib.sha256(repr([*found, *whose]).encode()).hexdigest()[:40]}"


def press(activity: Activity, surface: Surface) -> Press | None:
    """The press that an invoke brings; None when it is on nothing of ours."""
    value = activity.get("value")
    pressed = value.get("action") if surface == "card" and isinstance(value, Mapping) else value
    data = pressed.get("data") if isinstance(pressed, Mapping) else None
    if not isinstance(data, Mapping) or data.get("action") != PRESS:
        return None
    action = Action.decode(text(data, "a")) or _UNKNOWN
    form = isinstance(data.get("form"), str)
    return Press(
        key=key(activity),
        actor=actor(activity),
        event=Submitted(action, filled(data)) if form else Pressed(action),
        document=text(data, "document"),
        row=number(data.get("row")),
        revision=number(data.get("rev")),
        surface=surface,
    )


def words(activity: Activity) -> Words | None:
    """What somebody wrote to the bot or mentioned it with; None for what nobody in particular says."""
    who = actor(activity)
    if not who.user:
        return None
    said = _said(activity)
    meant: Event = Wrote(said) if said else Opened()
    if _has_attachment(activity):
        meant = Attached()
    return Words(key(activity), who, meant)


def consent(activity: Activity) -> Consent:
    """The answer to an offered file."""
    value = activity.get("value")
    found: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    upload = found.get("uploadInfo")
    return Consent(
        actor=actor(activity),
        accepted=text(found, "action") == "accept",
        document=text(found.get("context"), "document"),
        offer=text(activity, "replyToId"),
        upload=upload if isinstance(upload, Mapping) else {},
    )


def _said(activity: Activity) -> str:
    """What was typed, without the mention of the bot and without HTML's escapes."""
    found, me = text(activity, "text"), text(activity.get("recipient"), "id")
    for entity in several(activity, "entities"):
        called = text(entity, "text")
        if text(entity, "type") == "mention" and text(entity.get("mentioned"), "id") == me and called:
            found = found.replace(called, " ")
    return html.unescape(found).replace("\u00a0", " ").strip()[:_LONGEST_TEXT]


def _has_attachment(activity: Activity) -> bool:
    return any(text(each, "contentType") != _TEXT_AGAIN for each in several(activity, "attachments"))
