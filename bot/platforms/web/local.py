"""The page itself: what it shows, its time machine, its files, and word of every change."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.resources import files
from urllib.parse import quote

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.platforms.envelope import Reply
from bot.platforms.web.panes import TARGETS, Pane, Scene, scene
from bot.platforms.web.render import Address, environment
from bot.platforms.web.send import STAGE, Hub, Subscription
from bot.platforms.web.stage import LANGUAGES, LEAPS, Cast, Hint, Leap, PlayStage, Shown, Stage, step_of
from conversations.messages import Message

ASSETS = {"skolsteg.css": "text/css", "skolsteg.js": "text/javascript", "skolsteg.svg": "image/svg+xml"}
SCRIPT_HEADER = "x-skolsteg"
CLOSING_SECONDS = 2
"""How long an open page may keep the program from stopping."""


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows at one moment; ``hint`` and ``leaps`` only where people are made up."""

    cast: Cast
    scene: Scene
    now: datetime
    logs: dict[str, tuple[Shown, ...]]
    hint: Hint | None = None
    leaps: tuple[Leap, ...] = ()

    def address(self, pane: Pane, message: int = 0) -> Address:
        """Where a message of a pane stands."""
        return Address(pane.address, pane.player.id, self.scene.school.id, self.scene.teacher.id, message)


def routes() -> list[Route]:
    """Everything on the page but the conversations' own events."""
    return [
        Route("/", _page),
        Route("/conversation/{address:path}", _conversation),
        Route("/controls", _controls),
        Route("/changes", _changes),
        Route("/files/{name:path}", _file),
        Route("/page/{name}", _asset),
        Route("/stage/{deed}", _deed, methods=["POST"]),
    ]


async def after(request: Request, here: Scene, pane: Pane, reply: Reply) -> Response:
    """What the page gets when an event has been handled: the conversation, and what is only shown."""
    if SCRIPT_HEADER not in request.headers and reply.shown is None:
        return RedirectResponse(f"/?{here.query}#{pane.role}", 303)
    view = await asyncio.to_thread(_view, request.app.state.stage, here)
    name = "after.html" if SCRIPT_HEADER in request.headers else "page.html"
    return _html(name, view, pane=pane, shown=reply.shown)


async def _page(request: Request) -> Response:
    return _html("page.html", await _seen(request))


async def _controls(request: Request) -> Response:
    return _html("controls.html", await _seen(request))


async def _conversation(request: Request) -> Response:
    view = await _seen(request)
    pane = view.scene.pane(request.path_params["address"])
    if pane is None:
        raise HTTPException(404)
    return _html("log.html", view, pane=pane)


async def _seen(request: Request) -> View:
    asked = request.query_params
    stage: Stage = request.app.state.stage
    return await asyncio.to_thread(_found, stage, asked.get("school", ""), asked.get("person", ""))


def _found(stage: Stage, school: str, person: str) -> View:
    cast = stage.people()
    here = scene(cast, school, person)
    if not cast.schools:
        raise HTTPException(503)
    if here is None:
        raise HTTPException(404)
    return _view(stage, here)


def _view(stage: Stage, here: Scene) -> View:
    logs = {pane.address: stage.conversation(pane.place) for pane in here.panes}
    view = View(stage.people(), here, stage.now(), logs)
    if not isinstance(stage, PlayStage):
        return view
    return replace(view, hint=stage.next_step(here.school.id), leaps=stage.leaps(here.school.id))


def _html(name: str, view: View, pane: Pane | None = None, shown: Message | None = None) -> Response:
    body = (
        environment()
        .get_template(name)
        .render(
            view=view,
            language=view.cast.language,
            pane=pane,
            shown=shown,
            step=step_of(view.hint) if view.hint else None,
            target=TARGETS[view.hint] if view.hint else "",
            languages=LANGUAGES,
        )
    )
    return HTMLResponse(body)


async def _deed(request: Request) -> Response:
    form = await request.form()
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    stage: Stage = request.app.state.stage
    view = await asyncio.to_thread(_found, stage, fields.get("school", ""), fields.get("person", ""))
    deed = _deed_of(stage, request.path_params["deed"], view.scene, fields.get("value", ""))
    await asyncio.to_thread(deed)
    request.app.state.hub.announce(STAGE)
    if request.path_params["deed"] == "reset":
        return RedirectResponse("/", 303)
    if SCRIPT_HEADER not in request.headers:
        return RedirectResponse(f"/?{view.scene.query}", 303)
    return _html("stage.html", await asyncio.to_thread(_view, stage, view.scene))


def _deed_of(stage: Stage, name: str, here: Scene, value: str) -> Callable[[], None]:
    if not isinstance(stage, PlayStage):
        raise HTTPException(404)
    if name == "advance" and value in LEAPS:
        return partial(stage.advance, value, here.school.id)
    if name == "language" and value in LANGUAGES:
        return partial(stage.set_language, value)
    if name == "others":
        return partial(stage.let_others, here.school.id, here.teacher.id)
    if name == "reset":
        return stage.reset
    raise HTTPException(404)


async def _changes(request: Request) -> Response:
    closing = anyio.Event()
    changes = _heard(request.app.state.hub, closing)
    return EventSourceResponse(changes, shutdown_event=closing, shutdown_grace_period=CLOSING_SECONDS)


async def _heard(hub: Hub, closing: anyio.Event) -> AsyncIterator[ServerSentEvent]:
    subscription = hub.subscribe()
    farewell = asyncio.create_task(_end(subscription, closing))
    try:
        async for kind, what in subscription.changes():
            yield ServerSentEvent(event=kind, data=what)
    finally:
        farewell.cancel()
        hub.leave(subscription)


async def _end(subscription: Subscription, closing: anyio.Event) -> None:
    await closing.wait()
    subscription.end()


async def _file(request: Request) -> Response:
    stage: Stage = request.app.state.stage
    person = request.query_params.get("person", "")
    cast = await asyncio.to_thread(stage.people)
    if person not in {str(player.id) for player in cast.players}:
        raise HTTPException(404)
    fetched = await asyncio.to_thread(stage.file, int(person), request.path_params["name"])
    if fetched is None:
        raise HTTPException(404)
    disposition = f"attachment; filename*=UTF-8''{quote(fetched.filename, safe='')}"
    return Response(fetched.content, 200, {"content-disposition": disposition}, fetched.media_type)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        raise HTTPException(404)
    return Response((files("bot.platforms.web") / "page" / name).read_bytes(), 200, None, ASSETS[name])
