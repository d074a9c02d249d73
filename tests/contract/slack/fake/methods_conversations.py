"""conversations.*: where messages stand."""

from tests.contract.slack.fake.call import Call, method
from tests.contract.slack.fake.methods_chat import shown as message_shown
from tests.contract.slack.fake.state import Channel
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import Refused


@method("conversations.open", "users channel return_im prevent_creation", "im:write")
def opened(call: Call) -> Json:
    named = call.text("users") or call.text("channel")
    if "," in named:
        call.wrong("conversations of several are not for this app", "not_enough_users")
    user = call.workspace.users.get(named)
    if not user:
        raise Refused("user_not_found" if named else "users_list_not_supplied")
    if user.deleted:
        raise Refused(call.world.error_for_disabled)
    already = user.id in call.workspace.direct
    channel = call.world.direct(call.workspace, user)
    whole = shown(call, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": whole} | ({"already_open": True, "no_op": True} if already else {})


@method(
    "conversations.history",
    "channel cursor include_all_metadata inclusive latest limit oldest",
    form_only=True,
)
def history(call: Call) -> Json:
    channel = call.channel()
    call.needs(f"{_kind(channel)}:history")
    if not call.is_member(channel):
        raise Refused("not_in_channel")
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    both = call.flag("inclusive")
    standing = [
        each
        for each in reversed(channel.standing)
        if oldest < float(each.ts) < latest or (both and float(each.ts) in (oldest, latest))
    ]
    page, cursor = call.page(standing)
    metadata = call.flag("include_all_metadata")
    messages = [message_shown(call, each, metadata=metadata) for each in page]
    more = {"has_more": bool(cursor), "pin_count": 0}
    return more | {"messages": messages, "response_metadata": {"next_cursor": cursor}}


@method("conversations.list", "cursor exclude_archived limit types", form_only=True)
def listed(call: Call) -> Json:
    types = (call.text("types") or "public_channel").replace(" ", "").split(",")
    scopes = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read"}
    for each in types:
        if each not in scopes:
            raise Refused("invalid_types")
        call.needs(scopes[each])
    found = [each for each in call.workspace.channels.values() if _listed(call, each, types)]
    page, cursor = call.page(found)
    channels = [shown(call, each) for each in page]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def _listed(call: Call, channel: Channel, types: list[str]) -> bool:
    if channel.is_archived and call.flag("exclude_archived"):
        return False
    if channel.is_im:
        return "im" in types
    if channel.is_private:
        return "private_channel" in types and call.is_member(channel)
    return "public_channel" in types


@method("conversations.info", "channel include_locale include_num_members", form_only=True)
def info(call: Call) -> Json:
    channel = call.channel()
    call.needs(f"{_kind(channel)}:read")
    counted = {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    return {"channel": shown(call, channel) | counted}


@method("conversations.join", "channel", "channels:join")
def joined(call: Call) -> Json:
    channel = call.channel()
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_private or channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    if not call.is_member(channel):
        channel.members.append(call.workspace.bot.id)
    return {"channel": shown(call, channel)}


@method("conversations.members", "channel cursor limit", form_only=True)
def members(call: Call) -> Json:
    channel = call.channel()
    call.needs(f"{_kind(channel)}:read")
    page, cursor = call.page(channel.members)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def _kind(channel: Channel) -> str:
    return "im" if channel.is_im else "groups" if channel.is_private else "channels"


def shown(call: Call, channel: Channel) -> Json:
    """A channel as the API hands it out."""
    fixed = {"id": channel.id, "created": 1_700_000_000, "is_archived": channel.is_archived}
    if channel.is_im:
        return fixed | {"is_im": True, "user": channel.members[0], "is_user_deleted": False}
    kinds = {"is_channel": True, "is_group": False, "is_im": False, "is_mpim": False}
    flags = {"is_private": channel.is_private, "is_member": call.is_member(channel), "is_general": False}
    names = {"name": channel.name, "name_normalized": channel.name, "num_members": len(channel.members)}
    return fixed | kinds | flags | names
