"""Graph at the wire: people, groups and who belongs to them."""

from collections.abc import Iterator

from aiohttp import web

from tests.contract.teams.fake import tokens
from tests.contract.teams.fake.graph import V1, caller, page, selected, user_of
from tests.contract.teams.fake.state import Group, User
from tests.contract.teams.fake.wire import failing
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World

USERS = ("User.Read.All", "Directory.Read.All", "User.ReadWrite.All")
GROUPS = ("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All")
USER = "microsoft.graph.user"


def person(user: User) -> Json:
    """Somebody as Graph describes them; what it only tells when asked has a "!" before its name."""
    given, _, family = user.name.partition(" ")
    return {
        "id": user.aad_id,
        "displayName": user.name,
        "givenName": given,
        "surname": family or None,
        "mail": user.email or None,
        "userPrincipalName": user.principal,
        "preferredLanguage": user.locale or None,
        "jobTitle": user.job_title or None,
        "officeLocation": user.office or None,
        "businessPhones": [],
        "mobilePhone": None,
        "!accountEnabled": user.enabled,
        "!department": user.department or None,
        "!userType": "Guest" if user.guest else "Member",
    }


def described(group: Group) -> Json:
    """A group as Graph describes it; one with an address is a Microsoft 365 group."""
    return {
        "id": group.id,
        "displayName": group.name,
        "description": None,
        "mail": group.mail or None,
        "mailEnabled": bool(group.mail),
        "mailNickname": group.name.casefold().replace(" ", "-"),
        "securityEnabled": group.security,
        "groupTypes": [] if group.security else ["Unified"],
        "visibility": "Private",
        "!resourceProvisioningOptions": ["Team"] if group.team else [],
    }


class Directory:
    """Answers who there is."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        found = [
            web.get(f"{V1}/users", self._users),
            web.get(f"{V1}/users/{{user}}", self._user),
            web.get(f"{V1}/groups", self._groups),
            web.get(f"{V1}/groups/{{group}}", self._group),
        ]
        for name in ("members", "transitiveMembers"):
            place = f"{V1}/groups/{{group}}/{name}"
            found += [web.get(place, self._members), web.get(f"{place}/graph.user", self._members)]
            found.append(web.get(f"{place}/{USER}", self._members))
        return found

    @failing("graph.users")
    async def _users(self, request: web.Request) -> web.Response:
        tenant = caller(self.world, request, "users", *USERS)
        return page(self.world, request, map(person, tenant.users.values()), "users")

    @failing("graph.user")
    async def _user(self, request: web.Request) -> web.Response:
        tenant = caller(self.world, request, "user", *USERS)
        return web.json_response(selected(request, person(user_of(self.world, tenant, request))))

    @failing("graph.groups")
    async def _groups(self, request: web.Request) -> web.Response:
        tenant = caller(self.world, request, "groups", *GROUPS)
        return page(self.world, request, map(described, tenant.groups.values()), "groups")

    @failing("graph.group")
    async def _group(self, request: web.Request) -> web.Response:
        return web.json_response(selected(request, described(self._named(request, "group"))))

    def _named(self, request: web.Request, call: str) -> Group:
        tenant = caller(self.world, request, call, *GROUPS)
        found = tenant.groups.get(request.match_info["group"])
        if not found:
            raise Refused(404, "Request_ResourceNotFound", "Resource does not exist.")
        return found

    @failing("graph.members")
    async def _members(self, request: web.Request) -> web.Response:
        """People and groups; people only at the address with the cast."""
        group = self._named(request, "members")
        found = _everybody(group, set()) if "transitive" in request.path else iter(group.members)
        people_only = request.path.endswith(".user")
        told = bool(tokens.claimed_roles(request.headers["Authorization"]) & set(USERS))
        shown = (_member(each, told=told) for each in found if isinstance(each, User) or not people_only)
        return page(self.world, request, shown, "directoryObjects")


def _member(found: object, *, told: bool) -> Json:
    """A member; without the permission to read people nothing but the id."""
    whole = person(found) if isinstance(found, User) else described(found)
    kind = {"@odata.type": f"#{USER}" if isinstance(found, User) else "#microsoft.graph.group"}
    return kind | (whole if told else {name: each if name == "id" else None for name, each in whole.items()})


def _everybody(group: Group, seen: set[str]) -> Iterator[object]:
    """Everybody in a group and in the groups within it, once each."""
    for each in group.members:
        name = each.aad_id if isinstance(each, User) else each.id
        if name in seen:
            continue
        seen.add(name)
        yield each
        if isinstance(each, Group):
            yield from _everybody(each, seen)
