"""Every activity that Teams, the Bot Framework's schema or nobody at all knows, by a name that says which."""

from tests.contract.teams.fake.ids import instant
from tests.contract.teams.fake.state import Team, User
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import World

PLAIN = (
    "command",
    "commandResult",
    "contactRelationUpdate",
    "deleteUserData",
    "endOfConversation",
    "handoff",
    "suggestion",
    "trace",
    "typing",
    "messageBack",
    "pinnedByNobody",
    "",
)
TEAM_EVENTS = (
    "channelCreated",
    "channelDeleted",
    "channelMemberAdded",
    "channelMemberRemoved",
    "channelRenamed",
    "channelRestored",
    "channelShared",
    "channelUnshared",
    "teamArchived",
    "teamDeleted",
    "teamHardDeleted",
    "teamMemberAdded",
    "teamMemberRemoved",
    "teamRenamed",
    "teamRestored",
    "teamUnarchived",
    "teamTurnedGreen",
)
INVOKES = (
    "actionableMessage/executeAction",
    "adaptiveCard/action",
    "application/search",
    "composeExtension/anonymousQueryLink",
    "composeExtension/fetchTask",
    "composeExtension/onCardButtonClicked",
    "composeExtension/query",
    "composeExtension/queryLink",
    "composeExtension/querySettingUrl",
    "composeExtension/selectItem",
    "composeExtension/setting",
    "composeExtension/submitAction",
    "config/fetch",
    "config/submit",
    "fileConsent/invoke",
    "handoff/action",
    "htmlwidget/calltool",
    "message/fetchTask",
    "message/submitAction",
    "signin/failure",
    "signin/tokenExchange",
    "signin/verifyState",
    "suggestedActions/submit",
    "tab/fetch",
    "tab/submit",
    "task/fetch",
    "task/submit",
    "invented/byNobody",
    "",
)
EVENTS = (
    "agentLifecycle",
    "application/vnd.microsoft.meetingEnd",
    "application/vnd.microsoft.meetingParticipantJoin",
    "application/vnd.microsoft.meetingParticipantLeave",
    "application/vnd.microsoft.meetingStart",
    "application/vnd.microsoft.readReceipt",
    "application/vnd.microsoft.inventedByNobody",
    "feedback",
)
INSTALLS = ("add", "add-upgrade", "remove-upgrade", "remove", "turned")
VALUES: tuple[object, ...] = (None, {}, {"action": {}}, {"data": None}, "text", 7, [], {"action": "accept"})


def every_activity(world: World, user: User, team: Team) -> dict[str, Json]:
    """What lies over an ordinary activity, to be given to `sends`; nothing of it happens in the world."""
    found: dict[str, Json] = {f"type {kind}": {"type": kind} for kind in PLAIN}
    found |= {f"install {action}": _install(action) for action in INSTALLS}
    found |= {f"team {event}": _of_team(team, event) for event in TEAM_EVENTS}
    value = _value(world, user)
    found |= {f"event {name}": {"type": "event", "name": name, "value": value} for name in EVENTS}
    for number, name in enumerate(INVOKES):
        found[f"invoke {name}"] = {"type": "invoke", "name": name, "value": VALUES[number % len(VALUES)]}
    return found | _messages(world, user) | {"no fields": {"type": "message", "text": None}}


def _install(action: str) -> Json:
    return {"type": "installationUpdate", "action": action}


def _of_team(team: Team, event: str) -> Json:
    named = {"id": team.id, "name": team.name, "aadGroupId": team.group}
    channel = {"id": team.channels[0].id, "name": "Allmänt"}
    return {
        "type": "conversationUpdate",
        "channelData": {"eventType": event, "team": named, "channel": channel},
    }


def _value(world: World, user: User) -> Json:
    moment = instant(world.now())
    meeting = {"Id": "TUNN", "MeetingType": "Scheduled", "Title": "Lärpass", "StartTime": moment}
    where = {"JoinUrl": "https://teams.microsoft.com/l/meetup-join/0", "EndTime": moment}
    there = {"user": {"id": user.id}, "meeting": {"inMeeting": True, "role": "Attendee"}}
    return meeting | where | {"lastReadMessageId": "1", "members": [there]}


def _messages(world: World, user: User) -> dict[str, Json]:
    """Messages and what happens to them, as they are and as they never should be."""
    old = world.ids.activity(world.now())
    return {
        "edited": {
            "type": "messageUpdate",
            "id": old,
            "text": "nytt",
            "channelData": {"eventType": "editMessage"},
        },
        "undeleted": {"type": "messageUpdate", "id": old, "channelData": {"eventType": "undeleteMessage"}},
        "changed otherwise": {"type": "messageUpdate", "id": old, "channelData": {"eventType": "painted"}},
        "deleted": {"type": "messageDelete", "id": old, "channelData": {"eventType": "softDeleteMessage"}},
        "reacted": {"type": "messageReaction", "reactionsAdded": [{"type": "like"}], "replyToId": old},
        "reacted oddly": {"type": "messageReaction", "reactionsAdded": [{"type": "🦔"}], "replyToId": old},
        "members": {"type": "conversationUpdate", "membersAdded": [{"id": user.id}]},
        "members gone": {"type": "conversationUpdate", "membersRemoved": [{"id": user.id}]},
        "topic": {"type": "conversationUpdate", "topicName": "Ny rubrik"},
        "empty text": {"type": "message", "text": ""},
        "a value alone": {"type": "message", "value": {"oväntat": True}},
        "odd attachments": {"type": "message", "attachments": [{"contentType": 7}, None]},
        "odd entities": {"type": "message", "text": "hej", "entities": [{"type": "painted"}]},
        "no conversation": {"type": "message", "text": "hej", "conversation": None},
        "no recipient": {"type": "message", "text": "hej", "recipient": None},
        "nobody": {"type": "message", "text": "hej", "from": None},
        "no id": {"type": "message", "text": "hej", "id": None},
    }
