"""In from the local chat: what somebody does on the page becomes an event."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.platforms.envelope import Incoming, Reply
from bot.platforms.web import local, wrong
from bot.platforms.web.guard import Catcher, Guard
from bot.platforms.web.panes import Pane, Scene, scene
from bot.platforms.web.send import Hub
from bot.platforms.web.stage import Stage
from conversations.events import Event, Opened, Pressed, Submitted, Wrote
from conversations.messages import Action

FIELD = "field."
LONGEST_KEY = 64
LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class _Heard:
    """A request understood: where on the page it was made, and what it means."""

    scene: Scene
    pane: Pane
    incoming: Incoming


def application(stage: Stage, hub: Hub) -> Starlette:
    """The local chat for one stage, to be served on loopback only (see ``guard.require_loopback``)."""
    app = Starlette(
        routes=[Route(path, _event, methods=["POST"]) for path in ("/open", "/press", "/submit", "/write")]
        + local.routes(),
        middleware=[Middleware(Guard, wrong=wrong.page), Middleware(Catcher, wrong=wrong.page)],
        exception_handlers={HTTPException: wrong.answer},
    )
    app.state.stage, app.state.hub = stage, hub
    return app


async def _event(request: Request) -> Response:
    form = await request.form()
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    stage: Stage = request.app.state.stage
    heard, reply = await asyncio.to_thread(_handled, stage, request.url.path, fields)
    return await local.after(request, heard.scene, heard.pane, reply)


def _handled(stage: Stage, path: str, fields: Mapping[str, str]) -> tuple[_Heard, Reply]:
    heard = _heard(stage, path, fields)
    return heard, stage.handle(heard.incoming)


def _heard(stage: Stage, path: str, fields: Mapping[str, str]) -> _Heard:
    cast = stage.people()
    here = scene(cast, fields.get("school", ""), fields.get("person", ""))
    pane = here.pane(fields.get("place", "")) if here else None
    message = fields.get("message", "0")
    if here is None or pane is None or not _is_id(message):
        raise HTTPException(404)
    event = event_of(path, fields)
    if event is None:
        raise HTTPException(400)
    key = f"web-{_key(fields.get('key', ''))}"
    return _Heard(here, pane, Incoming(key, cast.authority, pane.player.id, pane.place, event, int(message)))


def event_of(path: str, fields: Mapping[str, str]) -> Event | None:
    """What a form on the page means, or nothing when its action is not one of ours."""
    if path == "/write":
        text = fields.get("text", "").strip()
        return Wrote(text) if text else Opened()
    if path == "/open":
        return Opened()
    action = Action.decode(fields.get("action", ""))
    if action is None:
        return None
    if path == "/press":
        return Pressed(action)
    filled = {name.removeprefix(FIELD): value for name, value in fields.items() if name.startswith(FIELD)}
    return Submitted(action, filled)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def _key(text: str) -> str:
    """The page's own key, so that a press sent twice counts once; a page without script gets a new one."""
    own = text.replace("-", "")
    return text if own.isascii() and own.isalnum() and len(text) <= LONGEST_KEY else uuid.uuid4().hex
