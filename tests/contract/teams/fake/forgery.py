"""The tokens of what Teams posts: as they should be, and wrong in one way each."""

import base64
import hmac
import json
import time
from collections.abc import Callable

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.contract.teams.fake import keys
from tests.contract.teams.fake.state import Tenant
from tests.contract.teams.fake.tokens import CONNECTOR, ISSUER
from tests.contract.teams.fake.words import Json

AGENT_365 = "5a807f24-c9de-44ee-a3a7-329e88a00ffc"
ELSEWHERE = "11111111-2222-4333-8444-555555555555"
FAR = "https://smba.evil.example/emea/"


def claims(tenant: Tenant) -> Json:
    """What a real token says."""
    now = int(time.time())
    audience = {"aud": tenant.app_id, "iss": ISSUER, "serviceurl": tenant.service_url}
    return audience | {"iat": now, "nbf": now - 300, "exp": now + 3600}


def header(tenant: Tenant) -> str:
    """The Authorization header of a real request."""
    return f"Bearer {keys.signed(claims(tenant), keys.CONNECTOR)}"


def _with(**wrong: object) -> Callable[[Tenant], str]:
    return lambda tenant: keys.signed(claims(tenant) | wrong, keys.CONNECTOR)


def _later(**seconds: int) -> Callable[[Tenant], str]:
    def made(tenant: Tenant) -> str:
        now = int(time.time())
        return _with(**{name: now + each for name, each in seconds.items()})(tenant)

    return made


def _without(name: str) -> Callable[[Tenant], str]:
    def made(tenant: Tenant) -> str:
        return keys.signed({key: each for key, each in claims(tenant).items() if key != name}, keys.CONNECTOR)

    return made


def _hs256(tenant: Tenant) -> str:
    """Signed with what everybody knows: the public key as if it were a shared secret."""
    public = keys.key(keys.CONNECTOR).public_key()
    known = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = {"alg": "HS256", "typ": "JWT", "kid": keys.CONNECTOR}
    signing = b".".join(_packed(json.dumps(each).encode()) for each in (head, claims(tenant)))
    return (signing + b"." + _packed(hmac.digest(known, signing, "sha256"))).decode()


def _packed(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _none(tenant: Tenant) -> str:
    return jwt.encode(claims(tenant), None, algorithm="none", headers={"kid": keys.CONNECTOR})


def _altered(tenant: Tenant) -> str:
    """Another content under the signature of a real one."""
    head, _, signature = keys.signed(claims(tenant), keys.CONNECTOR).split(".")
    _, content, _ = keys.signed(claims(tenant) | {"exp": int(time.time()) + 9999}, keys.CONNECTOR).split(".")
    return f"{head}.{content}.{signature}"


def _entra(tenant: Tenant, **more: object) -> str:
    """A token of Entra for our app, such as another app or an agent of the tenant could get."""
    issuer = {"iss": f"https://sts.windows.net/{tenant.id}/", "tid": tenant.id}
    return keys.signed(claims(tenant) | issuer | more, keys.ENTRA)


TOKENS: dict[str, Callable[[Tenant], str]] = {
    "audience": _with(aud=ELSEWHERE),
    "audience of the connector": _with(aud=CONNECTOR),
    "no audience": _without("aud"),
    "issuer": _with(iss="https://sts.windows.net/evil/"),
    "issuer of nobody": _with(iss="https://evil.example"),
    "no issuer": _without("iss"),
    "expired": _later(iat=-7200, nbf=-7200, exp=-3600),
    "no expiry": _without("exp"),
    "not yet": _later(nbf=3600, exp=7200),
    "service url claim": _with(serviceurl=FAR),
    "no service url claim": _without("serviceurl"),
    "key": lambda tenant: keys.signed(claims(tenant), keys.STRANGER, keys.CONNECTOR),
    "unknown key": lambda tenant: keys.signed(claims(tenant), keys.STRANGER),
    "entra's key": lambda tenant: keys.signed(claims(tenant), keys.ENTRA),
    "key of another channel": lambda tenant: keys.signed(claims(tenant), keys.SKYPE),
    "algorithm none": _none,
    "algorithm HS256": _hs256,
    "altered": _altered,
    "entra": _entra,
    "an agent": lambda tenant: _entra(tenant, azp=AGENT_365),
    "garbage": lambda _: "not.a.token",
}


def _of_tenant(activity: Json) -> None:
    activity["channelData"]["tenant"]["id"] = activity["conversation"]["tenantId"] = ELSEWHERE


def _of_conversation(activity: Json) -> None:
    activity["conversation"]["tenantId"] = ELSEWHERE


def _of_data(activity: Json) -> None:
    activity["channelData"]["tenant"]["id"] = ELSEWHERE


def _without_tenant(activity: Json) -> None:
    del activity["channelData"]["tenant"], activity["conversation"]["tenantId"]


BODIES: dict[str, Callable[[Json], None]] = {
    "service url": lambda activity: activity.update(serviceUrl=FAR),
    "no service url": lambda activity: activity.pop("serviceUrl"),
    "tenant": _of_tenant,
    "tenant of the conversation": _of_conversation,
    "tenant of the data": _of_data,
    "no tenant": _without_tenant,
    "channel": lambda activity: activity.update(channelId="emulator"),
    "no channel": lambda activity: activity.pop("channelId"),
}
HEADERS = {"no token": "", "not bearer": "Basic YTpi", "empty token": "Bearer "}
FORGERIES = (*TOKENS, *BODIES, *HEADERS, "service url of both")


def forged(kind: str, tenant: Tenant, activity: Json) -> tuple[str, Json]:
    """The header and the activity, wrong in one way; FORGERIES has the names of all ways."""
    if kind in HEADERS:
        return HEADERS[kind], activity
    if kind == "service url of both":
        activity["serviceUrl"] = FAR
        return f"Bearer {_with(serviceurl=FAR)(tenant)}", activity
    if kind in TOKENS:
        return f"Bearer {TOKENS[kind](tenant)}", activity
    BODIES[kind](activity)
    return header(tenant), activity
