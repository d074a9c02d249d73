"""When something does not work: a kind sentence in both languages, whatever else is broken."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.platforms.web.render import environment
from bot.platforms.web.stage import LANGUAGES

SENTENCES = {
    400: "wrong.action",
    403: "wrong.refused",
    411: "wrong.large",
    413: "wrong.large",
    421: "wrong.refused",
    500: "wrong.bug",
    503: "wrong.empty",
}


def page(status: int, reference: str) -> Response:
    """A page of its own, which the script shows in a dialog; ``reference`` finds the line in the log."""
    template = environment().get_template("wrong.html")
    sentence = SENTENCES.get(status, "wrong.unknown")
    body = template.render(languages=LANGUAGES, sentence=sentence, reference=reference)
    return HTMLResponse(body, status_code=status)


async def answer(_request: Request, error: Exception) -> Response:
    """The answer to a request that asks for what is not there, or cannot be understood."""
    return page(error.status_code if isinstance(error, HTTPException) else 500, "")
