"""What a chat posts to us, read no further than it may be long."""

import re

from starlette.requests import Request

LONGEST = 64 * 1024
"""Nothing that we ask a chat for comes near it; in bytes."""
_LENGTH = re.compile(r"[0-9]{1,9}")


class TooLong(Exception):  # noqa: N818  -- what it is
    """More than anything that a chat has to tell."""


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
