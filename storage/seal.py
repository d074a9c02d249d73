"""What makes a ballot unreadable and untraceable without the key of its school's round."""

import hmac
import os
import struct
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from conversations.turn import Respondent

KEY_BYTES = 32
REF_BYTES = 16
_NONCE_BYTES = 12
_TEAM = struct.Struct(">I")
_VERSION = struct.Struct(">Q")


class Tampered(Exception):  # noqa: N818  -- the word says what has happened
    """A sealed ballot is not what was sealed for this respondent in this version."""

    def __init__(self) -> None:
        super().__init__("a sealed ballot has been changed, moved or cut")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One respondent's answers, one small number per criterion of the round's selection.

    ``version`` is the one that was loaded, 0 for a new ballot; ``team`` is 0 for none.
    """

    version: int
    team: int
    answers: tuple[int, ...] = field(repr=False)


class Seal:
    """Seals and opens the ballots of one school's round. ``key`` is 32 random bytes; ValueError otherwise."""

    __slots__ = ("_cipher", "_reference")

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        self._reference = _derived(key, b"skolsteg ballot reference")
        self._cipher = AESGCM(_derived(key, b"skolsteg ballot seal"))

    def ref(self, round_id: int, school: int, respondent: Respondent) -> bytes:
        """The name under which a respondent's ballot lies: 16 bytes that say nothing without the key."""
        text = f"{round_id}|{respondent.kind}|{respondent.id}|{school}"
        return hmac.digest(self._reference, text.encode(), "sha256")[:REF_BYTES]

    def seal(self, ref: bytes, ballot: Ballot) -> bytes:
        """Close a ballot; the length tells the number of criteria only. ValueError for what is not a byte."""
        content = _TEAM.pack(ballot.team) + bytes(ballot.answers)
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, _bound_to(ref, ballot.version))

    def open(self, ref: bytes, version: int, blob: bytes) -> Ballot:
        """Open a sealed ballot; Tampered when it is not the one that was sealed for this ref and version."""
        try:
            content = self._cipher.decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], _bound_to(ref, version))
        except (InvalidTag, ValueError):
            # The cause is left out: nothing of the content may travel with an error.
            raise Tampered from None
        return Ballot(version, _TEAM.unpack_from(content)[0], tuple(content[_TEAM.size :]))


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def _bound_to(ref: bytes, version: int) -> bytes:
    return ref + _VERSION.pack(version)
