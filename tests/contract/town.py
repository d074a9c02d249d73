"""A school authority that lives on some chat platform, and the bot beside it as a separate process."""

from abc import ABC, abstractmethod
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.contract.open_town import BEGINS
from tests.contract.process import Bot, running


@dataclass
class AnyTown(ABC):
    """The authority, the stand-in of its platform (``chat``) and its bot."""

    chat: Any
    url: str
    folder: Path
    stack: ExitStack
    authority: int = 0
    bot: Bot = field(init=False)
    now: datetime = BEGINS

    def user(self, name: str) -> Any:  # noqa: ANN401 -- each platform has its own
        """Somebody's account."""
        return self.chat.user(name)

    def runs(self, environment: dict[str, str]) -> None:
        """Start the bot with this, and with what it needs to remember."""
        environment |= {"SKOLSTEG_DATABASE_URL": self.url, "SKOLSTEG_KEYS_DIR": str(self.folder / "keys")}
        self.bot = self.stack.enter_context(running(environment, self.now, self.folder))

    @abstractmethod
    def presses(self, name: str, label: str, /) -> Any:  # noqa: ANN401 -- each platform has its own
        """Somebody presses a button on the newest message that has it; gives what stands there then."""

    def live_until(self, instant: datetime) -> None:
        self.bot.live_until(instant)
        self.now = instant
        self.chat.settle()

    def newest(self, name: str, within: float = 10.0) -> Any:  # noqa: ANN401 -- each platform has its own
        """The newest message of the bot in somebody's conversation with it."""
        self.chat.settle(within=within)
        return self.chat.said(self.user(name))[-1]
