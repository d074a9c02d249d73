"""How an authority signs what others verify: Ed25519 as the W3C's suite ``eddsa-jcs-2022`` says.

The signer is a ``did:key``, so that the public key stands in what is signed.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from storage.keys import Keys

_SECRET = "badges-{authority}"  # noqa: S105  # the name of a file, not what is in it
_ED25519 = b"\xed\x01"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Signer:
    """What an authority signs with; ``seed`` is its secret of 32 bytes."""

    seed: bytes = field(repr=False)

    @property
    def did(self) -> str:
        """The name that the public key is."""
        return f"did:key:{_multibase(_ED25519 + self._key().public_key().public_bytes_raw())}"

    def derived(self, purpose: str) -> bytes:
        """Another secret of 32 bytes, which tells nothing of this one and is lost only together with it."""
        return hmac.digest(self.seed, purpose.encode(), "sha256")

    def signed(self, credential: Json, now: datetime) -> bytes:
        """The credential as JSON, with its proof."""
        did = self.did
        proof: Json = {
            "@context": credential["@context"],
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": written(now),
            "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
            "proofPurpose": "assertionMethod",
        }
        digest = hashlib.sha256(_canonical(proof)).digest() + hashlib.sha256(_canonical(credential)).digest()
        whole = credential | {"proof": proof | {"proofValue": _multibase(self._key().sign(digest))}}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def signer(keys: Keys, authority: int) -> Signer:
    """What an authority (by number) signs with, made at first use."""
    return Signer(keys.secret(_SECRET.format(authority=authority)))


def has_signed(keys: Keys, authority: int) -> bool:
    """Whether an authority (by number) has anything to sign with yet."""
    return keys.has_secret(_SECRET.format(authority=authority))


def written(instant: datetime) -> str:
    """An instant as credentials write it, to the second, in UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _canonical(value: Json) -> bytes:
    # What RFC 8785 asks for, as long as there are no numbers and the keys are plain ASCII; ours are.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _multibase(content: bytes) -> str:
    number, digits = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, len(_BASE58))
        digits = _BASE58[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return f"z{_BASE58[0] * zeros}{digits}"
