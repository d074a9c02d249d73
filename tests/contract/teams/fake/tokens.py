"""The token services of Entra and of the Bot Framework: metadata, keys and client credentials."""

import time

import jwt
from aiohttp import web

from tests.contract.teams.fake import keys
from tests.contract.teams.fake.state import Tenant
from tests.contract.teams.fake.wire import failing
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World

CONNECTOR, GRAPH = "https://api.botframework.com", "https://graph.microsoft.com"
ISSUER = "https://api.botframework.com"


class TokenService:
    """Answers below /login: what login.botframework.com and login.microsoftonline.com answer."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/login/v1/.well-known/openidconfiguration", self._bot_framework),
            web.get("/login/v1/.well-known/keys", self._connector_keys),
            web.get("/login/{tenant}/v2.0/.well-known/openid-configuration", self._entra),
            web.get("/login/{tenant}/discovery/v2.0/keys", self._entra_keys),
            web.post("/login/{tenant}/oauth2/v2.0/token", self._token),
        ]

    async def _bot_framework(self, _: web.Request) -> web.Response:
        keys_at = f"{self.world.base}/login/v1/.well-known/keys"
        return web.json_response(
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": keys_at,
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _entra(self, request: web.Request) -> web.Response:
        place = f"{self.world.base}/login/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{place}/v2.0",
                "token_endpoint": f"{place}/oauth2/v2.0/token",
                "authorization_endpoint": f"{place}/oauth2/v2.0/authorize",
                "jwks_uri": f"{place}/discovery/v2.0/keys",
                "response_types_supported": ["code", "id_token"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _connector_keys(self, _: web.Request) -> web.Response:
        return web.json_response(keys.jwks(keys.CONNECTOR, keys.SKYPE))

    async def _entra_keys(self, _: web.Request) -> web.Response:
        return web.json_response(keys.jwks(keys.ENTRA))

    @failing("token")
    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        tenant = self.world.tenants.get(request.match_info["tenant"])
        mistake = self._mistake(tenant, form)
        if mistake:
            self.world.violates(f"token: {mistake[1]}")
            body = {"error": mistake[1], "error_description": f"{mistake[2]}: refused.", "error_codes": []}
            return web.json_response(body, status=mistake[0])
        audience = str(form["scope"]).removesuffix("/.default")
        seconds = self.world.token_seconds
        answer = {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds}
        return web.json_response(answer | {"access_token": self.issued(tenant, audience)})

    def _mistake(self, tenant: Tenant | None, form: Json) -> tuple[int, str, str] | None:
        """The status, the error and its number, as Entra answers them."""
        if not tenant:
            return 400, "invalid_request", "AADSTS90002"
        if form.get("grant_type") != "client_credentials":
            return 400, "unsupported_grant_type", "AADSTS70003"
        if form.get("client_id") != tenant.app_id:
            return 400, "unauthorized_client", "AADSTS700016"
        if form.get("client_secret") != tenant.secret:
            return 401, "invalid_client", "AADSTS7000215"
        if form.get("scope") not in (f"{CONNECTOR}/.default", f"{GRAPH}/.default"):
            return 400, "invalid_scope", "AADSTS70011"
        return None

    def issued(self, tenant: Tenant, audience: str) -> str:
        """An access token for the connector or for Graph."""
        now = int(time.time())
        claims: Json = {
            "aud": audience,
            "iss": f"https://sts.windows.net/{tenant.id}/",
            "iat": now,
            "nbf": now,
            "exp": now + self.world.token_seconds,
            "appid": tenant.app_id,
            "tid": tenant.id,
            "ver": "1.0",
            "app_displayname": "Skolsteg",
        }
        roles = {"roles": sorted(tenant.roles)} if audience == GRAPH and tenant.roles else {}
        return keys.signed(claims | roles, keys.ENTRA)


def bearer(world: World, header: str, audience: str) -> Tenant:
    """Whose token it is; refused when it does not hold here and now."""
    try:
        claims = jwt.decode(
            header.removeprefix("Bearer "), keys.key(keys.ENTRA).public_key(), ["RS256"], audience=audience
        )
    except jwt.InvalidTokenError as mistake:
        world.violates(f"a bearer token that does not hold: {mistake}")
        code = "InvalidAuthenticationToken" if audience == GRAPH else "Unauthorized"
        raise Refused(401, code, "Authorization has been denied for this request.") from None
    tenant = world.tenants.get(claims["tid"])
    if not tenant or claims["appid"] != tenant.app_id:
        raise Refused(401, "BotNotRegistered", "No registration found for this bot.")
    return tenant


def claimed_roles(header: str) -> set[str]:
    """The application permissions that a token carries."""
    claims = jwt.decode(header.removeprefix("Bearer "), options={"verify_signature": False})
    return set(claims.get("roles", []))
