"""The Web API at the wire: who calls, may they, how often, and what goes wrong."""

import base64
import json

from aiohttp import web

from tests.contract.slack.fake.call import METHODS, Call, Method
from tests.contract.slack.fake.faults import Fault
from tests.contract.slack.fake.state import Token
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import Refused, World

EVERYWHERE = frozenset({"token", "pretty", "team_id"})


class Api:
    """Answers /api/<method>."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            args = await arguments(request)
        except ValueError:
            self.world.violates(f"{name}: a body that is no JSON object")
            return web.json_response({"ok": False, "error": "invalid_json"})
        channel = str(args.get("channel") or "")
        self.world.touch()
        if self.world.keep_calls:
            self.world.calls.append((name, {key: value for key, value in args.items() if key != "token"}))
        fault = self.world.faults.take(name, channel)
        if fault and fault.at_once:
            return await broken(self.world, request, fault)
        response = self._answer(request, name, args)
        return await broken(self.world, request, fault) if fault else response

    def _answer(self, request: web.Request, name: str, args: Json) -> web.Response:
        token = self._token(request, args)
        headers = {"x-oauth-scopes": ",".join(sorted(token.scopes))} if token else {}
        try:
            body = {"ok": True} | self._called(request, name, args, token)
        except Refused as refusal:
            body = {"ok": False, "error": refusal.error} | refusal.more
            if refusal.error == "ratelimited":
                headers["Retry-After"] = str(body.pop("retry_after"))
                return web.json_response(body, status=429, headers=headers)
        return web.json_response(body, headers=headers)

    def _called(self, request: web.Request, name: str, args: Json, token: Token | None) -> Json:
        if name not in METHODS:
            self.world.violates(f"{name}: unknown_method")
            raise Refused("unknown_method", req_method=name)
        known = METHODS[name]
        call = Call(self.world, name, args, token or Token("", None, set()))
        if known.kind:
            self._allowed(request, call, known)
        self._paced(call)
        self._understood(request, call, known)
        return known.answer(call)

    def _token(self, request: web.Request, args: Json) -> Token | None:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return self.world.tokens.get(bearer or str(args.get("token", "")))

    def _allowed(self, request: web.Request, call: Call, known: Method) -> None:
        if not call.token.value:
            named = "Authorization" in request.headers or "token" in call.args
            raise Refused("invalid_auth" if named else "not_authed")
        if call.token.revoked:
            raise Refused("token_revoked")
        if not call.token.value.startswith(known.kind):
            call.wrong("token of another kind", "not_allowed_token_type")
        call.needs(*known.scopes)

    def _paced(self, call: Call) -> None:
        workspace = call.token.workspace.id if call.token.workspace else ""
        channel = self._conversation(call)
        wait = self.world.limits.retry_after(workspace, call.method, channel, self.world.now())
        if wait:
            raise Refused("ratelimited", retry_after=wait)

    def _conversation(self, call: Call) -> str:
        """A user's id and the id of the conversation with them are one channel."""
        named = str(call.args.get("channel") or "")
        found = call.token.workspace.channels.get(named) if call.token.workspace else None
        return found.members[0] if found and found.is_im else named

    def _understood(self, request: web.Request, call: Call, known: Method) -> None:
        if known.form_only and request.content_type == "application/json" and request.body_exists:
            call.wrong("takes no JSON body, only a form")
        unknown = set(call.args) - known.args - EVERYWHERE
        if unknown and known.args != frozenset({"*"}):
            self.world.violates(f"{call.method}: unknown arguments {', '.join(sorted(unknown))}")


async def arguments(request: web.Request) -> Json:
    """What a request carries: in its address, as HTTP Basic, as a form or as JSON."""
    found: Json = dict(request.query) | _basic(request.headers.get("Authorization", ""))
    if request.content_type == "application/json":
        body = await request.text()
        return found | (json.loads(body) if body.strip() else {})
    return found | dict(await request.post()) if request.method == "POST" else found


def _basic(header: str) -> dict[str, str]:
    """The client's id and secret."""
    if not header.startswith("Basic "):
        return {}
    name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return {"client_id": name, "client_secret": secret}


async def broken(world: World, request: web.Request, fault: Fault) -> web.Response:
    """The answer of a Slack with which something is wrong."""
    if found := await world.faults.broken(request, fault):
        return found
    if fault.kind == "ratelimited":
        headers = {"Retry-After": str(fault.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    more = {"needed": fault.needed, "provided": ""} if fault.needed else {}
    return web.json_response({"ok": False, "error": fault.kind} | more)
