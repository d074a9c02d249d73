"""Serves a web application until the process is told to stop."""

import gc
import signal
import socket
import sys

import uvicorn
from starlette.types import ASGIApp

_FAREWELL_SECONDS = 3
"""How long an open request may keep the process from stopping."""


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address, port 0 for any free one; OSError when the address is taken."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server((str(address[0]), int(address[1])), family=family)


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Answer requests until SIGINT or SIGTERM, then let what is under way finish; call it in the main thread.

    SIGTERM ends the process with SystemExit(0), so that whoever called can still tidy up.
    """
    # uvicorn puts this handler back when it has stopped, and raises the signal again.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    # What is loaded by now stays until the end; walking through it again costs a second at the stop alone.
    gc.freeze()
    config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=_FAREWELL_SECONDS)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return
    finally:
        listening.close()
