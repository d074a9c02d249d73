"""A bot at work in a tenant of Microsoft 365."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks._at_work import Place, invited, place
from benchmarks._load import TEAMS_PATH
from benchmarks._processes import Bot
from benchmarks.startup import free_port
from bot.memory import Memory
from storage import accounts
from storage.accounts import Seen

NOWHERE = "http://127.0.0.1:9/"
"""Graph is no part of this: everybody is known already."""


@contextmanager
def tenant(folder: Path) -> Iterator[Place]:
    with place("benchmarks._tenant", folder) as teams:
        teams.settings["SKOLSTEG_GRAPH_URL"] = NOWHERE
        yield teams


def have_the_bot(teams: Place, remembered: Memory, number: int, round_id: int, most: int) -> None:
    """The staff have the bot, which knows where they are, and invitations that wait for them."""
    addresses = invited(remembered, number, round_id, most)
    people = [(f"Person {each}", email) for each, email in addresses.items()]
    found = teams.ask("people", people=people)
    several = list(zip(addresses.items(), found["people"], strict=True))
    with remembered.database.writing() as connection:
        seen = [Seen(user, email, active=True) for (_, email), (user, _) in several]
        accounts.take(connection, number, "teams", seen)
        for (person, _), (_, talk) in several:
            accounts.talk_in(connection, number, "teams", person, talk, found["service"])


@contextmanager
def at_work(teams: Place, begins: datetime) -> Iterator[Bot]:
    """The bot at its usual pace; the tenant refuses what is faster than Teams allows."""
    port = free_port()
    teams.ask("settings", bot=f"http://127.0.0.1:{port}{TEAMS_PATH}")
    with teams.bot(begins, {}, port) as running:
        yield running
