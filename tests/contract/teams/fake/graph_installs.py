"""Graph at the wire: the app in people's Teams, installed without them."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.contract.teams.fake.delivery import Ack, Delivery
from tests.contract.teams.fake.graph import V1, caller, page, user_of
from tests.contract.teams.fake.state import Tenant, User
from tests.contract.teams.fake.wire import failing, json_of
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World

OWN = "TeamsAppInstallation.ReadWriteSelfForUser.All"
WRITE = (OWN, "TeamsAppInstallation.ReadWriteForUser.All")
READ = (*WRITE, "TeamsAppInstallation.ReadForUser.All")
PLACE = f"{V1}/users/{{user}}/teamwork/installedApps"
BIND = "teamsApp@odata.bind"


async def _nobody(_: User) -> Ack:
    return Ack(0)


class Installs:
    """Answers who has the app; `installed` is what happens when somebody gets it."""

    def __init__(self, world: World, delivery: Delivery) -> None:
        self.world, self.delivery = world, delivery
        self.installed: Callable[[User], Awaitable[Ack]] = _nobody

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(PLACE, self._list),
            web.post(PLACE, self._install),
            web.delete(f"{PLACE}/{{app}}", self._remove),
            web.get(f"{PLACE}/{{app}}/chat", self._chat),
            web.get(f"{V1}/appCatalogs/teamsApps", self._catalogue),
        ]

    def _whom(self, request: web.Request, call: str, roles: tuple[str, ...]) -> User:
        tenant = caller(self.world, request, call, *roles, denied="Forbidden")
        return user_of(self.world, tenant, request)

    @failing("graph.installed")
    async def _list(self, request: web.Request) -> web.Response:
        user = self._whom(request, "installed", READ)
        found = [_installation(user)] if user.installed else []
        return page(self.world, request, found, "installedApps")

    @failing("graph.install")
    async def _install(self, request: web.Request) -> web.Response:
        user = self._whom(request, "install", WRITE)
        asked = await json_of(request)
        if set(asked) - {BIND, "@odata.type"} or not str(asked.get(BIND)).startswith("https://"):
            self.world.violates(f"graph.install: {asked}")
            raise Refused(400, "BadRequest", "Bad request: teamsApp@odata.bind")
        if not str(asked[BIND]).endswith(f"/v1.0/appCatalogs/teamsApps/{user.tenant.catalogue_id}"):
            raise Refused(404, "NotFound", "The app was not found in the catalogue.")
        if user.refuses_install or user.guest or not user.enabled:
            raise Refused(403, "Forbidden", "The app is not permitted for this user.")
        if user.installed:
            raise Refused(409, "Conflict", "The app is already installed for the user.")
        user.installed = True
        self.delivery.later(self.installed(user))
        place = f"{self.world.base}{request.path}/{_installation(user)['id']}"
        return web.Response(status=201, headers={"Location": place})

    def _own(self, request: web.Request, call: str, roles: tuple[str, ...]) -> User:
        user = self._whom(request, call, roles)
        if not user.installed or request.match_info["app"] != _installation(user)["id"]:
            raise Refused(404, "NotFound", "The app is not installed.")
        return user

    @failing("graph.uninstall")
    async def _remove(self, request: web.Request) -> web.Response:
        self._own(request, "uninstall", WRITE).installed = False
        return web.Response(status=204)

    @failing("graph.chat")
    async def _chat(self, request: web.Request) -> web.Response:
        user = self._own(request, "chat", READ)
        chat = self.world.personal(user)
        shown: Json = {"id": chat.aliases[0], "topic": None, "chatType": "oneOnOne"}
        return web.json_response(shown | {"tenantId": user.tenant.id})

    @failing("graph.catalogue")
    async def _catalogue(self, request: web.Request) -> web.Response:
        roles = ("AppCatalog.Read.All", "AppCatalog.ReadWrite.All")
        tenant = caller(self.world, request, "catalogue", *roles, denied="Forbidden")
        return page(self.world, request, [_app(tenant)], "teamsApps")


def _app(tenant: Tenant) -> Json:
    named = {"id": tenant.catalogue_id, "externalId": tenant.external_id, "displayName": "Skolsteg"}
    return named | {"distributionMethod": "organization"}


def _installation(user: User) -> Json:
    return {"id": f"inst-{user.aad_id}", "teamsApp": _app(user.tenant), "teamsAppDefinition": None}
