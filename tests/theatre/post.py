"""The way out of the made-up authority's house."""

from dataclasses import dataclass, field

from bot.platforms.envelope import Rejected
from conversations.turn import To
from storage.sending import Delivery


@dataclass
class Post:
    """Whatever leaves the house."""

    sent: list[Delivery] = field(default_factory=list)
    lost: set[To] = field(default_factory=set)

    def send(self, delivery: Delivery) -> str:
        if delivery.to in self.lost:
            raise Rejected(lastingly=True)
        self.sent.append(delivery)
        return f"message-{delivery.id}"
