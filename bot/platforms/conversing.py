"""What a conversation needs at hand in any chat: who is there, in which language, what is done beside it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ClassVar

from bot.dispatcher import Dispatcher
from bot.examination.place import missing_file
from bot.log import logger
from bot.memory import Memory
from bot.platforms.envelope import Reply
from conversations.messages import Button, Buttons, Message, Text
from conversations.texts import say
from conversations.turn import To
from storage import people, strangers

_log = logger()


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in a chat of ours; ``person`` is 0 for somebody who is not on the roster."""

    authority: int
    person: int
    user: str

    @property
    def own(self) -> To:
        """Their own conversation."""
        return To("person", self.person)


@dataclass(frozen=True, slots=True)
class Conversing:
    """The services behind a conversation that are the same in every chat."""

    platform: ClassVar[str]
    memory: Memory
    dispatcher: Dispatcher
    errands: ThreadPoolExecutor = field(kw_only=True)

    def require_database(self) -> None:
        """FileNotFoundError where the database has been taken away, before anything makes an empty one."""
        if missing_file(self.memory.database.url):
            raise FileNotFoundError("the database has been taken away")

    def language(self, who: Who) -> str:
        """Which language somebody is spoken to in."""
        with self.memory.database.reading() as connection:
            today = self.memory.calendars(connection, who.authority).local_date(self.memory.now())
            found = people.who(connection, who.authority, who.person, today)
        return found.me.language if found and found.me else found.language if found else "sv"

    def first_met(self, who: Who) -> bool:
        """Note that a stranger has written; whether it is time to explain it to them."""
        with self.memory.database.writing() as connection:
            return strangers.met(connection, who.authority, self.platform, who.user, self.memory.now())

    def soon(self, errand: Callable[[], object]) -> None:
        """Do something beside the conversation; what fails is logged, and nothing depends on it."""
        self.errands.submit(_quietly, errand, self.platform)


def behind_a_button(shown: Message, reply: Reply) -> Message:
    """Nothing can pop up without a press, so what was asked for in words waits behind one."""
    if reply.again is None:
        return shown
    told, label = (say(shown.language, f"chat.reveal.{name}") for name in ("text", "button"))
    return Message(told, (Text(told), Buttons((Button(label, reply.again, "primary"),))), shown.language)


def _quietly(errand: Callable[[], object], platform: str) -> None:
    try:
        errand()
    except Exception:  # noqa: BLE001  # whatever the chat did: the conversation itself is saved
        _log.exception(f"an errand to {platform} failed")
