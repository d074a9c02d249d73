"""A sender for commands that decide and leave the delivering to the bot at work."""

from storage.sending import Delivery


class Nobody:
    """Sends nothing: what a command leads to is delivered by the bot at work."""

    def send(self, delivery: Delivery) -> str:
        """Refuse; nothing is ever delivered from here."""
        raise NotImplementedError(f"delivery {delivery.id} waits for the bot")
