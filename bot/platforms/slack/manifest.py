"""The app's manifest: what an administrator pastes at Slack, so that nothing has to be ticked by hand."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.platforms.slack import http, oauth
from bot.platforms.slack.scopes import SCOPES
from bot.platforms.slack.way_in import COMMAND, SHORTCUT
from conversations.texts import languages, say

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
)
"""What Slack is asked to tell us of; each has an effect in ``news``."""

LONGEST_NAME = 35
_COLOUR = "#2f6f5e"
_HOW = """\
# Made by: python -m bot manifest slack
# At https://api.slack.com/apps choose Create New App, From a manifest, and paste all of this.
"""

_Tree = Mapping[str, "_Node"]
_Node = str | int | _Tree | list[str] | list[_Tree]


@dataclass(frozen=True, slots=True)
class App:
    """How the app is to be: ``address`` is where Slack reaches the bot, empty where it cannot.

    With ``socket`` the bot opens the connection itself. ``name`` is printable, at most LONGEST_NAME long.
    """

    name: str
    address: str
    socket: bool
    language: str = "sv"


def manifest(app: App) -> str:
    """The manifest as YAML; every text is quoted as in JSON, so that no name can change its meaning."""
    tree: _Tree = {
        "_metadata": {"major_version": 1},
        "display_information": _display(app),
        "features": _features(app),
        "oauth_config": _oauth(app),
        "settings": _settings(app),
    }
    return _HOW + "".join(f"{line}\n" for line in _lines(tree))


def _display(app: App) -> _Tree:
    about = (say(language, "chat.manifest.about") for language in languages())
    return {
        "name": app.name,
        "description": say(app.language, "chat.manifest.description"),
        "long_description": "\n\n".join(about),
        "background_color": _COLOUR,
    }


def _features(app: App) -> _Tree:
    command: _Tree = {
        "command": COMMAND,
        **_reached(app, "url"),
        "description": say(app.language, "chat.manifest.command"),
        "usage_hint": say(app.language, "chat.manifest.usage"),
        "should_escape": False,
    }
    shortcut: _Tree = {
        "name": say(app.language, "chat.manifest.shortcut"),
        "type": "global",
        "callback_id": SHORTCUT,
        "description": say(app.language, "chat.manifest.shortcut_about"),
    }
    tabs: _Tree = {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    return {
        "app_home": tabs,
        "bot_user": {"display_name": app.name, "always_online": True},
        "shortcuts": [shortcut],
        "slash_commands": [command],
    }


def _oauth(app: App) -> _Tree:
    back: _Tree = {"redirect_urls": [app.address + oauth.BACK]} if app.address else {}
    return {**back, "scopes": {"bot": [scope.name for scope in SCOPES]}}


def _settings(app: App) -> _Tree:
    return {
        "event_subscriptions": {**_reached(app, "request_url"), "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **_reached(app, "request_url")},
        "org_deploy_enabled": False,
        "socket_mode_enabled": app.socket,
        "token_rotation_enabled": False,
    }


def _reached(app: App, name: str) -> _Tree:
    """Slack checks an address when it is given one, also where it would never be used."""
    return {} if app.socket else {name: app.address + http.PATH}


def _lines(tree: _Tree) -> Iterator[str]:
    for name, node in tree.items():
        if isinstance(node, Mapping):
            yield f"{name}:"
            yield from (f"  {line}" for line in _lines(node))
        elif isinstance(node, list):
            yield f"{name}:"
            for each in node:
                yield from _item(each)
        else:
            yield f"{name}: {_value(node)}"


def _item(each: str | _Tree) -> Iterator[str]:
    lines = [_value(each)] if isinstance(each, str) else list(_lines(each))
    yield f"  - {lines[0]}"
    yield from (f"    {line}" for line in lines[1:])


def _value(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)
