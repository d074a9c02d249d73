"""What an import would change, in sentences for the person who imports."""

from dataclasses import dataclass
from typing import Literal

from conversations.facts import Role

ChangeKind = Literal[
    "new_school",
    "renamed_school",
    "new_code",
    "left_school",
    "new_team",
    "new_person",
    "renamed",
    "moved",
    "new_roles",
    "left",
]

_SV: dict[ChangeKind, str] = {
    "new_school": "Ny skola: {}",
    "renamed_school": "Skola byter namn: {} → {}",
    "new_code": "Ny skolenhetskod: {}, {} → {}",
    "left_school": "Skola som inte finns i filen: {}",
    "new_team": "Nytt arbetslag: {}",
    "new_person": "Ny: {}, {}",
    "renamed": "Byter namn: {} → {}",
    "moved": "Flyttar: {}, {} → {}",
    "new_roles": "Nya roller: {}, {} → {}",
    "left": "Slutar: {}, {}",
}
_EN: dict[ChangeKind, str] = {
    "new_school": "New school: {}",
    "renamed_school": "School renamed: {} → {}",
    "new_code": "New school unit code: {}, {} → {}",
    "left_school": "School that is not in the file: {}",
    "new_team": "New work team: {}",
    "new_person": "New: {}, {}",
    "renamed": "Renamed: {} → {}",
    "moved": "Moves: {}, {} → {}",
    "new_roles": "New roles: {}, {} → {}",
    "left": "Leaves: {}, {}",
}
_WORDS_SV = {
    "staff": "personal",
    "team_leader": "arbetslagsledare",
    "principal": "rektor",
    "representative": "digitaliseringspedagog",
    "coordinator": "processledare",
    "researcher": "forskare",
    "": "ingen skola",
}
_WORDS_EN = {
    "staff": "staff",
    "team_leader": "team leader",
    "principal": "principal",
    "representative": "representative",
    "coordinator": "coordinator",
    "researcher": "researcher",
    "": "no school",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A school and a work team in it; both may be empty."""

    school: str
    work_team: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.school, self.work_team) if part)


@dataclass(frozen=True, slots=True)
class Task:
    """A role, with the place it is for when the person has several."""

    role: Role
    place: Place | None = None


Detail = str | Place | Task | tuple["Detail", ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an import would do; `email` says to whom, empty for schools and work teams.

    `details` are what its sentence names, in order.
    """

    kind: ChangeKind
    details: tuple[Detail, ...]
    email: str = ""

    def sentence(self, language: str = "sv") -> str:
        """Say it in Swedish, or in English for `en`."""
        words = _WORDS_EN if language == "en" else _WORDS_SV
        shown = [_shown(detail, words) for detail in self.details]
        said = (_EN if language == "en" else _SV)[self.kind].format(*shown)
        return f"{said} ({self.email})" if self.email else said


@dataclass(frozen=True, slots=True)
class Changes:
    """All that an import would change, schools first; `unchanged` counts the people whom it leaves alone."""

    changes: tuple[Change, ...]
    unchanged: int

    def count(self, kind: ChangeKind) -> int:
        """Count the changes of one kind."""
        return sum(change.kind == kind for change in self.changes)

    def lines(self, language: str = "sv") -> tuple[str, ...]:
        """Give one sentence per change, with names: for the person who imports, never for the log."""
        return tuple(change.sentence(language) for change in self.changes)


def _shown(detail: Detail, words: dict[str, str]) -> str:
    match detail:
        case str():
            return detail
        case Place():
            return str(detail) or words[""]
        case Task(role, None):
            return words[role]
        case Task(role, place):
            return f"{words[role]} ({place or words['']})"
        case tuple():
            return "; ".join(_shown(each, words) for each in detail)
