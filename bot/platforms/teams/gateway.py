"""Teams as a whole: constructed here, started and stopped with the bot."""

from collections.abc import Callable, Sequence

from starlette.routing import BaseRoute

from bot.clock import TICK_SECONDS
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.metrics import Metrics
from bot.platforms.teams import about, graph, http
from bot.platforms.teams.connector import Connector
from bot.platforms.teams.diary import Diary
from bot.platforms.teams.directory import Directory
from bot.platforms.teams.guard import Doorkeeper
from bot.platforms.teams.keys import Keys
from bot.platforms.teams.lookout import Lookout
from bot.platforms.teams.office import Office
from bot.platforms.teams.outreach import Outreach
from bot.platforms.teams.send import TeamsSender
from bot.platforms.teams.tenants import PLATFORM, Tenants
from bot.platforms.teams.way_in import WayIn
from bot.platforms.teams.wire import Wire
from bot.postman import Postman
from bot.teams_settings import TeamsSettings
from storage.buckets import Pace


class Gateway:
    """Teams' ways out, and its ways in once there is a dispatcher."""

    name = PLATFORM

    def __init__(self, settings: TeamsSettings, memory: Memory, metrics: Metrics) -> None:
        self._settings = settings
        self._memory = memory
        self._metrics = metrics
        self._wire = Wire(settings.teams_login_url)
        self._tenants = Tenants(memory, settings.registrations, settings.teams_connector_urls)
        self.connector = Connector(self._wire, self._tenants)
        self.directory = Directory(memory, self.connector)
        # One at a time: a second that begins with several would pass the limit.
        pace = Pace(settings.teams_messages_per_minute, 1)
        self.sender = TeamsSender(memory, self.connector, self.directory, pace)
        self._lookout = Lookout(memory, self.connector)
        self._outreach = Outreach(memory, self._tenants, self.directory, settings)
        self._diary = Diary(memory, self._tenants, settings)
        self._office: Office | None = None

    @property
    def beats(self) -> Sequence[tuple[Callable[[], object], float]]:
        """What is to be done again and again, and after how many seconds."""
        return tuple((each.look, TICK_SECONDS) for each in (self._lookout, self._outreach, self._diary))

    def open(self, dispatcher: Dispatcher, postman: Postman) -> Sequence[BaseRoute]:
        """Build the ways in; gives what is to be served over HTTP."""
        office = Office(self._memory, dispatcher, self._tenants, self.connector, self.directory, postman)
        self._office, way_in = office, WayIn(office, self._metrics)
        keys = Keys(self._wire, self._settings.teams_login_url)
        several = self._tenants.registrations
        doors = [
            http.route(http.path(each, len(several)), Doorkeeper(each, keys, self._tenants), way_in)
            for each in several
        ]
        return [*doors, *about.routes()]

    async def start(self) -> None:
        """Load what Graph needs; Teams itself comes to us."""
        graph.warm()

    async def stop(self) -> None:
        """Reach out to nobody more; the server itself waits for what has come."""
        self._outreach.stop()

    def close(self) -> None:
        """Finish what is under way, and let go of all connections."""
        if self._office is not None:
            self._office.close()
        self._wire.close()
