"""Small secret files that survive a crash: readable by the bot alone, whole or not there at all."""

import contextlib
import os
import secrets
from pathlib import Path


def prepare(directory: Path) -> None:
    """Make the folder, where it is missing, and close it to others (mode 0700)."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)


def place(path: Path, content: bytes) -> None:
    """Put a file (mode 0600) in its folder, on the disk when this returns; what is there already stays."""
    waiting = path.parent / f".{secrets.token_hex(8)}.new"
    try:
        write(waiting, content, os.O_CREAT | os.O_EXCL)
        # A link, unlike a rename, never replaces what is there.
        with contextlib.suppress(FileExistsError):
            os.link(waiting, path)
    finally:
        waiting.unlink(missing_ok=True)
    keep(path.parent)


def write(path: Path, content: bytes, flags: int = 0) -> None:
    """Write over the beginning of a file, on the disk when this returns; ``flags`` as of ``os.open``."""
    handle = os.open(path, os.O_WRONLY | flags, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def keep(directory: Path) -> None:
    """Let what has been put into a folder, or removed, be so after a crash too."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
