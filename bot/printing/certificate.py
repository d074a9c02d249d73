"""The certificate for the wall: one sheet, in Swedish with English beneath."""

import segno

from bot.drawing.sheet import PRINTED
from bot.printing import paper
from bot.printing.days import written
from conversations.certification import CertificateFacts
from conversations.texts import say

_LAYOUT = "certificate"
_FACTS = ("issued", "valid", "number")


def pdf(certificate: CertificateFacts, authority: str, address: str) -> bytes:
    """The sheet as tagged PDF.

    ``address`` is where the installation is reached from outside; without one there is no QR code, for it
    would lead nowhere.
    """
    return paper.pdf(_LAYOUT, data(certificate, authority, address))


def data(certificate: CertificateFacts, authority: str, address: str) -> paper.Data:
    """What the sheet says."""
    framework = certificate.framework
    page = f"{address}/certificate/{certificate.number}" if address else ""
    sv, en = (_said(language, certificate, page) for language in ("sv", "en"))
    return {
        "title": say("sv", "print.certificate.title", school=certificate.school.name),
        "authority": authority,
        "school": certificate.school.name,
        "levels": len(framework.levels),
        "reached": framework.qualifying_level,
        "sv": sv,
        "en": en,
        "facts": [
            [sv[name], en[name], value] for name, value in zip(_FACTS, _values(certificate), strict=True)
        ],
        "qr": _code(page) if page else "",
    }


def _values(certificate: CertificateFacts) -> tuple[str, ...]:
    return (
        written("sv", certificate.issued_on),
        written("sv", certificate.valid_until),
        certificate.number,
    )


def _said(language: str, certificate: CertificateFacts, page: str) -> dict[str, str]:
    words = certificate.framework.words(language)
    school = certificate.school.name
    return {
        "certificate": say(language, "print.certificate.heading"),
        "certified": say(language, "print.certificate.certified"),
        "award": words.award,
        "framework": say(language, "print.certificate.framework", framework=words.name),
        "sentence": say(
            language, "print.certificate.sentence", school=school, award=words.award, framework=words.name
        ),
        "signature": say(language, "print.certificate.signature"),
        "check": say(language, "print.certificate.check"),
        "qr": say(language, "print.certificate.qr", address=page),
        **{name: say(language, f"print.certificate.{name}") for name in _FACTS},
    }


def _code(page: str) -> str:
    # Medium: a framed sheet hangs behind glass, where a part of the code may shine.
    return str(segno.make(page, error="m", micro=False).svg_inline(dark=PRINTED.ink, border=0, omitsize=True))
