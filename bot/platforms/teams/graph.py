"""The way to Microsoft Graph: its library is by far the largest here, and only loaded where it is used."""

from contextlib import AbstractAsyncContextManager
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING

from bot.platforms.teams.wire import Unclear
from bot.teams_settings import Registration, TeamsSettings

if TYPE_CHECKING:
    from bot.platforms.teams.graph_client import Graph

MISSING = "Install the library for Graph: pip install 'skolsteg[graph]', or build the image with GRAPH=graph."


def graph(settings: TeamsSettings, registration: Registration) -> "AbstractAsyncContextManager[Graph]":
    """Graph as a registration may use it, for as long as an ``async with`` lasts.

    What is called there raises Refused, NotLetIn or Unclear. Unclear where the library is not installed.
    """
    if not installed():
        raise Unclear(MISSING)
    from bot.platforms.teams.graph_client import connected  # noqa: PLC0415  # see above

    return connected(registration, settings.teams_login_url, settings.graph_url)


def installed() -> bool:
    """Whether the library is there at all; it is an extra of its own."""
    return find_spec("msgraph") is not None


def warm() -> None:
    """Load the library in a thread of its own, so that the first who needs it need not wait for it."""
    if installed():
        Thread(target=_load, name="graph", daemon=True).start()


def _load() -> None:
    from bot.platforms.teams.graph_client import load  # noqa: PLC0415  # see above

    load()
