"""In front of everything that comes from Slack: how long it may be, and whether Slack has signed it."""

import binascii
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request

LONGEST = 64 * 1024
"""No payload of Slack's that we ask for comes near it; in bytes."""
_LENGTH = re.compile(r"[0-9]{1,9}")
_TIMESTAMP = re.compile(r"[0-9]{1,11}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_FORM = b"payload="


class TooLong(Exception):  # noqa: N818  -- what it is
    """More than any payload of Slack's."""


async def body_of(request: Request) -> bytes:
    """The whole body; TooLong as soon as that is known, before the rest is read."""
    announced = request.headers.get("content-length", "0")
    if not _LENGTH.fullmatch(announced) or int(announced) > LONGEST:
        raise TooLong
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > LONGEST:
            raise TooLong
    return bytes(read)


def is_signed(verifier: SignatureVerifier, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether Slack signed this body within five minutes; anything malformed is not signed."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    # The library takes these two for well-formed and would fail where they are not.
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    try:
        return bool(verifier.is_valid(body.decode(), timestamp, signature))
    except UnicodeDecodeError:
        return False


def payload_of(body: bytes, media_type: str) -> dict[str, Any] | None:
    """What a signed body says: an event as JSON, an interaction or a command as a form; None for neither."""
    try:
        match media_type.partition(";")[0].strip().lower():
            case "application/json":
                found = json.loads(body)
            case "application/x-www-form-urlencoded":
                found = _form(body)
            case _:
                return None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _form(body: bytes) -> object:
    if body.startswith(_FORM) and b"&" not in body:
        return json.loads(_unquoted(body[len(_FORM) :]))
    found = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return json.loads(found["payload"]) if "payload" in found else found


def _unquoted(text: bytes) -> bytes:
    # Quoted-printable differs from percent-encoding in its sign only, and is decoded in C, six times as fast.
    return binascii.a2b_qp(text.replace(b"+", b" ").replace(b"%", b"="))
