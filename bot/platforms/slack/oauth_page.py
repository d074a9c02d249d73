"""The pages around an installation: one sentence about how it went and what to do, in both languages."""

from typing import Literal

from starlette.responses import HTMLResponse

from bot.bare_page import BarePage
from conversations.texts import languages, say

Kind = Literal[
    "start",
    "done",
    "denied",
    "state",
    "cookie",
    "code",
    "setup",
    "silent",
    "organisation",
    "unknown",
    "broken",
]

_BARE = BarePage("bot.platforms.slack", "page", "install.html", "install.css")
_STATUS: dict[Kind, int] = {
    "start": 200,
    "done": 200,
    "denied": 403,
    "state": 400,
    "cookie": 400,
    "code": 400,
    "setup": 500,
    "silent": 503,
    "organisation": 400,
    "unknown": 403,
    "broken": 500,
}


def page(kind: Kind, *, link: str = "", command: str = "", **values: str) -> HTMLResponse:
    """A page of its own: ``link`` leads on, ``command`` is for the operator, values go into the words."""
    articles = [
        {
            "language": language,
            "title": say(language, f"install.{kind}.title", **values),
            "text": say(language, f"install.{kind}.text", **values),
            "link": say(language, f"install.links.{'add' if kind == 'start' else 'again'}"),
        }
        for language in languages()
    ]
    return _BARE.answer(_STATUS[kind], articles=articles, link=link, command=command)
