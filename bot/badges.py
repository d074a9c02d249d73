"""Certificates as Open Badges 3.0: a credential in JSON that anybody can verify without asking us.

Signed with Ed25519 as the W3C's Data Integrity suite ``eddsa-jcs-2022`` says; the issuer is a ``did:key``, so
that the public key stands in the credential itself.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conversations.certification import CertificateFacts
from conversations.texts import say
from storage.keys import Keys

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
_SECRET = "badges-{authority}"  # noqa: S105  # the name of a file, not what is in it
_ED25519 = b"\xed\x01"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Json = dict[str, object]


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
    key = _key(keys, issuer)
    credential = _credential(profile(keys, issuer), issuer, certificate)
    return json.dumps(_signed(credential, key, now), ensure_ascii=False, indent=1).encode()


def profile(keys: Keys, issuer: Issuer) -> Json:
    """Who the issuer is, by the name and the public key that its credentials bear."""
    named: Json = {"id": _did(_key(keys, issuer)), "type": ["Profile"], "name": issuer.name}
    return named | ({"url": issuer.address} if issuer.address else {})


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


def _signed(credential: Json, key: Ed25519PrivateKey, now: datetime) -> Json:
    did = _did(key)
    proof: Json = {
        "@context": credential["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": _written(now),
        "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
    }
    digest = hashlib.sha256(_canonical(proof)).digest() + hashlib.sha256(_canonical(credential)).digest()
    return credential | {"proof": proof | {"proofValue": _multibase(key.sign(digest))}}


def _canonical(value: Json) -> bytes:
    # What RFC 8785 asks for, as long as there are no numbers and the keys are plain ASCII; ours are.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _key(keys: Keys, issuer: Issuer) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.secret(_SECRET.format(authority=issuer.authority)))


def _did(key: Ed25519PrivateKey) -> str:
    return f"did:key:{_multibase(_ED25519 + key.public_key().public_bytes_raw())}"


def _multibase(content: bytes) -> str:
    number, digits = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, len(_BASE58))
        digits = _BASE58[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return f"z{_BASE58[0] * zeros}{digits}"


def _id(address: str, number: str) -> str:
    return f"{address}/certificate/{number}" if address else f"urn:skolsteg:certificate:{number}"


def _instant(day: date, zone: str, seconds: int = 0) -> str:
    return _written(
        datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) + timedelta(seconds=seconds)
    )


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
