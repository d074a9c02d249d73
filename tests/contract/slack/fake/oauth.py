"""Installing the app: the page that sends somebody back with a code, and what the code gives."""

from urllib.parse import urlencode

from aiohttp import web

from tests.contract.slack.fake.call import Call, method
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import Refused, World

CODE_SECONDS = 600


class Consent:
    """Who meets the page of consent: which workspace they choose, and whether they agree."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.workspace = ""
        self.agrees = True

    async def page(self, request: web.Request) -> web.Response:
        """/oauth/v2/authorize: at once back to the app, as if somebody had pressed Allow (or Cancel)."""
        asked = request.query
        if asked.get("client_id") != self.world.app.client_id:
            return web.Response(status=400, text="Invalid client_id parameter")
        address = asked.get("redirect_uri") or "".join(self.world.app.redirect_urls[:1])
        if self.world.app.redirect_urls and address not in self.world.app.redirect_urls:
            self.world.violates("oauth: redirect_uri is not one of the app's")
            return web.Response(status=400, text="redirect_uri did not match any configured URIs")
        if not asked.get("state"):
            self.world.violates("oauth: no state")
        back = self._answer(asked.get("scope", ""), address) | {"state": asked.get("state", "")}
        raise web.HTTPFound(f"{address}{'&' if '?' in address else '?'}{urlencode(back)}")

    def _answer(self, scope: str, address: str) -> dict[str, str]:
        if not self.agrees:
            return {"error": "access_denied"}
        unknown = set(filter(None, scope.split(","))) - self.world.app.scopes
        if unknown or not scope:
            self.world.violates(f"oauth: scopes that the app does not have: {sorted(unknown)}")
            return {"error": "invalid_scope"}
        code = f"{self.world.ids.digits()}.{self.world.ids.digits()}.{self.world.ids.secret(40)}"
        self.world.codes[code] = {
            "scope": scope,
            "redirect_uri": address,
            "issued_at": self.world.now(),
            "workspace": self.workspace or next(iter(self.world.workspaces)),
        }
        return {"code": code}


@method("oauth.v2.access", "client_id client_secret code redirect_uri grant_type", kind="", form_only=True)
def access(call: Call) -> Json:
    world = call.world
    if call.text("client_id") != world.app.client_id:
        raise Refused("invalid_client_id")
    if call.text("client_secret") != world.app.client_secret:
        raise Refused("bad_client_secret")
    found = world.codes.get(call.text("code"))
    if not found or world.now() - found["issued_at"] > CODE_SECONDS:
        raise Refused("invalid_code")
    if found.get("used"):
        raise Refused("code_already_used")
    if call.text("redirect_uri") and call.text("redirect_uri") != found["redirect_uri"]:
        raise Refused("bad_redirect_uri")
    found["used"] = True
    return _installed(world, found)


def _installed(world: World, found: Json) -> Json:
    workspace = world.workspaces[found["workspace"]]
    token = world.install(workspace, set(found["scope"].split(",")))
    person = next((user.id for user in workspace.users.values() if not user.is_bot), "USLACKBOT")
    return {
        "app_id": world.app.id,
        "authed_user": {"id": person},
        "scope": found["scope"],
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": workspace.bot.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
