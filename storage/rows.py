"""What goes into a roster's import, and what comes out of it."""

from dataclasses import dataclass
from typing import Protocol

from conversations.facts import Role


class RosterRow(Protocol):
    """One person at one school in one work team, wherever the row comes from."""

    @property
    def line(self) -> int:
        """Where it stands in its source, from 1."""

    @property
    def school(self) -> str:
        """The school's name, empty for somebody who belongs to none."""

    @property
    def school_code(self) -> str:
        """The school unit's code, or nothing."""

    @property
    def work_team(self) -> str:
        """The work team's name, or nothing."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def email(self) -> str:
        """The address that tells people apart."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """What the person does there."""

    @property
    def language(self) -> str:
        """The language to speak with the person."""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row as the database would write it today; ``line`` is its place in the answer, from 1."""

    line: int
    school: str
    school_code: str
    work_team: str
    name: str
    email: str
    roles: tuple[Role, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, as numbers."""

    schools: int
    teams: int
    people: int
    changed: int
    left: int
    began: int
    ended: int
