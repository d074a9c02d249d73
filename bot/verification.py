"""For everybody: whether a certificate holds, and its badge, by the number that stands on it.

Also the list of what has been withdrawn, for whoever has a badge that names it.

No sign-in and no cookies; who asks too often has to wait. A number that is wrong in any way is looked up and
answered like one that merely does not exist.
"""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import badge_signing, badge_status, badges
from bot.app import Installation
from bot.badge_signing import Signer
from bot.badges import Issuer
from bot.checking import page
from bot.checking.throttle import Throttle
from bot.memory import Memory
from conversations.certification import CertificateFacts
from conversations.facts import SchoolFacts
from conversations.rules.calendar import Calendar
from storage import certificates, frameworks, reports
from storage.certificates import Published
from storage.reports import AuthorityRow

ROOT = "/certificate"

_LONGEST = 40
_CREDENTIAL = "application/vc+ld+json"
_OPEN = {
    # A verifier may be a page of somebody else's.
    "access-control-allow-origin": "*",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}

# A verifier that checks many badges needs the list once.
_A_WHILE = {"cache-control": "public, max-age=300"}

Answer = Callable[[Request], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class _Anything(Convertor[str]):
    """Whatever stands in an address, line breaks too, so that every wrong number ends on the same page."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("anything", _Anything())


@dataclass(frozen=True, slots=True)
class _Found:
    published: Published
    certificate: CertificateFacts


def routes(installed: Installation, clock: Callable[[], float] = time.monotonic) -> list[BaseRoute]:
    """The page of a certificate, its badge, who has signed it, and which are withdrawn.

    ``clock`` gives the seconds that the waiting is counted in.
    """
    check = _Check(installed.memory, Throttle(clock))
    return [
        Route(f"{ROOT}/issuer/{{key:anything}}", check.calmly(check.issuer)),
        Route(f"{badge_status.PATH}/{{name:anything}}", check.calmly(check.status)),
        Route(f"{ROOT}/{{number:anything}}/badge.json", check.calmly(check.badge)),
        Route(f"{ROOT}/{{number:anything}}", check.calmly(check.page)),
    ]


class _Check:
    def __init__(self, memory: Memory, throttle: Throttle) -> None:
        self._memory = memory
        self._throttle = throttle

    def calmly(self, answer: Answer) -> Endpoint:
        """Answer in a thread, where the one who asks has not asked too often."""

        async def endpoint(request: Request) -> Response:
            wait = self._throttle.wait(request.client.host if request.client else "")
            if wait:
                return page.trouble("often", math.ceil(wait))
            try:
                return await asyncio.to_thread(answer, request)
            except SQLAlchemyError:
                return page.trouble("later")

        return endpoint

    def page(self, request: Request) -> Response:
        """How a certificate stands today where its school is."""
        found = self._found(request.path_params["number"])
        if found is None:
            return page.trouble("unknown")
        return self._standing(found)

    def badge(self, request: Request) -> Response:
        """The signed credential; one that is withdrawn is gone."""
        found = self._found(request.path_params["number"])
        if found is None:
            return page.trouble("unknown")
        if found.certificate.withdrawn_on is not None:
            return self._standing(found, 410)
        known = found.published
        issuer = Issuer(known.authority_id, known.authority, self._memory.address, known.zone)
        content = badges.badge(self._memory.keys, issuer, found.certificate, self._memory.now())
        return Response(content, 200, _OPEN, _CREDENTIAL)

    def issuer(self, request: Request) -> Response:
        """Whose a public key is that stands in a badge; whoever has no badge learns of no authority."""
        for each, signer in self._signers():
            if signer.did == request.path_params["key"]:
                whose = Issuer(each.id, each.name, self._memory.address)
                content = json.dumps(badges.profile(self._memory.keys, whose), ensure_ascii=False)
                return Response(content, 200, _OPEN, "application/json")
        return page.trouble("unknown")

    def status(self, request: Request) -> Response:
        """The signed list of what an authority has withdrawn, by the list's name."""
        address = self._memory.address
        for each, signer in self._signers() if address else ():
            if badge_status.name(signer) == request.path_params["name"]:
                with self._memory.database.reading() as connection:
                    withdrawn = certificates.withdrawn(connection, each.id)
                listing = badge_status.listing(signer, address, withdrawn, self._memory.now())
                return Response(listing, 200, _OPEN | _A_WHILE, _CREDENTIAL)
        return page.trouble("unknown")

    def _signers(self) -> Iterator[tuple[AuthorityRow, Signer]]:
        with self._memory.database.reading() as connection:
            known = reports.authorities(connection)
        for each in known:
            # Whoever asks from outside makes no keys.
            if badge_signing.has_signed(self._memory.keys, each.id):
                yield each, badge_signing.signer(self._memory.keys, each.id)

    def _standing(self, found: _Found, status: int = 200) -> Response:
        today = Calendar(found.published.zone).local_date(self._memory.now())
        return page.of(found.certificate, today, status)

    def _found(self, number: str) -> _Found | None:
        # Whatever is asked costs one look-up; and PostgreSQL refuses some of what an address may hold.
        usable = 0 < len(number.strip()) <= _LONGEST and number.isascii() and number.isprintable()
        with self._memory.database.reading() as connection:
            published = certificates.by_number(connection, number if usable else "-")
            if published is None:
                return None
            framework = frameworks.pinned(connection, published.authority_id, published.framework_hash)
        certificate = CertificateFacts(
            published.id,
            SchoolFacts(published.school_id, published.school),
            published.number,
            published.issued_on,
            published.valid_until,
            framework,
            withdrawn_on=published.withdrawn_on,
        )
        return _Found(published, certificate)
