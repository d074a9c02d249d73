"""The pages around an installation: one sentence about how it went and what to do, in both languages."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.responses import HTMLResponse

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
    body = _template().render(articles=articles, link=link, command=command, style=_style())
    return HTMLResponse(body, _STATUS[kind], _headers())


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("bot.platforms.slack", "page"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("install.html")


@cache
def _style() -> str:
    return files("bot.platforms.slack").joinpath("page", "install.css").read_text("utf-8")


def _headers() -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return {
        "cache-control": "no-store",
        "content-security-policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
        ),
        # The address holds a code while Slack's answer is shown.
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
