"""A town in Teams where things go wrong, and what must be true of it in the end."""

import time
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.platforms.teams import render
from conversations.turn import To
from storage import outbox
from storage.tables import Account, Outbox
from tests.contract.surviving import ON_THE_WAY, asked, assert_kept, crowded, remembered
from tests.contract.teams.conftest import BEGINS, Town
from tests.contract.teams.fake.state import Message, User
from tests.contract.teams.fake.words import labels, readable
from tests.storage.authorities import PLAN, lines

PATIENT = 30.0
HASTE = {"SKOLSTEG_TEAMS_MESSAGES_PER_MINUTE": "60000"}


def planned(town: Town, crowd: int = 0) -> None:
    """A round that opens on a Monday; ``crowd`` more people at the second school."""
    more = crowded(crowd)
    with remembered(town) as authority:
        authority.take(lines() + more)
        authority.plan(PLAN, BEGINS)
    for line in more:
        town.teams.user(line.name, line.email)
    town.teams.limits.enforced = False


def met(town: Town) -> None:
    """The bot runs, and everybody has it."""
    town.start(**HASTE)
    for user in town.teams.tenant.users.values():
        assert town.teams.installs(user).ok
    town.teams.settle()


def doubles(town: Town) -> list[Message]:
    """What stands in the chats and is not where the bot knows its messages to be; fails where one lacks.

    Every message to somebody with an account must have been sent and stand there, as it is now.
    """
    with remembered(town) as authority, authority.database.reading() as connection:
        rows = connection.execute(
            select(Outbox.id, Outbox.revision, Outbox.state, Outbox.to_kind, Outbox.to_id)
            .add_columns(Outbox.platform_message_id)
            .where(Outbox.authority_id == town.authority)
        ).all()
        reached = set(connection.execute(select(Account.person_id)).scalars())
        cards = {
            row.id: outbox.message(
                connection, outbox.Card(town.authority, To(row.to_kind, row.to_id), row.id)
            )
            for row in rows
        }
    unsaid = {
        row.id: row.state
        for row in rows
        if row.to_kind == "person" and row.to_id in reached and row.state not in ENDS
    }
    assert not unsaid
    standing = _standing(town)
    for row in (each for each in rows if each.state == "sent"):
        found = standing.pop(row.platform_message_id)
        assert found.card == render.message(cards[row.id], row.id, row.revision).card
    return list(standing.values())


ENDS = ("sent", "dropped")


def _standing(town: Town) -> dict[str, Message]:
    places = list(town.teams.tenant.conversations.values())
    return {f"{place.id}|{each.id}": each for place in places for each in place.standing if each.bot}


def assert_whole(town: Town) -> None:
    """Everything has been said exactly once, and every card shows its newest state."""
    assert not doubles(town)
    assert not town.teams.violations


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
        return self.town.teams.said(self.user)[-1]

    @property
    def seen(self) -> object:
        """The card as it stands on the screen."""
        return self.card.seen_by(self.user)

    @property
    def done(self) -> bool:
        return "Tack" in readable(self.seen)

    def press(self) -> bool:
        """Press what comes next; whether it was acknowledged."""
        seen = self.seen
        number = asked(readable(seen))
        level = f"{number % 3 + 1} · "
        found = [each for each in labels(seen) if each.startswith(level) or each in ON_THE_WAY]
        ack = self.town.teams.presses(self.user, self.card, found[0])
        taken = ack.ok and isinstance(ack.body, dict) and isinstance(ack.body.get("value"), dict)
        if taken and number:
            self.given[number] = number % 3 + 1
        return taken

    def presses(self, within: float = PATIENT) -> None:
        """Press until it is acknowledged; the answer to the press is the next card."""
        before = readable(self.seen)
        self.town.teams.until(self.press, within)
        self.town.teams.until(lambda: readable(self.seen) != before, within)

    def finishes(self, within: float = PATIENT) -> None:
        while not self.done:
            self.presses(within)

    def goes_on(self, seconds: float) -> None:
        """Press as long as there is somebody who answers, so many seconds at most."""
        last = time.monotonic() + seconds
        while not self.done and time.monotonic() < last and self.press():
            pass

    def assert_kept(self) -> None:
        """Whatever was acknowledged is saved."""
        assert_kept(self.town, self.name, self.given)
