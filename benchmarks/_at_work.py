"""A bot at work on a platform, each in a process of its own."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from subprocess import Popen
from typing import Any

from benchmarks._processes import Bot, asked, bot, process, read
from bot.memory import Memory
from conversations.messages import Action, Button, Buttons, Heading, Message, Text
from conversations.turn import To
from storage import accounts, outbox, people

MOST_A_MINUTE = 60_000
_INVITED = "Nu är det dags för årets självskattning. Den tar ungefär en kvart, och du kan ta den i omgångar."


@dataclass
class Place:
    """The platform, the workspace or tenant there, and where the bot's database and keys are."""

    platform: Popen[str]
    workspace: str
    settings: dict[str, str]
    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'bench.db'}"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def ask(self, what: str, **more: object) -> Any:  # noqa: ANN401  # whatever it says
        return asked(self.platform, {"do": what, **more})

    @contextmanager
    def bot(self, begins: datetime, settings: Mapping[str, str], port: int = 0) -> Iterator[Bot]:
        """The bot at work here."""
        own = {"SKOLSTEG_DATABASE_URL": self.url, "SKOLSTEG_KEYS_DIR": str(self.keys)}
        with bot(begins, self.settings | own | dict(settings), port) as running:
            yield running


@contextmanager
def place(module: str, folder: Path) -> Iterator[Place]:
    """The platform that a module is."""
    with process(module) as platform:
        told = json.loads(read(platform))
        yield Place(platform, told["workspace"], told["settings"], folder)


def invited(remembered: Memory, number: int, round_id: int, most: int) -> dict[int, str]:
    """Put an invitation for each of the staff in the outbox; gives their addresses."""
    now = remembered.now()
    with remembered.database.writing() as connection:
        staff = people.staff(connection, number, remembered.calendars(connection, number).local_date(now))
        for each in staff[:most]:
            said = invitation(round_id, each.school)
            parcel = outbox.Parcel(To("person", each.id), f"invitation {each.id}", said)
            outbox.queue(connection, number, parcel, now)
        return {each.id: accounts.email_of(connection, number, each.id) for each in staff[:most]}


def invitation(round_id: int, school: int) -> Message:
    buttons = (
        Button("Börja", Action("begin", round_id, school), "primary"),
        Button("Inte nu", Action("later", round_id, school)),
    )
    told = Text("Bara du ser vad just du svarar, och du kan ändra dig så länge enkäten är öppen.")
    return Message(_INVITED, (Heading("Hej!"), Text(_INVITED), told, Buttons(buttons)))
