"""Certificates as Open Badges 3.0: a credential in JSON that anybody can verify without asking us.

Only whether it has been withdrawn since has to be asked for (``badge_status``).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import badge_status
from bot.badge_signing import Json, Signer, signer, written
from conversations.certification import CertificateFacts
from conversations.texts import say
from storage.keys import Keys

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: an authority by number and name, where it is reached from outside, and its time zone.

    ``address`` is empty for an installation that nobody reaches from outside.
    """

    authority: int
    name: str
    address: str
    zone: str = "Europe/Stockholm"


def badge(keys: Keys, issuer: Issuer, certificate: CertificateFacts, now: datetime) -> bytes:
    """The signed credential of a certificate, in its framework's first language.

    Raises ValueError for a certificate that is withdrawn.
    """
    if certificate.withdrawn_on is not None:
        raise ValueError("a certificate that is withdrawn has no badge")
    by = signer(keys, issuer.authority)
    credential = _credential(_profile(by, issuer), issuer, certificate)
    return by.signed(credential | _status(by, issuer.address, certificate.id), now)


def profile(keys: Keys, issuer: Issuer) -> Json:
    """Who the issuer is, by the name and the public key that its credentials bear."""
    return _profile(signer(keys, issuer.authority), issuer)


def _profile(by: Signer, issuer: Issuer) -> Json:
    named: Json = {"id": by.did, "type": ["Profile"], "name": issuer.name}
    return named | ({"url": issuer.address} if issuer.address else {})


def _status(by: Signer, address: str, certificate: int) -> Json:
    # Without an address nobody could fetch the list, and careful verifiers refuse a badge whose list is lost.
    listed = address and certificate < badge_status.CERTIFICATES
    return {"credentialStatus": badge_status.entry(by, address, certificate)} if listed else {}


def _credential(issued_by: Json, issuer: Issuer, certificate: CertificateFacts) -> Json:
    words = certificate.framework.words(certificate.framework.languages[0])
    return {
        "@context": list(CONTEXT),
        "id": _id(issuer.address, certificate.number),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": words.award,
        "issuer": issued_by,
        "validFrom": _instant(certificate.issued_on, issuer.zone),
        "validUntil": _instant(certificate.valid_until + timedelta(days=1), issuer.zone, seconds=-1),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.school.name,
                    "identityType": "name",
                }
            ],
            "achievement": _achievement(certificate),
        },
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _achievement(certificate: CertificateFacts) -> Json:
    framework = certificate.framework
    language = framework.languages[0]
    words = framework.words(language)
    level = words.level(framework.qualifying_level).name
    return {
        # The framework's own fingerprint: the same achievement wherever that framework is used.
        "id": f"urn:sha256:{framework.hash}",
        "type": ["Achievement"],
        "achievementType": "Certification",
        "inLanguage": language,
        "name": words.award,
        "description": words.summary,
        "criteria": {"narrative": say(language, "print.badge.criteria", level=level)},
    }


def _id(address: str, number: str) -> str:
    return f"{address}/certificate/{number}" if address else f"urn:skolsteg:certificate:{number}"


def _instant(day: date, zone: str, seconds: int = 0) -> str:
    return written(datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) + timedelta(seconds=seconds))
