"""Whether a badge that somebody has saved has been withdrawn since: a list of bits that verifiers fetch.

W3C Bitstring Status List v1.0 (Recommendation, 15 May 2025). The list's name is known to those alone who have
a badge, and a badge's place in it says nothing of any other certificate. How many have been withdrawn is
hidden among decoys, bits that are set and belong to no certificate; only whoever keeps each day's list can
still count the changes.
"""

import base64
import gzip
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.badge_signing import Json, Signer, written

PATH = "/certificate/status"
# The first half of the places is for certificates, the other for decoys. It is for all that an installation
# ever issues: 131 072, or 80 years of every school in the country.
CERTIFICATES = 1 << 17

_CONTEXT = "https://www.w3.org/ns/credentials/v2"
_HALF = 9
_SIZE = 1 << 2 * _HALF
# As many as NIST SP 800-38G takes for FF1: with halves this small, fewer could be told from chance.
_TURNS = 10
_CROWD = 64
_NAME_BYTES = 16
# A verifier's clock may be slow, and an old list must not be shown for ever by whoever has kept one.
_SLOW = timedelta(minutes=5)
_FRESH = timedelta(days=1)


def name(signer: Signer) -> str:
    """What an authority's list is called in its address: 32 characters that nobody can guess."""
    return signer.derived("name of the status list")[:_NAME_BYTES].hex()


def entry(signer: Signer, address: str, certificate: int) -> Json:
    """The ``credentialStatus`` of a certificate, by its row's id, where the installation is reached.

    Raises ValueError for an id that has no place in the list (``CERTIFICATES`` of them have).
    """
    if not 0 <= certificate < CERTIFICATES:
        raise ValueError(f"the status list has no place for certificate {certificate}")
    listed, place = _address(signer, address), _place(_secret(signer), certificate)
    return {
        "id": f"{listed}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": listed,
    }


def listing(signer: Signer, address: str, withdrawn: Collection[int], now: datetime) -> bytes:
    """The signed list, as JSON, in which the certificates with these row ids are withdrawn.

    An id without a place in the list has no badge that could ask for it, and is left out.
    """
    listed = _address(signer, address)
    credential: Json = {
        "@context": [_CONTEXT],
        "id": listed,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": signer.did,
        "validFrom": written(now - _SLOW),
        "validUntil": written(now + _FRESH),
        "credentialSubject": {
            "id": f"{listed}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(_bits(_secret(signer), withdrawn)),
        },
    }
    return signer.signed(credential, now)


def _address(signer: Signer, address: str) -> str:
    return f"{address}{PATH}/{name(signer)}"


def _secret(signer: Signer) -> bytes:
    return signer.derived("places in the status list")


def _bits(secret: bytes, withdrawn: Collection[int]) -> bytes:
    set_for = {each for each in withdrawn if each < CERTIFICATES}
    # There is always a decoy, so that a list in which nothing is withdrawn does not say so.
    decoys = range(CERTIFICATES, CERTIFICATES + _CROWD - len(set_for) % _CROWD)
    bits = bytearray(_SIZE // 8)
    for each in (*set_for, *decoys):
        place = _place(secret, each)
        bits[place // 8] |= 0x80 >> place % 8
    return bytes(bits)


def _place(secret: bytes, number: int) -> int:
    # A Feistel network: whatever the turns scramble, no two numbers get the same place.
    left, right = divmod(number, 1 << _HALF)
    for turn in range(_TURNS):
        left, right = right, left ^ _scrambled(secret, turn, right)
    return left << _HALF | right


def _scrambled(secret: bytes, turn: int, half: int) -> int:
    digest = hmac.digest(secret, turn.to_bytes(1) + half.to_bytes(2), "sha256")
    return int.from_bytes(digest[:2]) % (1 << _HALF)


def _encoded(bits: bytes) -> str:
    # Without the time, the same list is the same text.
    packed = base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode()
    return f"u{packed.rstrip('=')}"
