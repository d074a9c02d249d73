"""The page that the app's entry in the catalogue links to: what it is, who sees what, on which terms."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from conversations.texts import languages, say

PATH = "/teams/about"
_SEEN_BY = ("own", "team", "principal", "authority", "researcher")
_HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def routes() -> list[Route]:
    """Where the page is served; it says the same to everybody."""
    return [Route(PATH, _about)]


def page() -> str:
    """The whole page, each language after the other."""
    title = escape(say(languages()[0], "catalogue.page.title"))
    parts = "\n".join(_article(language, first=not number) for number, language in enumerate(languages()))
    view = '<meta name="viewport" content="width=device-width">'
    return (
        f'<!doctype html>\n<html lang="{languages()[0]}">\n<meta charset="utf-8">{view}\n'
        f"<title>{title}</title>\n{parts}\n</html>\n"
    )


def _article(language: str, *, first: bool) -> str:
    def said(key: str) -> str:
        return escape(say(language, key))

    # Links from the catalogue lead to the first language's parts.
    privacy, terms = (f' id="{name}"' if first else "" for name in ("privacy", "terms"))
    seen = "\n".join(
        f"<h3>{said(f'home.who.{who}')}</h3>\n<p>{said(f'home.who.{who}_text')}</p>" for who in _SEEN_BY
    )
    return (
        f'<article lang="{language}">\n<h1>{said("catalogue.page.title")}</h1>\n'
        f"<p>{said('chat.manifest.about')}</p>\n"
        f"<h2{privacy}>{said('home.who.heading')}</h2>\n{seen}\n"
        f"<h2{terms}>{said('catalogue.page.terms_heading')}</h2>\n"
        f"<p>{said('catalogue.page.terms')}</p>\n</article>"
    )


async def _about(_request: Request) -> HTMLResponse:
    return HTMLResponse(page(), headers=_HEADERS)
