"""views.*: modals and App Home."""

import json

from tests.contract.slack.fake.call import Call, method
from tests.contract.slack.fake.state import User, View, Workspace
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import TRIGGER_SECONDS, Refused, Trigger, World
from tests.contract.slack.lint import lint_view

MOST_VIEWS = 3
MOST_BYTES = 250_000


@method("views.open", "trigger_id view interactivity_pointer")
def opened(call: Call) -> Json:
    content = _view(call, "modal")
    trigger = _exchanged(call)
    view = new_view(call.world, trigger.user, content)
    call.workspace.views[trigger.user] = [view]
    return {"view": shown(call.world, call.workspace, view)}


@method("views.push", "trigger_id view interactivity_pointer")
def pushed(call: Call) -> Json:
    content = _view(call, "modal")
    trigger = _exchanged(call)
    stack = call.workspace.views.get(trigger.user, [])
    if not stack:
        raise Refused("not_found")
    if len(stack) >= MOST_VIEWS:
        call.wrong("no more than three views upon each other", "push_limit_reached")
    view = push(call.world, stack, trigger.user, content)
    return {"view": shown(call.world, call.workspace, view)}


@method("views.update", "view_id external_id hash view")
def updated(call: Call) -> Json:
    content = _view(call, "modal")
    stacks = [*call.workspace.views.values(), list(call.workspace.homes.values())]
    named, outer = call.text("view_id"), call.text("external_id")
    for view in (view for stack in stacks for view in stack):
        if view.id == named or (outer and view.content.get("external_id") == outer):
            if call.text("hash") and call.text("hash") != view.hash:
                raise Refused("hash_conflict")
            replace(call.world, view, content)
            return {"view": shown(call.world, call.workspace, view)}
    raise Refused("not_found")


@method("views.publish", "user_id view hash")
def published(call: Call) -> Json:
    content = _view(call, "home")
    user = call.workspace.users.get(call.text("user_id", "invalid_arguments"))
    if not user:
        raise Refused("user_not_found")
    if user.deleted:
        raise Refused("not_enabled")
    home = call.workspace.homes.get(user.id)
    if home and call.text("hash") and call.text("hash") != home.hash:
        raise Refused("hash_conflict")
    if home:
        replace(call.world, home, content)
    else:
        home = call.workspace.homes[user.id] = new_view(call.world, user.id, content)
    return {"view": shown(call.world, call.workspace, home)}


def _view(call: Call, kind: str) -> Json:
    view = call.parsed("view", "invalid_arguments")
    if not isinstance(view, dict) or view.get("type") != kind:
        call.wrong(f"view must be a {kind}")
    return linted(call.world, call.workspace, call.method, view)


def linted(world: World, workspace: Workspace, source: str, view: Json) -> Json:
    """A view as Slack keeps it; refused with what is wrong with it."""
    found = lint_view(view, world.pictures(workspace))
    if found:
        world.violations += [f"{source}: {each}" for each in found]
        raise Refused("invalid_arguments", response_metadata={"messages": found})
    if len(json.dumps(view)) > MOST_BYTES:
        raise Refused("view_too_large")
    return view | {"blocks": world.completed(view["blocks"])}


def _exchanged(call: Call) -> Trigger:
    """The trigger for the view: once, and within three seconds."""
    trigger = call.world.triggers.get(call.text("trigger_id", "invalid_arguments"))
    if not trigger or trigger.workspace is not call.workspace:
        call.wrong("a trigger that was never given", "invalid_trigger_id")
    if trigger.used:
        call.wrong("a trigger used twice", "exchanged_trigger_id")
    if call.world.now() - trigger.issued_at > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger


def new_view(world: World, user: str, content: Json, previous: View | None = None) -> View:
    """A view that is shown for the first time."""
    name = world.ids.new("V")
    root, before = (previous.root, previous.id) if previous else (name, None)
    return View(name, user, content, _hash(world), root, before)


def push(world: World, stack: list[View], user: str, content: Json) -> View:
    """One more view upon those that are open."""
    view = new_view(world, user, content, stack[-1])
    stack.append(view)
    return view


def replace(world: World, view: View, content: Json) -> None:
    """Another content in the same view."""
    view.content, view.hash, view.errors = content, _hash(world), {}


def _hash(world: World) -> str:
    return f"{int(world.now())}.{world.ids.secret(8)}"


def shown(world: World, workspace: Workspace, view: View, values: Json | None = None) -> Json:
    """A view as the API and the payloads hand it out."""
    fixed = {
        "id": view.id,
        "team_id": workspace.id,
        "state": {"values": values or {}},
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": world.app.id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
    }
    blank = {"private_metadata": "", "callback_id": "", "external_id": "", "close": None, "submit": None}
    return blank | {"clear_on_close": False, "notify_on_close": False, "title": None} | view.content | fixed


def top(user: User) -> View | None:
    """The view that somebody sees upon everything else."""
    stack = user.workspace.views.get(user.id)
    return stack[-1] if stack else None
