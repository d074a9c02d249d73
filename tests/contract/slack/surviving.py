"""A round in a town where things go wrong, and what must be true of it in the end."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from conversations.turn import To
from storage import channels
from storage.tables import Lease, Outbox
from tests.contract.slack.conftest import BEGINS, Town
from tests.contract.slack.fake.state import Message, User
from tests.contract.surviving import (
    ON_THE_WAY,
    OPENS,
    asked,
    assert_kept,
    crowded,
    imported,
    pass_time,
    remembered,
    states,
)
from tests.storage.authorities import PLAN, lines

__all__ = [
    "OPENS",
    "Answering",
    "assert_whole",
    "imported",
    "linked",
    "looked_around",
    "pass_time",
    "planned",
    "remembered",
    "shown",
    "states",
]


LOOKING = "looking around"


def planned(town: Town, crowd: int = 0) -> None:
    """A round that opens on a Monday; ``crowd`` more people at the second school."""
    more = crowded(crowd)
    with remembered(town) as authority:
        authority.take(lines() + more)
        authority.plan(PLAN, BEGINS)
    for line in more:
        town.slack.user(line.name, line.email)


def linked(town: Town, team: str) -> str:
    """Let a work team talk in the channel that bears its name; gives the channel's number."""
    channel = town.slack.channel(f"norra-{team.lower().replace(' ', '-')}")
    with remembered(town) as authority, authority.database.writing() as connection:
        channels.link(connection, town.authority, To("team", authority.team(team)), channel.id)
    return channel.id


def looked_around(town: Town) -> None:
    """Wait until the bot has seen who is in the workspace and which channels it has."""
    with remembered(town) as authority:

        def is_done() -> bool:
            with authority.database.reading() as connection:
                busy = connection.execute(select(Lease.name).where(Lease.name == LOOKING)).first()
            return not busy and any(method == "conversations.list" for method, _ in town.slack.calls)

        town.slack.until(is_done)


def mark(message: Message) -> int:
    """The number that a message bears for us, 0 for none."""
    return int((message.metadata or {}).get("event_payload", {}).get("message", 0))


def shown(town: Town) -> dict[int, int]:
    """Which revision of which of our messages stands in the workspace; fails on a double."""
    found = [
        each
        for channel in town.slack.workspace.channels.values()
        for each in channel.messages.values()
        if mark(each)
    ]
    doubled = {number: times for number, times in Counter(map(mark, found)).items() if times > 1}
    assert not doubled, f"said more than once: {doubled}"
    return {mark(each): int(each.blocks[0]["block_id"].split(".")[1]) for each in found}


def assert_whole(town: Town) -> None:
    """Everything has been said exactly once, and every card shows its newest state."""
    with remembered(town) as authority, authority.database.reading() as connection:
        rows = connection.execute(
            select(Outbox.id, Outbox.revision, Outbox.state, Outbox.to_kind).where(
                Outbox.authority_id == town.authority
            )
        ).all()
        # Work teams without a channel wait for one.
        unsaid = [row for row in rows if row.state not in ("sent", "dropped")]
        waiting = {row.id: row.state for row in unsaid if row.to_kind == "person"}
        newest = {row.id: row.revision for row in rows if row.state == "sent"}
    assert not waiting
    found = shown(town)
    assert {number: found.get(number) for number in newest} == newest
    assert set(found) <= {row.id for row in rows}


@dataclass
class Answering:
    """Somebody who answers, presses again when nothing happens, and remembers what was acknowledged."""

    town: Town
    name: str
    given: dict[int, int] = field(default_factory=dict)

    @property
    def user(self) -> User:
        return self.town.user(self.name)

    @property
    def card(self) -> Message:
        return self.town.slack.said(self.user)[-1]

    @property
    def done(self) -> bool:
        return "Tack" in self.card.words

    def press(self) -> bool:
        """Press what comes next; whether it was acknowledged."""
        card = self.card.snapshot()
        number = asked(card.words)
        level = f"{number % 3 + 1} · "
        labels = [each for each in card.labels if each.startswith(level) or each in ON_THE_WAY]
        ack = self.town.slack.presses(self.user, card, labels[0])
        if ack.ok and number:
            self.given[number] = number % 3 + 1
        return ack.ok

    def presses(self, within: float = 30.0) -> None:
        """Press until it is acknowledged, and wait for the card to become another."""
        words = self.card.words
        self.town.slack.until(self.press, within)
        self.town.slack.until(lambda: self.card.words != words, within)

    def finishes(self, within: float = 30.0) -> None:
        while not self.done:
            self.presses(within)

    def assert_kept(self) -> None:
        """Whatever was acknowledged is saved."""
        assert_kept(self.town, self.name, self.given)
