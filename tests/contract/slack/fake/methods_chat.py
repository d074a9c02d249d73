"""chat.*: messages."""

from tests.contract.slack.fake.call import Call, method
from tests.contract.slack.fake.state import Channel, Message
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import Refused
from tests.contract.slack.lint import MESSAGE_TEXT

_CONTENT = "channel text blocks attachments metadata parse link_names mrkdwn thread_ts as_user"


@method("chat.postMessage", f"{_CONTENT} unfurl_links unfurl_media reply_broadcast", "chat:write")
def post_message(call: Call) -> Json:
    channel = _destination(call)
    _may_write(call, channel)
    text, blocks = _content(call)
    message = call.world.say(
        channel,
        call.workspace.bot.id,
        text,
        blocks=blocks or [],
        bot_id=call.workspace.bot_id,
        metadata=_metadata(call),
        unfurl_links=call.flag("unfurl_links") if "unfurl_links" in call.args else None,
        unfurl_media=call.flag("unfurl_media") if "unfurl_media" in call.args else None,
        thread_ts=call.text("thread_ts"),
    )
    call.world.happened(call.workspace, _event(call, channel, message))
    return {"channel": channel.id, "ts": message.ts, "message": shown(call, message)}


@method("chat.update", f"{_CONTENT} ts file_ids reply_broadcast", "chat:write")
def update(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    text, blocks = _content(call, kept=message)
    before = {"text": message.text, "blocks": message.blocks, "ts": message.ts, "user": message.user}
    message.becomes(text, message.blocks if blocks is None else blocks)
    if "metadata" in call.args:
        message.metadata = _metadata(call)
    event = {"type": "message", "subtype": "message_changed", "message": shown(call, message)}
    stamped = {"channel": channel.id, "ts": call.world.ids.stamp(call.world.now()), "hidden": True}
    call.world.happened(call.workspace, event | stamped | {"previous_message": before})
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown(call, message)}


@method("chat.postEphemeral", f"{_CONTENT} user", "chat:write")
def post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    _may_write(call, channel)
    user = call.text("user", "no_user_specified")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = _content(call)
    message = call.world.say(
        channel,
        call.workspace.bot.id,
        text,
        blocks=blocks or [],
        bot_id=call.workspace.bot_id,
        ephemeral_to=user,
    )
    return {"message_ts": message.ts}


@method("chat.delete", "channel ts as_user", "chat:write")
def delete(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    message.deleted = True
    return {"channel": channel.id, "ts": message.ts}


def _destination(call: Call) -> Channel:
    """A channel, or somebody's conversation with the bot by their user id."""
    named = call.text("channel", "channel_not_found")
    if named[0] not in "UW":
        return call.channel()
    user = call.workspace.users.get(named)
    if not user:
        raise Refused("channel_not_found")
    if user.deleted:
        raise Refused(call.world.error_for_disabled)
    if user.is_bot or user.id == "USLACKBOT":
        raise Refused("cannot_dm_bot")
    return call.world.direct(call.workspace, user)


def _may_write(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise Refused("is_archived")
    person = next((call.workspace.users[each] for each in channel.members if channel.is_im), None)
    if person and person.deleted:
        raise Refused(call.world.error_for_disabled)
    if not call.is_member(channel) and "chat:write.public" not in call.token.scopes:
        raise Refused("not_in_channel")


def _content(call: Call, kept: Message | None = None) -> tuple[str, list[Json] | None]:
    """Text and blocks; a message without text says nothing in a notification or to a screen reader."""
    text = call.text("text")
    if len(text) > MESSAGE_TEXT:
        call.wrong(f"text of {len(text)} characters", "msg_too_long")
    blocks = call.blocks()
    if not text:
        call.world.violates(f"{call.method}: no text")
    if not text and not blocks and not (kept and kept.blocks and blocks is None):
        raise Refused("no_text")
    if call.args.get("attachments"):
        call.world.violates(f"{call.method}: attachments are of the past")
    return text, blocks


def _metadata(call: Call) -> Json | None:
    metadata = call.parsed("metadata", "invalid_metadata_format")
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        call.wrong("metadata needs event_type and event_payload", "invalid_metadata_format")
    if not metadata["event_type"] or not isinstance(metadata["event_payload"], dict):
        call.wrong("metadata needs event_type and event_payload", "invalid_metadata_format")
    return metadata


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = channel.messages.get(call.text("ts", "message_not_found"))
    if not message or message.deleted:
        raise Refused("message_not_found")
    if message.bot_id != call.workspace.bot_id:
        raise Refused(error)
    return message


def shown(call: Call, message: Message, *, metadata: bool = True) -> Json:
    """A message as the API hands it out."""
    found: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.bot_id:
        profile = {"id": message.bot_id, "app_id": call.world.app.id, "name": "Skolsteg", "deleted": False}
        found |= {"bot_id": message.bot_id, "app_id": call.world.app.id, "bot_profile": profile}
    found |= {"team": call.workspace.id, "blocks": message.blocks} if message.blocks else {}
    if metadata and message.metadata:
        found["metadata"] = message.metadata
    if message.edited:
        found["edited"] = {"user": message.user, "ts": message.ts}
    return found | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def _event(call: Call, channel: Channel, message: Message) -> Json:
    return shown(call, message) | {"channel": channel.id, "event_ts": message.ts}
