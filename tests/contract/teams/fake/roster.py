"""The connector at the wire: members of conversations, teams and their channels."""

from aiohttp import web

from tests.contract.teams.fake.connector import NOT_IN_ROSTER, PLACE, place
from tests.contract.teams.fake.state import Conversation, Team, Tenant, User
from tests.contract.teams.fake.wire import failing
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World

MOST_IN_PAGE, LEAST_IN_PAGE = 500, 50


def account(user: User) -> Json:
    """Somebody as the connector describes a member."""
    given, _, family = user.name.partition(" ")
    return {
        "id": user.id,
        "name": user.name,
        "objectId": user.aad_id,
        "aadObjectId": user.aad_id,
        "givenName": given,
        "surname": family,
        "email": user.email,
        "userPrincipalName": user.principal,
        "tenantId": user.tenant.id,
        "userRole": "guest" if user.guest else "user",
    }


class Roster:
    """Answers who is where."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        members = f"{PLACE}/conversations/{{conversation}}"
        return [
            web.get(f"{members}/members", self._members),
            web.get(f"{members}/members/{{member}}", self._member),
            web.get(f"{members}/pagedmembers", self._paged),
            web.get(f"{members}/pagedMembers", self._paged),
            web.get(f"{PLACE}/teams/{{conversation}}", self._team),
            web.get(f"{PLACE}/teams/{{conversation}}/conversations", self._channels),
        ]

    def _seen(self, request: web.Request, call: str) -> Conversation:
        tenant = place(self.world, request, call)
        found = tenant.conversation(request.match_info["conversation"])
        if not found or found.deleted:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        if not found.bot or (found.kind == "personal" and not found.members[0].installed):
            raise Refused(*NOT_IN_ROSTER)
        return found

    @failing("members.list")
    async def _members(self, request: web.Request) -> web.Response:
        found = self._seen(request, "members.list")
        return web.json_response([account(each) for each in found.members])

    @failing("members.get")
    async def _member(self, request: web.Request) -> web.Response:
        found = self._seen(request, "members.get")
        user = self.world.user(found.tenant, request.match_info["member"])
        if not user or not user.enabled or user not in found.members:
            raise Refused(404, "MemberNotFoundInConversation", "The member was not found.")
        return web.json_response(account(user))

    @failing("members.paged")
    async def _paged(self, request: web.Request) -> web.Response:
        found = self._seen(request, "members.paged")
        most = int(request.query.get("pageSize", MOST_IN_PAGE))
        most = min(max(most, LEAST_IN_PAGE), MOST_IN_PAGE)
        start = int(request.query.get("continuationToken") or 0)
        answer: Json = {"members": [account(each) for each in found.members[start : start + most]]}
        if start + most < len(found.members):
            answer["continuationToken"] = str(start + most)
        return web.json_response(answer)

    def _team_of(self, tenant: Tenant, request: web.Request) -> Team:
        found = tenant.teams.get(request.match_info["conversation"])
        if not found:
            raise Refused(404, "NotFound", "The team was not found.")
        if not found.bot:
            raise Refused(*NOT_IN_ROSTER)
        return found

    @failing("team.get")
    async def _team(self, request: web.Request) -> web.Response:
        team = self._team_of(place(self.world, request, "team.get"), request)
        counts = {"channelCount": len(team.channels), "memberCount": len(team.members)}
        named = {"id": team.id, "name": team.name, "aadGroupId": team.group, "type": "standard"}
        return web.json_response(named | counts | {"tenantId": team.tenant.id})

    @failing("team.channels")
    async def _channels(self, request: web.Request) -> web.Response:
        """The general channel has no name here."""
        team = self._team_of(place(self.world, request, "team.channels"), request)
        found = [each for each in team.channels if not each.deleted]
        shown = [{"id": each.id, "name": each.name or None, "type": "standard"} for each in found]
        return web.json_response({"conversations": shown})
