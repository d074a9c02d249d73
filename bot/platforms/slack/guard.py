"""In front of everything that comes from Slack: whether Slack has signed it, and what it says."""

import binascii
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier

_TIMESTAMP = re.compile(r"[0-9]{1,11}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_FORM = b"payload="


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
