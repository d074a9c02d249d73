"""The four conversations on the page, for the school and the teacher chosen."""

from dataclasses import dataclass
from typing import Literal

from bot.platforms.web.stage import Cast, Hint, Player, School
from conversations.turn import To

Role = Literal["teacher", "team", "principal", "coordinator"]


@dataclass(frozen=True, slots=True)
class Pane:
    """One conversation: where it is, and who acts in it."""

    role: Role
    place: To
    player: Player
    title: str

    @property
    def address(self) -> str:
        """The conversation's place as a path."""
        return f"{self.place.kind}/{self.place.id}"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the page shows: a school, the teacher somebody acts as, and the four panes."""

    school: School
    teacher: Player
    panes: tuple[Pane, ...]

    @property
    def query(self) -> str:
        """The scene as the page's query."""
        return f"school={self.school.id}&person={self.teacher.id}"

    def pane(self, address: str) -> Pane | None:
        """The pane at ``kind/id``, or nothing where the scene has no such conversation."""
        return next((pane for pane in self.panes if pane.address == address), None)


# Where on the page each hint points: a pane's role or the name of a button on the stage.
TARGETS: dict[Hint, str] = {
    "open": "coordinator",
    "discuss": "team",
    "wait": "week",
    "answer": "teacher",
    "remind": "week",
    "others": "others",
    "close": "close",
    "plan": "principal",
    "apply": "principal",
    "fill": "others",
    "send": "principal",
    "rivals": "others",
    "accept": "coordinator",
    "cohort": "coordinator",
    "reply": "principal",
    "prepare": "principal",
    "session": "next",
    "here": "principal",
    "reflect": "principal",
    "agree": "principal",
    "propose": "principal",
    "visit": "next",
    "protocol": "principal",
    "certification": "certification",
    "certify": "coordinator",
    "checklist": "principal",
    "elsewhere": "schools",
    "done": "principal",
}


def scene(cast: Cast, school: str, person: str) -> Scene | None:
    """The scene for a school's and a person's id as written in the page's address.

    Empty text chooses the first; nothing comes back for an id that is not on the page. A teacher of another
    school gives way to the first teacher of the chosen one.
    """
    chosen = _school(cast, school)
    if chosen is None or not _known(cast, person):
        return None
    teacher = next((player for player in chosen.staff if str(player.id) == person), chosen.staff[0])
    return Scene(chosen, teacher, _panes(chosen, teacher))


def _school(cast: Cast, school: str) -> School | None:
    if not school:
        return next(iter(cast.schools), None)
    return next((candidate for candidate in cast.schools if str(candidate.id) == school), None)


def _known(cast: Cast, person: str) -> bool:
    staff = (player.id for school in cast.schools for player in school.staff)
    return not person or person in map(str, staff)


def _panes(school: School, teacher: Player) -> tuple[Pane, ...]:
    team = teacher.team
    channel = Pane("team", To("team", team.id), teacher, team.name) if team else None
    found = (
        _own("teacher", teacher),
        channel,
        _own("principal", school.principal),
        _own("coordinator", school.coordinator),
    )
    return tuple(pane for pane in found if pane)


def _own(role: Role, player: Player | None) -> Pane | None:
    return Pane(role, To("person", player.id), player, player.name) if player else None
