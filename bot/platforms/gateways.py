"""The chats that the bot is set up for, each loaded only then."""

from collections.abc import Callable, Sequence
from typing import Protocol

from starlette.routing import BaseRoute

from bot.app import Installation
from bot.config import ConfigurationError
from bot.dispatcher import Dispatcher
from bot.metrics import Metrics
from bot.platforms.envelope import Sender
from bot.postman import Postman
from storage.installations import Vault


class Gateway(Protocol):
    """A chat as a whole: its ways out, and its ways in once there is a dispatcher."""

    @property
    def name(self) -> str:
        """What authorities that work there have as their platform."""

    @property
    def sender(self) -> Sender:
        """Its way out."""

    @property
    def beats(self) -> Sequence[tuple[Callable[[], object], float]]:
        """What is to be done again and again, and after how many seconds."""

    def open(self, dispatcher: Dispatcher, postman: Postman) -> Sequence[BaseRoute]:
        """Build the ways in; gives what is to be served over HTTP."""

    async def start(self) -> None:
        """Begin to listen where we open the connection ourselves."""

    async def stop(self) -> None:
        """Hear nobody any more."""

    def close(self) -> None:
        """Finish what is under way, and let go of all connections."""


def gateways(installed: Installation, figures: Metrics) -> list[Gateway]:
    """Construct what the settings name; ConfigurationError where its library is not installed."""
    found: list[Gateway] = []
    if installed.settings.on_slack:
        found.append(_slack(installed))
    if installed.settings.on_teams:
        found.append(_teams(installed, figures))
    return found


def _slack(installed: Installation) -> Gateway:
    from bot.platforms.slack import gateway  # noqa: PLC0415  # who is not on Slack need not load it

    return gateway.Gateway(installed.settings, installed.memory, Vault(installed.settings.keys_dir))


def _teams(installed: Installation, figures: Metrics) -> Gateway:
    try:
        from bot.platforms.teams import gateway  # noqa: PLC0415  # an extra that need not be there
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("bot."):
            raise
        key = "SKOLSTEG_TEAMS_REGISTRATIONS" if installed.settings.teams_registrations else None
        raise ConfigurationError(
            key or "SKOLSTEG_TEAMS_APP_ID",
            "is set, but what Microsoft Teams needs is not installed",
            'Install it with: pip install "skolsteg[teams]"',
        ) from None
    return gateway.Gateway(installed.settings, installed.memory, figures)
