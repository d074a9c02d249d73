"""A school at work that lives in memory, for the tests of the page."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from bot import log
from bot.platforms.envelope import Incoming, Reply
from bot.platforms.web.listen import application
from bot.platforms.web.send import Hub
from bot.platforms.web.stage import Cast, Fetched, Hint, Language, Leap, Player, School, Shown, Team
from conversations.charts import Bar, Chart
from conversations.events import Opened, Pressed, Submitted, Wrote
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Document,
    Facts,
    Field,
    Form,
    Heading,
    Message,
    Option,
    Picture,
    Progress,
    Table,
    Text,
)
from conversations.turn import To
from tests.quiet import log_unconfigured

BASE = "http://127.0.0.1:8765"
LEVELS = ("Påbörjad", "Aktiverad", "Trygg", "Välutvecklad")
DESCRIPTIONS = (
    "Vi pratar sällan om varför vi använder digitala verktyg. Var och en löser det på sitt sätt.",
    "Några av oss planerar tillsammans, men det hänger på vem som brinner för det.",
    "Vi planerar tillsammans, väljer verktyg efter vad eleverna ska lära sig och följer upp det.",
    "Vi prövar, utvärderar med eleverna och delar det vi lär oss med andra skolor.",
)


def question(place: int, total: int = 30) -> Message:
    options = tuple(
        Option(name, words, Action("answer", 1, 1, "person:11", f"c{place}", str(level)))
        for level, (name, words) in enumerate(zip(LEVELS, DESCRIPTIONS, strict=True), start=1)
    )
    others = tuple(
        Button(label, Action(verb, 1, 1, "person:11", f"c{place}"))
        for label, verb in (
            ("Kan inte bedöma", "na"),
            ("Vill inte svara", "skip"),
            ("Tillbaka", "back"),
            ("Paus", "pause"),
        )
    )
    return Message(
        f"Fråga {place} av {total}",
        (
            Text("Digitala verktyg i undervisningen", "quiet"),
            Progress(place - 1, total, f"Fråga {place} av {total}"),
            Heading("Hur planerar ni undervisning med digitala verktyg?"),
            Choice(options),
            Buttons(others),
        ),
    )


def chart() -> Chart:
    return Chart(
        "Skolans resultat per delområde",
        LEVELS,
        (
            Bar("Ledarskap och planering", 3.2, "3,2, Trygg", 2.8),
            Bar("Digitala verktyg i undervisningen", 2.8, "2,8, nära Trygg", 2.4),
            Bar("Professionell fortbildning", 1.0, "1,0, Påbörjad"),
            Bar("Kulturen kring skolans digitalisering", 4.0, "4,0, Välutvecklad", 3.4),
            Bar("Digitala resurser och infrastruktur", None, "Visas inte: för få svar"),
        ),
        3,
        "Hit når en certifierad skola",
        "Förra omgången",
    )


def summary() -> Message:
    return Message(
        "Resultatet är klart",
        (
            Heading("Hermodsdalsskolans resultat"),
            Text("Ni har nått Trygg på 24 av 30 kriterier. Bra jobbat!", "warm"),
            Picture(
                chart(), "Ledarskap 3,2. Undervisning 2,8. Fortbildning 1,0. Kultur 4,0. Resurser visas inte."
            ),
            Facts((("Svarande", "34 av 40"), ("Spridning", "ganska eniga"))),
            Table(
                ("Arbetslag", "Index"), (("Arbetslag A", "3,0"), ("Övriga arbetslag", "2,8")), "Per arbetslag"
            ),
            Text("Det saknas sex kriterier för att kvalificera sig.", "warning"),
            Document("Hämta som kalkylblad", "results/1/å ä.xlsx"),
            Buttons(
                (Button("Ansök", Action("apply", 1, 1), "primary"), Button("Inte nu", Action("later", 1, 1)))
            ),
        ),
    )


def planning(error: str = "") -> Message:
    return Message(
        "Ny omgång",
        (
            Heading("Planera en omgång"),
            Form(
                Action("plan"),
                "Öppna omgången",
                (
                    Field("title", "Vad heter omgången?", value="Skattning 2026", error=error),
                    Field("opens", "Första dag", "date", "2026-01-19", hint="En studiedag passar bra."),
                    Field(
                        "mode",
                        "Hur svarar ni?",
                        "choice",
                        "",
                        (("individual", "Var för sig"), ("team", "I lag")),
                    ),
                    Field("leadership", "Ledningen svarar för sig", "checkbox", "yes", required=False),
                    Field(
                        "decision",
                        "Beslut",
                        "long_text",
                        hint="Diarienummer eller protokoll.",
                        required=False,
                    ),
                ),
            ),
        ),
    )


def pack() -> Message:
    return Message(
        "Prata ihop er",
        (
            Heading("Prata om ledarskap och planering"),
            Text("Hur vet vi att alla har samma bild?\nVad gör vi redan som fungerar?"),
            Progress(1, 5, "1 av 5 områden är klara"),
            Buttons((Button("Vi har diskuterat", Action("discussed", 1, 1, "", "leadership"), "primary"),)),
        ),
    )


@dataclass
class FakeStage:
    """Remembers messages in lists; every press asks the next question."""

    hub: Hub = field(default_factory=Hub)
    language: Language = "sv"
    day: datetime = field(
        default_factory=lambda: datetime(2026, 1, 12, 8, 15, tzinfo=ZoneInfo("Europe/Stockholm"))
    )
    heard: list[Incoming] = field(default_factory=list)
    deeds: list[tuple[object, ...]] = field(default_factory=list)
    logs: dict[To, list[Shown]] = field(default_factory=dict)
    hint: Hint = "open"
    rows: int = 0
    broken: bool = False

    def people(self) -> Cast:
        names = ("Hermodsdalsskolan", "Mellersta Förstadsskolan", "Oxievångsskolan")
        return Cast(
            1, self.language, tuple(_school(place, name) for place, name in enumerate(names, start=1))
        )

    def say(self, to: To, message: Message) -> None:
        self.rows += 1
        self.logs.setdefault(to, []).append(Shown(self.rows, 0, message, self.day))
        self.hub.changed(to)

    def handle(self, incoming: Incoming) -> Reply:
        self.heard.append(incoming)
        if self.broken:
            raise RuntimeError("Svaret var Trygg")
        match incoming.event:
            case Wrote("mina svar"):
                return Reply(
                    shown=Message("Dina svar", (Heading("Dina svar"), Facts((("Planering", "3 Trygg"),))))
                )
            case Submitted():
                return Reply(replaced=self._replaced(incoming, planning("Det finns redan en sådan omgång.")))
            case Pressed() if incoming.message:
                return Reply(replaced=self._replaced(incoming, question(13)))
            case Opened() | Pressed() | Wrote():
                self.say(incoming.place, question(12))
        return Reply()

    def _replaced(self, incoming: Incoming, message: Message) -> Message:
        self.logs[incoming.place] = [
            replace(shown, message=message, revision=shown.revision + 1)
            if shown.id == incoming.message
            else shown
            for shown in self.logs.get(incoming.place, [])
        ]
        self.hub.changed(incoming.place)
        return message

    def conversation(self, to: To) -> tuple[Shown, ...]:
        return tuple(self.logs.get(to, ()))

    def now(self) -> datetime:
        return self.day

    def next_step(self, school: int) -> Hint:
        return self.hint if school else "done"

    def leaps(self, school: int) -> tuple[Leap, ...]:
        return ("day", "week", "deadline", "close") if school else ()

    def advance(self, leap: Leap, school: int) -> None:
        self.deeds.append(("advance", leap, school))
        self.day += timedelta(days=7 if leap == "week" else 1)

    def let_others(self, school: int, but: int) -> None:
        self.deeds.append(("others", school, but))

    def reset(self) -> None:
        self.deeds.append(("reset",))

    def set_language(self, language: Language) -> None:
        self.language = language

    def file(self, person: int, name: str) -> Fetched | None:
        return (
            Fetched(b"x", "text/csv", "Resultat å.csv")
            if (person, name) == (12, "results/1/å ä.xlsx")
            else None
        )


def _school(place: int, name: str) -> School:
    base = place * 10
    teams = (Team(base + 1, "Arbetslag A"), Team(base + 2, "Arbetslag B"))
    staff = (Player(base + 1, "Åsa Öberg", teams[0]), Player(base + 5, "Jonas El-Amin Lindqvist", teams[1]))
    return School(base, name, staff, Player(base + 2, "Karin Ek"), Player(1, "Samira Holm"))


@pytest.fixture
def stage() -> FakeStage:
    return FakeStage()


@pytest.fixture
def page(stage: FakeStage) -> TestClient:
    return TestClient(application(stage, stage.hub), base_url=BASE, headers={"origin": BASE})


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """What the process would log, as JSON lines."""
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    written = io.StringIO()
    log.configure("json", written)
    yield written
    logging.captureWarnings(capture=False)
    root.handlers, logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    log_unconfigured()
