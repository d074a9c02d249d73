"""The bot at work: the clock, health, certificates for all, and the local chat on this machine only."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Lifespan

from bot import log, school_year, verification
from bot.app import Installation, installation
from bot.clock import SWEEP_SECONDS, TICK_SECONDS, metronome
from bot.config import Settings
from bot.dispatcher import Dispatcher
from bot.examination.place import missing_file
from bot.metrics import CONTENT_TYPE, Metrics
from bot.platforms.envelope import Sender
from bot.platforms.gateways import Gateway, gateways
from bot.platforms.senders import Senders
from bot.platforms.web import listen
from bot.platforms.web.guard import require_loopback
from bot.platforms.web.host import bound, serve
from bot.platforms.web.installed import PLATFORM, InstalledStage
from bot.platforms.web.send import Hub, WebSender
from bot.postman import Postman
from storage import authorities, migrate, outbox

Lack = Literal["", "database", "tables", "keys"]

_log = log.logger()


def run(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM; OSError when the address is taken.

    A database that does not answer yet is waited for: ``/ready`` says so.
    """
    log.configure(settings.log_format)
    with bound(settings.host, settings.port) as listening, closing(installation(settings)) as installed:
        _log.info("serving", host=settings.host, port=listening.getsockname()[1])
        serve(application(installed), listening)


def application(installed: Installation) -> Starlette:
    """``/health``, ``/ready``, ``/metrics`` and ``/certificate``, and the local chat on an own address."""
    hub, figures, memory = Hub(), Metrics(), installed.memory
    chats = gateways(installed, figures)
    ways_out: dict[str, Sender] = {PLATFORM: WebSender(hub)} | {chat.name: chat.sender for chat in chats}
    dispatcher = Dispatcher(memory, Senders(memory, ways_out), figures)
    postman = Postman(dispatcher.courier, memory)
    routes: list[BaseRoute] = [
        Route("/health", _health),
        Route("/ready", _ready),
        Route("/metrics", _metrics),
        *verification.routes(installed),
    ]
    for chat in chats:
        routes += chat.open(dispatcher, postman)
    if _is_own(installed.settings.host):
        stage = InstalledStage(memory, dispatcher, ZoneInfo(installed.settings.zone))
        routes.append(Mount("/", listen.application(stage, hub)))
    app = Starlette(routes=routes, lifespan=_at_work(installed, dispatcher, postman, chats))
    app.state.installed, app.state.figures, app.state.dispatcher = installed, figures, dispatcher
    return app


def lacking(installed: Installation) -> Lack:
    """What the bot cannot work without and does not have: its database, this version's tables, its keys."""
    database = installed.memory.database
    try:
        # SQLite goes on with a file that has been taken away, and would make a new one.
        if missing_file(database.url) or not database.healthy():
            return "database"
        if migrate.pending(database):
            return "tables"
    except SQLAlchemyError:
        return "database"
    keys = installed.settings.keys_dir
    return "" if keys.is_dir() and os.access(keys, os.R_OK | os.W_OK | os.X_OK) else "keys"


def _is_own(host: str) -> bool:
    try:
        require_loopback(host)
    except ValueError:
        return False
    return True


def _at_work(
    installed: Installation, dispatcher: Dispatcher, postman: Postman, chats: Sequence[Gateway]
) -> Lifespan[Starlette]:
    beats: list[tuple[Callable[[], object], float]] = [
        (dispatcher.tick, TICK_SECONDS),
        (dispatcher.sweep, SWEEP_SECONDS),
        *(beat for chat in chats for beat in chat.beats),
    ]

    @asynccontextmanager
    async def working(_app: Starlette) -> AsyncIterator[None]:
        await asyncio.to_thread(_warm, installed)
        clock = metronome(*((steady(installed, beat), seconds) for beat, seconds in beats))
        clock.start()
        for beat, _ in (each for chat in chats for each in chat.beats):
            # The first messages need to know whose accounts there are.
            clock.add_job(steady(installed, beat))
        postman.start()
        for chat in chats:
            await chat.start()
        try:
            yield
        finally:
            for chat in chats:
                await chat.stop()
            await asyncio.to_thread(clock.shutdown)
            await asyncio.to_thread(postman.stop)
            for chat in chats:
                await asyncio.to_thread(chat.close)

    return working


def steady(installed: Installation, beat: Callable[[], object]) -> Callable[[], None]:
    """The same beat, which survives a broken world and logs each trouble once, when it begins."""
    trouble = ""

    def safe() -> None:
        nonlocal trouble
        if missing_file(installed.memory.database.url):
            return
        try:
            beat()
        except Exception as error:  # noqa: BLE001  # the clock must go on when the database comes back
            if trouble != type(error).__name__:
                _log.exception("the clock could not do its work", kind=beat.__name__)
            trouble = type(error).__name__
        else:
            trouble = ""

    return safe


def _warm(installed: Installation) -> None:
    # Everybody's holidays are loaded once; the first to press must not wait for it.
    school_year.calendar(installed.settings, installed.memory.now().date())


async def _health(_request: Request) -> Response:
    return PlainTextResponse("alive")


async def _ready(request: Request) -> Response:
    lack = await asyncio.to_thread(lacking, request.app.state.installed)
    return PlainTextResponse(lack or "ready", 503 if lack else 200)


async def _metrics(request: Request) -> Response:
    state = request.app.state
    page = await asyncio.to_thread(_figures, state.installed, state.figures)
    return Response(page, 200, {"content-type": CONTENT_TYPE})


def _figures(installed: Installation, figures: Metrics) -> bytes:
    # Without the database, the process still tells what it knows.
    with suppress(SQLAlchemyError), installed.memory.database.reading() as connection:
        states = [outbox.counts(connection, authority) for authority in authorities.everyone(connection)]
        figures.waiting(sum(each.get("queued", 0) + each.get("sending", 0) for each in states))
    return figures.page()
