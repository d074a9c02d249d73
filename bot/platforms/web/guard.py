"""What stands between the local chat and a browser: only this machine, only this page, never a traceback."""

import ipaddress
import secrets
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.log import logger

LONGEST_BODY = 64 * 1024
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: that would make the browser send "Origin: null" with the page's own forms.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

Wrong = Callable[[int, str], Response]
"""Makes a kind page out of a status and a reference, which may be empty."""

_log = logger()


def require_loopback(host: str) -> str:
    """The address to bind to, as digits; raises ValueError for anything that others could reach."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise ValueError(
            f"The local chat has no sign-in, so it listens on 127.0.0.1 or ::1 only, not {host!r}."
        )
    return str(address)


class Guard:
    """Refuses what does not come from the page itself, and sends the security headers with every answer."""

    def __init__(self, app: ASGIApp, wrong: Wrong) -> None:
        self._app = app
        self._wrong = wrong

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = refusal(scope)
        if status:
            await self._wrong(status, "")(scope, receive, _with_headers(send))
        else:
            await self._app(scope, receive, _with_headers(send))


class Catcher:
    """Turns a bug into a short reference, for the person and for the log; what was answered is in neither."""

    def __init__(self, app: ASGIApp, wrong: Wrong) -> None:
        self._app = app
        self._wrong = wrong

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; an error's own message is not logged, since it may hold what was answered."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:  # noqa: BLE001 - the one place where the page catches a bug
            reference = secrets.token_hex(4)
            _log.exception("page failed", reference=reference)
            if not started:
                await self._wrong(500, reference)(scope, receive, send)


def refusal(scope: Scope) -> int:
    """The status that a request is refused with, or 0 when it may pass."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not _is_here(host, scope):
        return 421
    if scope["method"] in {"GET", "HEAD"}:
        return 0
    if not _is_from_page(headers, f"{scope['scheme']}://{host}"):
        return 403
    return _size_refusal(headers.get("content-length", ""))


def _is_here(host: str, scope: Scope) -> bool:
    name, _, port = host.rpartition(":")
    if not name or host.endswith("]"):
        name, port = host, "80"
    server = scope.get("server")
    return name in LOOPBACK_NAMES and server is not None and port == str(server[1])


def _is_from_page(headers: Headers, origin: str) -> bool:
    site, claimed = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and claimed is None:
        return False
    return site in {None, "same-origin"} and claimed in {None, origin}


def _size_refusal(length: str) -> int:
    if not (length.isascii() and length.isdigit()):
        return 411
    return 413 if len(length) > 9 or int(length) > LONGEST_BODY else 0  # noqa: PLR2004 - more digits than any body


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers["cache-control"] = "no-store"
        await send(message)

    return sending
