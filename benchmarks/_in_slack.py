"""A bot at work in a workspace, each in a process of its own."""

import json
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from subprocess import Popen
from typing import Any

from benchmarks._processes import PATIENCE, asked, process, read
from benchmarks.startup import answers, free_port
from bot.memory import Memory
from conversations.messages import Action, Button, Buttons, Heading, Message, Text
from conversations.turn import To
from storage import accounts, outbox, people

MOST_A_MINUTE = 60_000
_INVITED = "Nu är det dags för årets självskattning. Den tar ungefär en kvart, och du kan ta den i omgångar."


@dataclass
class Place:
    """The workspace, and where the bot's database and keys are."""

    slack: Popen[str]
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
        return asked(self.slack, {"do": what, **more})


@dataclass
class Bot:
    """A running bot."""

    process: Popen[str]
    port: int

    def resident(self) -> float:
        """Its memory in MB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * 4096 / 1e6

    def waiting(self) -> int:
        """How many messages have not left yet."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=PATIENCE) as page:
            told = page.read().decode()
        line = next(each for each in told.splitlines() if each.startswith("skolsteg_outbox_waiting"))
        return int(float(line.split()[1]))

    def rests(self) -> None:
        """Wait until everything has left."""
        last = time.monotonic() + PATIENCE
        while self.waiting():
            if time.monotonic() > last:
                raise TimeoutError("messages do not leave")
            time.sleep(0.2)


@contextmanager
def workspace(folder: Path) -> Iterator[Place]:
    with process("benchmarks._workspace") as slack:
        told = json.loads(read(slack))
        yield Place(slack, told["workspace"], told["settings"], folder)


@contextmanager
def at_work(place: Place, begins: datetime, per_minute: int = 0) -> Iterator[Bot]:
    """The bot, which keeps its own pace; the workspace refuses what is faster, 0: nothing."""
    port = free_port()
    settings: Mapping[str, str] = place.settings | {
        "SKOLSTEG_DATABASE_URL": place.url,
        "SKOLSTEG_KEYS_DIR": str(place.keys),
        "SKOLSTEG_PORT": str(port),
        "SKOLSTEG_LOG_FORMAT": "json",
        "SKOLSTEG_SLACK_MESSAGES_PER_MINUTE": str(per_minute or MOST_A_MINUTE),
    }
    place.ask("settings", bot=f"http://127.0.0.1:{port}/slack/events", per_minute=per_minute)
    with process("tests.contract.working", begins.isoformat(), **settings) as running:
        last = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/health"):
            if running.poll() is not None or time.monotonic() > last:
                raise TimeoutError("the bot does not start")
            time.sleep(0.05)
        yield Bot(running, port)


def invited(remembered: Memory, number: int, round_id: int, most: int) -> list[tuple[str, str]]:
    """Put an invitation for each of the staff in the outbox; gives their names and addresses."""
    now = remembered.now()
    with remembered.database.writing() as connection:
        staff = people.staff(connection, number, remembered.calendars(connection, number).local_date(now))
        for each in staff[:most]:
            said = invitation(round_id, each.school)
            parcel = outbox.Parcel(To("person", each.id), f"invitation {each.id}", said)
            outbox.queue(connection, number, parcel, now)
        emails = {each.id: accounts.email_of(connection, number, each.id) for each in staff[:most]}
    return [(f"Person {number}", email) for number, email in emails.items()]


def invitation(round_id: int, school: int) -> Message:
    buttons = (
        Button("Börja", Action("begin", round_id, school), "primary"),
        Button("Inte nu", Action("later", round_id, school)),
    )
    told = Text("Bara du ser vad just du svarar, och du kan ändra dig så länge enkäten är öppen.")
    return Message(_INVITED, (Heading("Hej!"), Text(_INVITED), told, Buttons(buttons)))
