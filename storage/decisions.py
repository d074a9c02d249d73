"""What people decide on the road to a certificate and in an action plan, written down with who and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from conversations.decisions import Decided


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides, 0 for the clock, when, and in which authority."""

    authority: int
    person: int
    now: datetime


def carry_out(connection: Connection, deciding: Deciding, decided: Decided) -> None:
    """Placeholder."""
    raise NotImplementedError
