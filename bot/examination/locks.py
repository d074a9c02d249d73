"""The rounds' keys: kept to ourselves, there while a round needs them, gone afterwards."""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from bot.examination.findings import Finding, advice, well, wrong
from storage.keys import Poll

_SUBJECT = "Keys"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LOST = "Put the folder back from where it was; without its key a round's ballots cannot be read by anybody."


def keys(folder: Path, needed: Collection[Poll]) -> Iterator[Finding]:
    """Compare the folder with the rounds that are not closed; the folder itself is left as it is."""
    if not folder.is_dir():
        if needed:
            yield wrong(_SUBJECT, f"there is no folder {folder}, and rounds are open.", _LOST)
        else:
            yield well(_SUBJECT, f"{folder} will be made when a round is planned.")
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield wrong(_SUBJECT, f"{folder} cannot be used by this user.", "Give the folder to the bot's user.")
        return
    yield from _private(folder)
    yield from _complete(folder, needed)


def _private(folder: Path) -> Iterator[Finding]:
    if folder.stat().st_mode & _OTHERS:
        yield wrong(_SUBJECT, f"{folder} is open to other users.", f"Run: chmod 700 {folder}")
    open_files = [path.name for path in sorted(folder.glob("*.key")) if path.stat().st_mode & _OTHERS]
    if open_files:
        told = f"{len(open_files)} of the files in {folder} can be read by other users."
        yield wrong(_SUBJECT, told, f"Run: chmod 600 {folder}/*.key")


def _complete(folder: Path, needed: Collection[Poll]) -> Iterator[Finding]:
    # By their names and not through Keys, which would mend the folder's mode on the way.
    kept, wanted = {path.name for path in folder.glob("*.key")}, {_name(poll): poll for poll in needed}
    missing, spent = sorted(poll for name, poll in wanted.items() if name not in kept), kept - wanted.keys()
    if missing:
        shown = ", ".join(f"round {poll.round} at school {poll.school}" for poll in missing[:3])
        yield wrong(_SUBJECT, f"{len(missing)} are missing: {shown}{' …' if missing[3:] else ''}.", _LOST)
    else:
        yield well(_SUBJECT, f"all {len(needed)} that open rounds need are in {folder}.")
    if spent:
        told = f"{len(spent)} of closed rounds are still there."
        yield advice(_SUBJECT, told, "The bot destroys them within seconds: see that serve is running.")


def _name(poll: Poll) -> str:
    return f"{poll.authority}-{poll.round}-{poll.school}.key"
