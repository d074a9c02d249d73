"""What an examination says: which part, how it is, and how to mend it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an examination; ``mending`` is a sentence, empty where nothing needs to be done."""

    state: Literal["well", "advice", "wrong"]
    subject: str
    told: str
    mending: str = ""


def well(subject: str, told: str) -> Finding:
    """It is as it should be."""
    return Finding("well", subject, told)


def advice(subject: str, told: str, mending: str) -> Finding:
    """It works, and could be better."""
    return Finding("advice", subject, told, mending)


def wrong(subject: str, told: str, mending: str) -> Finding:
    """It does not work, or will not."""
    return Finding("wrong", subject, told, mending)
