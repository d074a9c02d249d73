"""The connector at the wire: conversations and their activities, below each tenant's service url."""

from aiohttp import web

from tests.contract.teams.fake import tokens
from tests.contract.teams.fake.shapes import check
from tests.contract.teams.fake.state import Conversation, Message, Tenant
from tests.contract.teams.fake.wire import failing, json_of
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World

PLACE = "/emea/{tenant}/v3"
NOT_IN_ROSTER = (403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def place(world: World, request: web.Request, call: str) -> Tenant:
    """The tenant whose bot calls; refused without a token that holds, or too often."""
    tenant = tokens.bearer(world, request.headers.get("Authorization", ""), tokens.CONNECTOR)
    if request.match_info["tenant"] != tenant.id:
        world.violates(f"{call}: a token of another tenant than the service url's")
        raise Refused(403, "ServiceUrlMismatch", "The token is not valid for this service url.")
    if tenant.disabled:
        raise Refused(403, "BotDisabledByAdmin", "The tenant admin disabled this bot.")
    paced(world, tenant, call, request.match_info.get("conversation", ""))
    return tenant


def paced(world: World, tenant: Tenant, call: str, named: str) -> None:
    """Refuse what comes too often for the app or for this conversation."""
    found = tenant.conversation(named)
    wait = world.limits.retry_after(tenant.id, call, found.id if found else named, world.now())
    if wait:
        raise Refused(429, "TooManyRequests", "Rate limit exceeded.", retry_after=wait)


def conversation_of(tenant: Tenant, request: web.Request) -> Conversation:
    """The conversation of the address, when the bot may write in it."""
    found = tenant.conversation(request.match_info["conversation"])
    if not found or found.deleted:
        raise Refused(404, "ConversationNotFound", "Conversation not found.")
    if found.kind != "personal":
        if not found.bot:
            raise Refused(*NOT_IN_ROSTER)
        return found
    user = found.members[0]
    if user.blocked:
        raise Refused(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
    if not user.installed:
        raise Refused(*NOT_IN_ROSTER)
    if not user.enabled:
        raise Refused(403, "MessageWritesBlocked", "Writes to the conversation are blocked.")
    return found


class Connector:
    """Answers what a bot's client asks of a conversation."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        activities = f"{PLACE}/conversations/{{conversation}}/activities"
        return [
            web.post(f"{PLACE}/conversations", self._create),
            web.post(activities, self._post),
            web.post(f"{activities}/{{activity}}", self._reply),
            web.put(f"{activities}/{{activity}}", self._put),
            web.delete(f"{activities}/{{activity}}", self._delete),
        ]

    @failing("conversations.create")
    async def _create(self, request: web.Request) -> web.Response:
        tenant = place(self.world, request, "conversations.create")
        asked = await json_of(request)
        channel = self._named_channel(asked)
        if channel:
            return self._thread(tenant, channel, asked)
        members = asked.get("members") or []
        if len(members) != 1 or asked.get("isGroup"):
            self.world.violates("conversations.create: a bot opens a chat with exactly one person")
            raise Refused(400, "BadArgument", "Bad Argument: members")
        if self._tenant_named(asked) != tenant.id:
            self.world.violates("conversations.create: without the tenant's id")
            raise Refused(400, "BadArgument", "Bad Argument: channelData.tenant.id")
        user = self.world.user(tenant, str(members[0].get("id")))
        if not user:
            raise Refused(404, "NotFound", "The user was not found.")
        if not user.installed:
            sentence = "The bot is not installed in the user's personal scope."
            raise Refused(403, "ForbiddenOperationException", sentence)
        return web.json_response({"id": self.world.personal(user).id}, status=201)

    def _tenant_named(self, asked: Json) -> str:
        data = asked.get("channelData") or {}
        return str(asked.get("tenantId") or data.get("tenant", {}).get("id", ""))

    def _named_channel(self, asked: Json) -> str:
        data = asked.get("channelData") or {}
        return str(data.get("channel", {}).get("id") or data.get("teamsChannelId") or "")

    def _thread(self, tenant: Tenant, channel: str, asked: Json) -> web.Response:
        """A new thread in a channel, with its first message."""
        found = tenant.conversation(channel)
        if not found or found.deleted:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        if not found.bot:
            raise Refused(*NOT_IN_ROSTER)
        paced(self.world, tenant, "activities.post", found.id)
        activity = asked.get("activity")
        if not isinstance(activity, dict):
            raise Refused(400, "BadArgument", "Bad Argument: activity")
        message = self._said(tenant, found, activity, 0)
        thread = {"id": f"{found.id};messageid={message.id}", "activityId": message.id}
        return web.json_response(thread, status=201)

    @failing("activities.post")
    async def _post(self, request: web.Request) -> web.Response:
        return await self._spoken(request, "")

    @failing("activities.post")
    async def _reply(self, request: web.Request) -> web.Response:
        return await self._spoken(request, request.match_info["activity"])

    async def _spoken(self, request: web.Request, reply_to: str) -> web.Response:
        tenant = place(self.world, request, "activities.post")
        conversation, activity = conversation_of(tenant, request), await json_of(request)
        thread = request.match_info["conversation"].partition(";messageid=")[2]
        answers = reply_to or str(activity.get("replyToId") or "") or thread
        if answers and answers not in conversation.messages:
            raise Refused(404, "ActivityNotFoundInConversation", "The activity was not found.")
        if activity.get("type") == "typing":
            check(self.world, conversation, activity, request.content_length or 0)
            return web.json_response({}, status=202)
        message = self._said(tenant, conversation, activity, request.content_length or 0)
        message.reply_to = answers
        return web.json_response({"id": message.id}, status=201)

    def _said(self, tenant: Tenant, conversation: Conversation, activity: Json, length: int) -> Message:
        check(self.world, conversation, activity, length)
        return self.world.say(conversation, tenant.bot, activity, bot=True)

    @failing("activities.put")
    async def _put(self, request: web.Request) -> web.Response:
        tenant = place(self.world, request, "activities.put")
        conversation, activity = conversation_of(tenant, request), await json_of(request)
        message = self._own(conversation, request)
        check(self.world, conversation, activity, request.content_length or 0)
        message.becomes(activity)
        return web.json_response({"id": message.id})

    @failing("activities.delete")
    async def _delete(self, request: web.Request) -> web.Response:
        tenant = place(self.world, request, "activities.delete")
        self._own(conversation_of(tenant, request), request).deleted = True
        return web.Response()

    def _own(self, conversation: Conversation, request: web.Request) -> Message:
        """One of the bot's own messages."""
        found = conversation.messages.get(request.match_info["activity"])
        if not found or found.deleted:
            raise Refused(404, "ActivityNotFoundInConversation", "The activity was not found.")
        if not found.bot:
            self.world.violates("the bot changes a message of somebody else")
            raise Refused(403, "ForbiddenOperationException", "The bot did not write this message.")
        return found
