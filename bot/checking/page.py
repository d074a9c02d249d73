"""What whoever checks a certificate is shown: how it stands, in both languages, and nothing of the school."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from starlette.responses import HTMLResponse

from bot.bare_page import BarePage
from bot.printing.days import written
from conversations.certification import CertificateFacts
from conversations.rules.validity import Standing, standing
from conversations.texts import languages, say

Trouble = Literal["unknown", "often", "later"]
Article = dict[str, object]

_BARE = BarePage("bot.checking", "", "page.html", "page.css", also="form-action 'none'")
_STATUS: dict[Trouble, int] = {"unknown": 404, "often": 429, "later": 503}


def of(certificate: CertificateFacts, today: date, status: int = 200) -> HTMLResponse:
    """How a certificate stands on a local day."""
    stands = standing(certificate, today)

    def article(language: str) -> Article:
        heading = say(language, f"print.check.{stands}")
        return {"heading": heading, "sentence": "", "facts": _facts(language, certificate, stands)}

    return _page(stands, article, status)


def trouble(kind: Trouble, wait: int = 0) -> HTMLResponse:
    """That there is no such certificate, or that one has to come back, after ``wait`` seconds where known."""

    def article(language: str) -> Article:
        sentence = say(language, f"print.check.{kind}_next")
        return {"heading": say(language, f"print.check.{kind}"), "sentence": sentence, "facts": ()}

    response = _page(kind, article, _STATUS[kind])
    if wait:
        response.headers["retry-after"] = str(wait)
    return response


def _facts(language: str, certificate: CertificateFacts, stands: Standing) -> tuple[tuple[str, str], ...]:
    until = "until" if stands == "valid" else "was_until"
    days = {"issued": certificate.issued_on, until: certificate.valid_until}
    if stands == "withdrawn" and certificate.withdrawn_on is not None:
        days = {"issued": certificate.issued_on, "withdrawn_on": certificate.withdrawn_on}
    award = certificate.framework.words(language).award
    return (
        (say(language, "print.check.award"), award),
        *((say(language, f"print.check.{name}"), written(language, day)) for name, day in days.items()),
    )


def _page(kind: str, article: Callable[[str], Article], status: int) -> HTMLResponse:
    articles = [
        {"language": language, "about": say(language, "print.check.title"), **article(language)}
        for language in languages()
    ]
    response = _BARE.answer(status, articles=articles, kind=kind)
    response.headers["x-robots-tag"] = "noindex, nofollow"
    return response
