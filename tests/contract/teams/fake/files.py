"""The files of people: what they send, and where the bot puts what they consented to."""

from aiohttp import web

from tests.contract.teams.fake.wire import failing
from tests.contract.teams.fake.world import Refused, World

CREATED = 201


class Files:
    """Answers below /files: an upload takes one PUT of the whole file, a download is a plain GET."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        place = "/files/{tenant}/{file}/{name}"
        return [web.put(place, self._put), web.get(place, self._get)]

    @failing("upload")
    async def _put(self, request: web.Request) -> web.Response:
        tenant = self.world.tenants[request.match_info["tenant"]]
        file = tenant.files.get(request.match_info["file"])
        if not file or not file.consented:
            raise Refused(404, "itemNotFound", "The upload session was not found.")
        content = await request.read()
        span, last = request.headers.get("Content-Range", ""), max(len(content) - 1, 0)
        if span != f"bytes 0-{last}/{len(content)}":
            self.world.violates(f"upload: Content-Range {span!r} of {len(content)} bytes")
            raise Refused(400, "invalidRange")
        if len(content) != file.size:
            self.world.violates(f"upload: {len(content)} bytes where {file.size} were announced")
        if "Authorization" in request.headers:
            self.world.violates("upload: a token where none belongs")
        file.content = content
        return web.json_response({"id": file.id, "name": file.name, "size": len(content)}, status=CREATED)

    @failing("download")
    async def _get(self, request: web.Request) -> web.Response:
        file = self.world.tenants[request.match_info["tenant"]].files.get(request.match_info["file"])
        if not file or file.content is None:
            raise Refused(404, "itemNotFound")
        return web.Response(body=file.content)
