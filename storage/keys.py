"""The rounds' keys: one small file for each school's round, outside the database.

Where the file is gone, the ballots of that round cannot be read by anybody, from any backup of the database.
"""

import contextlib
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from storage import private_files
from storage.seal import KEY_BYTES, Seal

_ENDING = ".key"
_HIDDEN = ".secret"
_OWNER = "belongs-to"
_REMEMBERED = 1024


class KeyMissing(Exception):  # noqa: N818  -- the word says what has happened
    """There is no usable key for this school's round: destroyed, or never made, or not mounted here."""


@dataclass(frozen=True, slots=True, order=True)
class Poll:
    """One school's part of one round: what a key, a ballot box and a window belong to."""

    authority: int
    round: int
    school: int


class Keys:
    """The keys in one directory (mode 0700, made when it is missing); safe to share between threads."""

    def __init__(self, directory: str | Path) -> None:
        self._directory = Path(directory)
        private_files.prepare(self._directory)
        self._seals: OrderedDict[Poll, Seal] = OrderedDict()
        self._lock = threading.Lock()

    def create(self, poll: Poll) -> None:
        """Make a random key that survives a crash; a key that is already there is left as it is."""
        private_files.place(self._path(poll), secrets.token_bytes(KEY_BYTES))

    def claim(self, mark: str) -> bool:
        """Write down whose this directory is, unless that is known; whether it is this owner's."""
        if self.owner() is None:
            private_files.place(self._directory / _OWNER, mark.encode())
        return self.owner() == mark

    def owner(self) -> str | None:
        """The mark of the database that these keys belong to, None before any has claimed them."""
        try:
            return (self._directory / _OWNER).read_text("utf-8")
        except FileNotFoundError:
            return None

    def secret(self, name: str) -> bytes:
        """A random secret of 32 bytes under a name, made at first use and then the same for every process."""
        path = self._directory / f"{name}{_HIDDEN}"
        if not path.exists():
            private_files.place(path, secrets.token_bytes(KEY_BYTES))
        return path.read_bytes()

    def has_secret(self, name: str) -> bool:
        """Whether there is a secret under a name."""
        return (self._directory / f"{name}{_HIDDEN}").exists()

    def seal(self, poll: Poll) -> Seal:
        """The seal made from the key; KeyMissing when there is none, even if another replica removed it."""
        if not self._path(poll).exists():
            self._forget(poll)
            raise KeyMissing(f"no key for {poll}")
        with self._lock:
            seal = self._seals.get(poll)
            if seal:
                self._seals.move_to_end(poll)
                return seal
        return self._remember(poll, Seal(self._read(poll)))

    def destroy(self, poll: Poll) -> None:
        """Make a key unreadable for good: overwritten, removed, forgotten; it may be gone already."""
        self._forget(poll)
        path = self._path(poll)
        with contextlib.suppress(FileNotFoundError):
            private_files.write(path, secrets.token_bytes(KEY_BYTES))
            path.unlink()
        self._forget(poll)
        private_files.keep(self._directory)

    def kept(self) -> list[Poll]:
        """Whose keys there are, in order."""
        polls = (_poll(path) for path in self._directory.glob(f"*{_ENDING}"))
        return sorted(poll for poll in polls if poll)

    def age(self, poll: Poll) -> timedelta:
        """For how long there has been a key, by this machine's clock; no time at all where there is none."""
        try:
            return timedelta(seconds=time.time() - self._path(poll).stat().st_mtime)
        except FileNotFoundError:
            return timedelta(0)

    def _path(self, poll: Poll) -> Path:
        return self._directory / f"{poll.authority}-{poll.round}-{poll.school}{_ENDING}"

    def _read(self, poll: Poll) -> bytes:
        try:
            key = self._path(poll).read_bytes()
        except FileNotFoundError:
            raise KeyMissing(f"no key for {poll}") from None
        if len(key) != KEY_BYTES:
            raise KeyMissing(f"the key for {poll} is damaged")
        return key

    def _remember(self, poll: Poll, seal: Seal) -> Seal:
        with self._lock:
            self._seals[poll] = seal
            while len(self._seals) > _REMEMBERED:
                self._seals.popitem(last=False)
        return seal

    def _forget(self, poll: Poll) -> None:
        with self._lock:
            self._seals.pop(poll, None)


def _poll(path: Path) -> Poll | None:
    pieces = path.name.removesuffix(_ENDING).split("-")
    if len(pieces) != 3 or not all(piece.isascii() and piece.isdigit() for piece in pieces):  # noqa: PLR2004  -- authority, round, school
        return None
    return Poll(*map(int, pieces))
