"""The addresses of the fake, and its WebSockets."""

from aiohttp import web

from tests.contract.slack.fake import methods_conversations, methods_files, methods_people
from tests.contract.slack.fake.api import Api, broken
from tests.contract.slack.fake.delivery import Delivery
from tests.contract.slack.fake.oauth import Consent
from tests.contract.slack.fake.response_urls import ResponseUrls
from tests.contract.slack.fake.sockets import Sockets
from tests.contract.slack.fake.world import World
from tests.contract.stand_in.stand_in import StandIn

REGISTERED = (methods_conversations, methods_files, methods_people)


class Server(StandIn):
    """All that answers in a Slack."""

    def __init__(self, port: int = 0, seed: int = 1) -> None:
        world = World(seed)
        self.sockets = Sockets(world)
        self.answers = ResponseUrls(world)
        self.consent = Consent(world)
        super().__init__(world, Delivery(world=world, sockets=self.sockets), port)

    def routed(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/api/{method}", Api(self.world).handle)
        for kind in ("actions", "commands", "app"):
            router.add_post(f"/{kind}/{{tail:.*}}", self.answers.handle)
        router.add_post("/upload/v1/{workspace}/{file}", self._upload)
        router.add_get("/oauth/v2/authorize", self.consent.page)
        router.add_get("/link/", self.sockets.handle)
        router.add_get("/control/counts", self._counts)

    async def _upload(self, request: web.Request) -> web.Response:
        fault = self.world.faults.take("upload")
        return await (
            broken(self.world, request, fault) if fault else methods_files.uploaded(self.world, request)
        )

    async def _counts(self, _: web.Request) -> web.Response:
        """For whoever looks from another process."""
        channels = [each for place in self.world.workspaces.values() for each in place.channels.values()]
        return web.json_response(
            {
                "messages": sum(len(each.messages) for each in channels),
                "ephemerals": sum(len(each.ephemerals) for each in channels),
                "rate_limited": dict(self.world.limits.refused),
                "violations": self.world.violations,
            }
        )

    async def _silence(self) -> None:
        self.sockets.drop()
        await super()._silence()

    def drop_sockets(self) -> None:
        """Every WebSocket dies without a word."""
        self._loop.call_soon_threadsafe(self.sockets.drop)

    def refresh_sockets(self) -> None:
        """Every client is asked to connect anew, as Slack does every few hours."""
        self.run(self.sockets.refresh())
