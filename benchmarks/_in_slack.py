"""A bot at work in a workspace of Slack's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks._at_work import MOST_A_MINUTE, Place, invited, place
from benchmarks._processes import Bot
from benchmarks.startup import free_port
from bot.memory import Memory


@contextmanager
def workspace(folder: Path) -> Iterator[Place]:
    with place("benchmarks._workspace", folder) as slack:
        yield slack


def have_accounts(slack: Place, remembered: Memory, number: int, round_id: int, most: int) -> None:
    """The staff have accounts and invitations that wait for them; the bot is told of nobody."""
    addresses = invited(remembered, number, round_id, most)
    slack.ask("people", people=[(f"Person {each}", email) for each, email in addresses.items()])


@contextmanager
def at_work(slack: Place, begins: datetime, per_minute: int = 0) -> Iterator[Bot]:
    """The bot, which keeps its own pace; the workspace refuses what is faster, 0: nothing."""
    port = free_port()
    pace: Mapping[str, str] = {"SKOLSTEG_SLACK_MESSAGES_PER_MINUTE": str(per_minute or MOST_A_MINUTE)}
    slack.ask("settings", bot=f"http://127.0.0.1:{port}/slack/events", per_minute=per_minute)
    with slack.bot(begins, pace, port) as running:
        yield running
