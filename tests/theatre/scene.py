"""Who is in a transcript, from the block at its top."""

import re
from dataclasses import dataclass, field
from datetime import date

from conversations.facts import Role
from conversations.turn import RoundPlan
from tests.theatre.speech import Speech

_TONGUE = re.compile(
    r"^(?P<name>.+?)(?: \((?P<tongue>svenska|engelska|Swedish|English)\)| \((?P<leads>leder|leads)\))?$"
)
_TONGUES = {"svenska": "sv", "Swedish": "sv", "engelska": "en", "English": "en"}
_JOINT = ("gemensamt", "jointly")
_LED = ("med ledning", "with leadership")
_PULSE = ("puls", "pulse")


@dataclass(frozen=True)
class Line:
    """A roster's row."""

    school: str
    name: str
    roles: tuple[Role, ...]
    work_team: str = ""
    language: str = "sv"
    school_code: str = ""
    line: int = 0

    @property
    def email(self) -> str:
        return f"{self.name.replace(' ', '.').casefold()}@skola.example"


@dataclass
class Scene:
    """A made-up authority, its rounds, and whose conversations are written down."""

    speech: Speech
    authority: str = "Grundskoleförvaltningen"
    lines: list[Line] = field(default_factory=list)
    rounds: list[str] = field(default_factory=list)
    follow: list[str] = field(default_factory=list)


def scene(speech: Speech, block: list[str]) -> Scene:
    """Read the block's lines; work teams and roles belong to the school above them."""
    made, school = Scene(speech), ""
    for line in block:
        key, _, value = (part.strip() for part in line.partition(":"))
        role = speech.roles.get(key, "team")
        if role == "school":
            school = value
        elif role == "authority":
            made.authority = value
        elif role == "round":
            made.rounds.append(value)
        elif role == "follow":
            made.follow = _names(value)
        else:
            made.lines += [_line(speech, name, role, school, key) for name in _names(value)]
    return made


def plan(text: str) -> RoundPlan:
    """A round in one line: title, framework, first day – last day, and how it is answered."""
    title, framework, days, *how = _names(text)
    first, last = (date.fromisoformat(day) for day in days.split(" – "))
    return RoundPlan(
        title=title,
        kind="pulse" if any(each in _PULSE for each in how) else "yearly",
        framework=framework,
        mode="team" if any(each in _JOINT for each in how) else "individual",
        leadership=any(each in _LED for each in how),
        opens_on=first,
        closes_on=last,
        decision="GSF 2026-118",
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def _line(speech: Speech, text: str, role: str, school: str, key: str) -> Line:
    found = _TONGUE.match(text)
    language = _TONGUES.get(found["tongue"], speech.code)
    team = key if role == "team" else ""
    return Line(
        "" if role == "coordinator" else school,
        found["name"],
        _roles(role, leads=bool(found["leads"])),
        team,
        language,
    )


def _roles(role: str, *, leads: bool) -> tuple[Role, ...]:
    if role not in {"team", "staff"}:
        return (role,)
    return ("team_leader",) if leads else ("staff",)
