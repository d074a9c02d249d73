"""The real bot as a process of its own, and what happens to its database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 20


@contextmanager
def working(url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The real bot as a process of its own, once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    environment = os.environ | {
        "SKOLSTEG_DATABASE_URL": url,
        "SKOLSTEG_KEYS_DIR": str(folder / "keys"),
        "SKOLSTEG_PORT": str(port),
    }
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=REPOSITORY, env=environment) as process:
        try:
            until(lambda: status(f"{address}/health") == 200)
            yield process, address
        finally:
            process.kill()


def status(address: str) -> int:
    try:
        return httpx2.get(address, timeout=5).status_code
    except httpx2.TransportError:
        return 0


def until(happened: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < last, "it did not happen in time"
        time.sleep(0.1)


def unreachable(url: str, server: str, *, gone: bool) -> None:
    """Take a database away from those who use it, or give it back."""
    found = make_url(url)
    if found.get_backend_name() == "sqlite":
        here = Path(str(found.database))
        away = here.with_suffix(".away")
        (here if gone else away).rename(away if gone else here)
        return
    name = Identifier(str(found.database))
    allowed = SQL("false" if gone else "true")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}").format(name, allowed))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (found.database,)
        )
