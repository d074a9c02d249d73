"""Slack as a whole: constructed here, started and stopped with the bot."""

from collections.abc import Callable, Sequence

from starlette.routing import Route

from bot.clock import TICK_SECONDS
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.platforms.slack import home, http
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.files import Gallery
from bot.platforms.slack.lookout import Lookout
from bot.platforms.slack.oauth import OAuth, routes
from bot.platforms.slack.office import Office
from bot.platforms.slack.replies import Replies
from bot.platforms.slack.scopes import SCOPES
from bot.platforms.slack.send import SlackSender
from bot.platforms.slack.sockets import Sockets
from bot.platforms.slack.way_in import WayIn
from bot.platforms.slack.wire import Wire
from bot.platforms.slack.workspaces import PLATFORM, Workspaces
from bot.postman import Postman
from bot.slack_settings import SlackSettings
from storage.buckets import Pace
from storage.installations import Vault

# A minute that begins with a full bucket must not pass the limit either.
_STEADY, _AT_ONCE = 0.95, 0.04
_HOMES_SECONDS = 5


class Gateway:
    """Slack's ways out, and its ways in once there is a dispatcher."""

    name = PLATFORM

    def __init__(self, settings: SlackSettings, memory: Memory, vault: Vault) -> None:
        self._settings = settings
        self._memory = memory
        self._vault = vault
        self.wire = Wire(settings.slack_api_url)
        self._workspaces = Workspaces(memory, vault, self.wire, settings.slack_bot_token.get_secret_value())
        self._directory = Directory(memory, self.wire, self._workspaces)
        # One for both: a picture that the sender has brought is not brought again for a press.
        self._gallery = Gallery(self.wire)
        self.sender = SlackSender(memory, self.wire, self._directory, self._gallery, pace(settings))
        self.lookout = Lookout(memory, self._workspaces, self._directory)
        self._office: Office | None = None
        self._sockets: Sockets | None = None

    @property
    def beats(self) -> Sequence[tuple[Callable[[], object], float]]:
        """What is to be done again and again, and after how many seconds."""
        return ((self.lookout.look, TICK_SECONDS), (self._show_homes, _HOMES_SECONDS))

    def open(self, dispatcher: Dispatcher, postman: Postman) -> list[Route]:
        """Build the ways in; gives what is to be served over HTTP."""
        office = Office(
            self._memory,
            dispatcher,
            self.wire,
            self._workspaces,
            self._directory,
            Replies(self._memory, self.wire),
            postman,
            self._gallery,
        )
        self._office, way_in = office, WayIn(office)
        app_token = self._settings.slack_app_token.get_secret_value()
        if app_token:
            self._sockets = Sockets(way_in, app_token, self._settings.slack_api_url)
        secret = self._settings.slack_signing_secret.get_secret_value()
        return [*(http.routes(way_in, secret) if secret else ()), *self._installing()]

    def _installing(self) -> list[Route]:
        found = self._settings
        if not found.slack_installs:
            return []
        app = OAuth(
            found.slack_client_id,
            found.slack_client_secret,
            tuple(scope.name for scope in SCOPES),
            found.slack_api_url,
            found.public_url,
            self._memory,
            self._vault,
            self._workspaces.forget,
        )
        return routes(app)

    def _show_homes(self) -> None:
        if self._office is not None:
            home.go_on(self._office)

    async def start(self) -> None:
        """Begin to listen where we open the connection ourselves."""
        if self._sockets is not None:
            await self._sockets.start()

    async def stop(self) -> None:
        """Hear nobody any more."""
        if self._sockets is not None:
            await self._sockets.stop()

    def close(self) -> None:
        """Finish what is under way, and let go of all connections."""
        if self._office is not None:
            self._office.close()
        self.wire.close()


def pace(settings: SlackSettings) -> Pace:
    """A workspace's pace, so that no minute holds more new messages than the settings say."""
    per_minute = settings.slack_messages_per_minute
    return Pace(per_minute * _STEADY, max(1, int(per_minute * _AT_ONCE)))
