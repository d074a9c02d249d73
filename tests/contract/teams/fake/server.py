"""The addresses of the fake."""

from aiohttp import web

from tests.contract.stand_in.stand_in import StandIn
from tests.contract.teams.fake.connector import Connector
from tests.contract.teams.fake.delivery import Delivery
from tests.contract.teams.fake.files import Files
from tests.contract.teams.fake.graph_calendar import Calendar
from tests.contract.teams.fake.graph_installs import Installs
from tests.contract.teams.fake.graph_people import Directory
from tests.contract.teams.fake.roster import Roster
from tests.contract.teams.fake.tokens import TokenService
from tests.contract.teams.fake.world import World


class Server(StandIn):
    """All that answers in Teams and Entra."""

    def __init__(self, port: int = 0, seed: int = 1) -> None:
        world = World(seed)
        super().__init__(world, Delivery(world=world), port)
        self.installs_by_graph = Installs(world, self.delivery)

    def routed(self, router: web.UrlDispatcher) -> None:
        for service in (TokenService, Connector, Roster, Files, Directory, Calendar):
            router.add_routes(service(self.world).routes())
        router.add_routes(self.installs_by_graph.routes())
        router.add_get("/control/counts", self._counts)
        router.add_route("*", "/{tail:.*}", self._nothing)

    async def _nothing(self, request: web.Request) -> web.Response:
        self.world.violates(f"nothing is at {request.method} {request.path}")
        return web.json_response({"error": {"code": "NotFound", "message": "NotFound"}}, status=404)

    async def _counts(self, _: web.Request) -> web.Response:
        """For whoever looks from another process."""
        places = [each for tenant in self.world.tenants.values() for each in tenant.conversations.values()]
        return web.json_response(
            {
                "messages": sum(message.bot for each in places for message in each.messages.values()),
                "rate_limited": dict(self.world.limits.refused),
                "violations": self.world.violations,
            }
        )
