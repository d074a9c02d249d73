"""The shapes of what Teams tells the bot."""

import html

from tests.contract.teams.fake.ids import instant
from tests.contract.teams.fake.state import Conversation, Message, Team, Tenant, User
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import World

BOT = "Skolsteg"
CLIENT = {"locale": "sv-SE", "country": "SE", "platform": "Web", "timezone": "Europe/Stockholm"}


def activity(world: World, kind: str, user: User, conversation: Conversation, thread: str = "") -> Json:
    """What all activities share; its id is that of a message where `kind` is message."""
    said = kind == "message"
    now = world.now()
    return {
        "type": kind,
        "id": world.ids.activity(now) if said else f"f:{world.ids.guid()}",
        "timestamp": instant(now),
        "localTimestamp": instant(now),
        "localTimezone": "Europe/Stockholm",
        "channelId": "msteams",
        "serviceUrl": user.tenant.service_url,
        "from": {"id": user.id, "name": user.name, "aadObjectId": user.aad_id},
        "recipient": {"id": user.tenant.bot, "name": BOT},
        "conversation": place(conversation, thread),
        "entities": [CLIENT | {"locale": user.locale, "type": "clientInfo"}],
        "channelData": data(conversation),
        "locale": user.locale,
    }


def place(conversation: Conversation, thread: str = "") -> Json:
    """A conversation as an activity names it; a channel's message names its thread too."""
    suffix = f";messageid={thread}" if thread else ""
    tenant = {"conversationType": conversation.kind, "tenantId": conversation.tenant.id}
    if conversation.kind == "personal":
        return tenant | {"id": conversation.id}
    return {"isGroup": True} | tenant | {"id": conversation.id + suffix}


def data(conversation: Conversation) -> Json:
    found: Json = {"tenant": {"id": conversation.tenant.id}}
    if conversation.team:
        team = {"teamsChannelId": conversation.id, "teamsTeamId": conversation.team.id}
        found |= team | {"channel": {"id": conversation.id}, "team": {"id": conversation.team.id}}
    return found


def written(text: str) -> Json:
    """What somebody wrote in a personal chat."""
    rich = {"contentType": "text/html", "content": f"<p>{html.escape(text)}</p>"}
    return {"text": text, "textFormat": "plain", "attachments": [rich]}


def calling(tenant: Tenant, text: str) -> Json:
    """What somebody wrote to the bot where it hears only what is said to it."""
    called = f"<at>{BOT}</at>"
    who = {"id": tenant.bot, "name": BOT}
    rich = f'<p><span itemtype="http://schema.skype.com/Mention">{BOT}</span>&nbsp;{html.escape(text)}</p>'
    return {
        "text": f"{called} {text}\n",
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": rich}],
        "mention": {"type": "mention", "mentioned": who, "text": called},
    }


def invoked(message: Message | None, name: str, value: object) -> Json:
    """What makes an activity an invoke, at a message or nowhere."""
    more: Json = {"name": name, "value": value}
    if message:
        more["replyToId"] = message.id
    return more


def executed(action: Json, values: dict[str, str]) -> Json:
    """The value of a press on an Action.Execute."""
    said = action.get("data") if isinstance(action.get("data"), dict) else {}
    named = {name: action[name] for name in ("title", "id", "verb") if name in action}
    return {"action": {"type": "Action.Execute"} | named | {"data": said | values}, "trigger": "manual"}


def submitted(action: Json, values: dict[str, str]) -> Json:
    """The value of a press on an Action.Submit that opens or answers a dialog."""
    said = action.get("data") if isinstance(action.get("data"), dict) else {}
    return {"data": said | values, "context": {"theme": "default"}}


def arrived(conversation: Conversation, *, bot: bool, users: tuple[User, ...] = ()) -> Json:
    """Who came into a conversation."""
    who: list[Json] = [{"id": each.id, "aadObjectId": each.aad_id} for each in users]
    if bot:
        who.append({"id": conversation.tenant.bot, "name": BOT})
    return {"membersAdded": who}


def about_team(team: Team, event: str, channel: Conversation | None = None) -> Json:
    """The channelData of what happens to a team or to one of its channels."""
    named: Json = {"id": team.id, "name": team.name, "aadGroupId": team.group}
    found: Json = {"eventType": event, "team": named, "tenant": {"id": team.tenant.id}}
    if channel:
        found["channel"] = {"id": channel.id, "name": channel.name}
    return found


def met(world: World, what: str, title: str = "Lärpass") -> tuple[str, Json]:
    """A meeting's start or end: its name and value."""
    moment = "StartTime" if what == "Start" else "EndTime"
    meeting = {"Id": "TUNNeE1lZXRpbmc=", "MeetingType": "Scheduled", "Title": title}
    joined = {"JoinUrl": "https://teams.microsoft.com/l/meetup-join/0", moment: instant(world.now())}
    return f"application/vnd.microsoft.meeting{what}", meeting | joined
