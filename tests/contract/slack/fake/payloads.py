"""The shapes of what Slack tells the app."""

from tests.contract.slack.fake.methods_views import shown as view_shown
from tests.contract.slack.fake.state import Channel, File, Message, User, View, Workspace
from tests.contract.slack.fake.words import Json, unescaped
from tests.contract.slack.fake.world import World


def event_callback(world: World, workspace: Workspace, event: Json) -> Json:
    """The envelope of an event."""
    bot = workspace.bot.id if workspace.bot else ""
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.id,
        "user_id": bot,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": world.app.verification,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": world.ids.new("Ev", 11),
        "event_time": int(world.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{world.ids.secret(40)}",
    }


def _from(world: World, user: User, kind: str) -> Json:
    """What every interaction says about who and where."""
    workspace = user.workspace
    person = {"id": user.id, "username": user.handle, "name": user.handle, "team_id": workspace.id}
    return {
        "type": kind,
        "user": person,
        "api_app_id": world.app.id,
        "token": world.app.verification,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def block_actions(world: World, user: User, actions: list[Json], state: Json) -> Json:
    """A press, still without where it was."""
    return _from(world, user, "block_actions") | {"state": {"values": state}, "actions": actions}


def in_message(world: World, user: User, channel: Channel, message: Message) -> Json:
    """Where a press in a message was."""
    hidden = bool(message.ephemeral_to)
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": hidden,
    }
    place: Json = {"container": container, "channel": named(channel), "trigger_id": world.trigger(user)}
    if not hidden:
        place["message"] = written(world, user.workspace, message)
    return place


def in_view(world: World, user: User, view: View, values: Json) -> Json:
    """Where a press in a modal or in App Home was."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.trigger(user, view),
        "view": view_shown(world, user.workspace, view, values),
    }


def view_submission(world: World, user: User, view: View, values: Json) -> Json:
    shown = {"trigger_id": world.trigger(user, view), "response_urls": []}
    view_now = view_shown(world, user.workspace, view, values)
    return _from(world, user, "view_submission") | shown | {"view": view_now}


def view_closed(world: World, user: User, view: View, *, cleared: bool) -> Json:
    closed = {"view": view_shown(world, user.workspace, view), "is_cleared": cleared}
    return _from(world, user, "view_closed") | closed


def shortcut(world: World, user: User, callback_id: str) -> Json:
    """One of the app's own shortcuts, chosen where no message is."""
    pressed = {"callback_id": callback_id, "trigger_id": world.trigger(user)}
    return _from(world, user, "shortcut") | pressed | {"action_ts": world.ids.stamp(world.now())}


def message_action(world: World, user: User, callback_id: str, message: Message) -> Json:
    """One of the app's own shortcuts, chosen at a message."""
    channel = user.workspace.channels[message.channel]
    pressed = {"callback_id": callback_id, "trigger_id": world.trigger(user)}
    where = {"channel": named(channel), "message_ts": message.ts}
    answer = {"response_url": world.response_url("app", user, channel, None)}
    shown = {"message": written(world, user.workspace, message), "action_ts": world.ids.stamp(world.now())}
    return _from(world, user, "message_action") | pressed | where | answer | shown


def slash_command(world: World, user: User, channel: Channel, text: str) -> Json:
    return {
        "token": world.app.verification,
        "team_id": user.workspace.id,
        "team_domain": user.workspace.domain,
        "channel_id": channel.id,
        "channel_name": named(channel)["name"],
        "user_id": user.id,
        "user_name": user.handle,
        "command": world.app.command,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": world.response_url("commands", user, channel),
        "trigger_id": world.trigger(user),
    }


def named(channel: Channel) -> Json:
    if channel.is_private:
        return {"id": channel.id, "name": "privategroup"}
    return {"id": channel.id, "name": channel.name}


def written(world: World, workspace: Workspace, message: Message) -> Json:
    """A message as events and interactions carry it."""
    found: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.bot_id:
        found |= {"bot_id": message.bot_id, "app_id": world.app.id}
    else:
        found["client_msg_id"] = f"{world.ids.secret(8)}-{world.ids.secret(4)}-{world.ids.secret(12)}".lower()
    found |= {"team": workspace.id, "blocks": message.blocks}
    if message.edited:
        found["edited"] = {"user": message.user, "ts": world.ids.stamp(world.now())}
    if message.files:
        found["files"] = [attached(workspace.files[each]) for each in message.files]
    return found | ({"metadata": message.metadata} if message.metadata else {})


def attached(file: File) -> Json:
    """A file as a message carries it."""
    ending = file.name.rpartition(".")[2]
    kinds = {"filetype": ending, "mode": "hosted", "mimetype": "application/octet-stream"}
    named = {"id": file.id, "name": file.name, "title": file.title, "size": file.length}
    return named | kinds | {"user": file.user}


def spoken(text: str) -> list[Json]:
    """The block in which Slack keeps what somebody wrote by hand."""
    inline = {"type": "text", "text": unescaped(text)}
    section = {"type": "rich_text_section", "elements": [inline]}
    return [{"type": "rich_text", "block_id": "said", "elements": [section]}] if text else []
