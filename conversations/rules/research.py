"""What of the yearly results may be used for research."""

from conversations.snapshot import Snapshot

FEWEST_ANSWERS = 10


def usable(snapshot: Snapshot) -> bool:
    """Whether a school's result may be in a data set for research: shown, and from enough answers."""
    return snapshot.shown and snapshot.answered >= FEWEST_ANSWERS
