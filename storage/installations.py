"""Platforms' tokens, encrypted with a key that is a file beside the rounds' keys and not in the database."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, bindparam, select, update

from storage import private_files
from storage.seal import KEY_BYTES
from storage.tables import Authority, Installation
from storage.writes import upsert

_SECRET = "installations.secret"  # noqa: S105  -- a file's name
_NONCE_BYTES = 12
_KEEP = upsert(Installation, ("authority_id", "platform"), ("tokens", "installed_at", "revoked_at"))
_THIS = (
    Installation.authority_id == bindparam("authority"),
    Installation.platform == bindparam("on"),
    Installation.revoked_at.is_(None),
)
_FIND = select(Installation.tokens).where(*_THIS)
_REVOKE = update(Installation).where(*_THIS).values(revoked_at=bindparam("now"))
_ALL = (
    select(Authority.id, Authority.workspace)
    .join(Installation, Installation.authority_id == Authority.id)
    .where(
        Authority.platform == bindparam("on"),
        Installation.platform == bindparam("on"),
        Installation.revoked_at.is_(None),
    )
    .order_by(Authority.id)
)


class Locked(Exception):  # noqa: N818  -- the word says what has happened
    """The tokens cannot be read with the secret that is here: it is missing, damaged or another one."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{_SECRET} {why}: put the file back, or install the app in the workspace again")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a workspace gave: the bot's token, its user there, what it may do, the workspace's name."""

    bot: str = field(repr=False)
    bot_user: str = ""
    scopes: tuple[str, ...] = ()
    name: str = ""


class Vault:
    """Closes and opens tokens with the secret in the folder of keys; the secret is made when first needed."""

    __slots__ = ("_path",)

    def __init__(self, keys_dir: str | Path) -> None:
        self._path = Path(keys_dir) / _SECRET

    def close(self, bound_to: bytes, content: bytes) -> bytes:
        """Encrypt; only the same ``bound_to`` opens it again."""
        if not self._path.exists():
            private_files.prepare(self._path.parent)
            private_files.place(self._path, secrets.token_bytes(KEY_BYTES))
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, content, bound_to)

    def open(self, bound_to: bytes, blob: bytes) -> bytes:
        """Decrypt; raises Locked when the secret or the database is not the one it was closed with."""
        try:
            return self._cipher().decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], bound_to)
        except (InvalidTag, ValueError):
            raise Locked("is not the one that closed them") from None

    def _cipher(self) -> AESGCM:
        try:
            secret = self._path.read_bytes()
        except FileNotFoundError:
            raise Locked("is missing") from None
        if len(secret) != KEY_BYTES:
            raise Locked("is damaged")
        return AESGCM(secret)


def keep(
    connection: Connection, vault: Vault, authority: int, platform: str, tokens: Tokens, now: datetime
) -> None:
    """Keep an authority's tokens for a platform, instead of any that it had."""
    content = json.dumps(asdict(tokens)).encode()
    row = {
        "authority_id": authority,
        "platform": platform,
        "tokens": vault.close(_bound_to(authority, platform), content),
        "installed_at": now,
        "revoked_at": None,
    }
    _KEEP.run(connection, row)


def find(connection: Connection, vault: Vault, authority: int, platform: str) -> Tokens | None:
    """An authority's tokens, None where there are none or they have been revoked; raises Locked."""
    blob = connection.execute(_FIND, {"authority": authority, "on": platform}).scalar()
    if blob is None:
        return None
    kept = json.loads(vault.open(_bound_to(authority, platform), blob))
    return Tokens(kept["bot"], kept["bot_user"], tuple(kept["scopes"]), kept["name"])


def revoke(connection: Connection, authority: int, platform: str, now: datetime) -> None:
    """The workspace has taken its tokens back."""
    connection.execute(_REVOKE, {"authority": authority, "on": platform, "now": now})


def all_of(connection: Connection, platform: str) -> list[tuple[int, str]]:
    """The authorities that have tokens for a platform, each with its workspace there."""
    return [(row.id, row.workspace) for row in connection.execute(_ALL, {"on": platform})]


def _bound_to(authority: int, platform: str) -> bytes:
    return f"skolsteg installation|{authority}|{platform}".encode()
