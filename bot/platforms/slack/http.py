"""Slack's requests over HTTP, for production."""

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.log import logger
from bot.platforms.body import TooLong, body_of
from bot.platforms.slack.guard import is_signed, payload_of
from bot.platforms.slack.way_in import WayIn

PATH = "/slack/events"

_log = logger()


def routes(way_in: WayIn, signing_secret: str) -> list[Route]:
    """The one address that Slack is given for events, presses, forms and commands."""
    verifier = SignatureVerifier(signing_secret)

    async def receive(request: Request) -> Response:
        try:
            body = await body_of(request)
        except TooLong:
            return _refused("too long", 413)
        if not is_signed(verifier, request.headers, body):
            return _refused("not signed", 401)
        payload = payload_of(body, request.headers.get("content-type", ""))
        if payload is None:
            return _refused("not understood", 400)
        if payload.get("type") == "url_verification":
            return JSONResponse({"challenge": str(payload.get("challenge", ""))})
        if payload.get("ssl_check"):
            return Response()
        answer = await way_in.take(payload)
        return Response(answer.body, answer.status, answer.first_headers())

    return [Route(PATH, receive, methods=["POST"])]


def _refused(why: str, status: int) -> Response:
    _log.warning("slack request refused", kind=why.replace(" ", "_"), status=status)
    return PlainTextResponse(why, status)
