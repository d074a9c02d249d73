"""What all attempts at what must not work have in common: how things stand before and after."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from storage.tables import (
    Audit,
    Ballot,
    Base,
    Discussion,
    Membership,
    Outbox,
    Participation,
    Person,
    Round,
    Scheduled,
    Window,
    WorkTeam,
)
from tests.contract.hostile import Case

CANARY = "KANARIEFÅGEL"
TRUSTED = "3 · Trygg"
DISCUSSED = "Vi har diskuterat"
ONWARD = ("Börja", "Fortsätt", "Ja, vi har pratat")
SOMEBODY, ANOTHER, THIRD = "Okänd Olsson", "Okänd Persson", "Okänd Qvist"
TIMES_AGAIN = 100
_KEPT: tuple[type[Base], ...] = (
    Ballot,
    Discussion,
    Membership,
    Participation,
    Person,
    Round,
    Scheduled,
    Window,
    WorkTeam,
)


class Place(Protocol):
    """A town on some chat platform."""

    def rows(self, table: type[Base]) -> list[dict[str, object]]:
        """All that a table holds."""

    def settle(self) -> None:
        """Wait until the bot has done nothing for a while."""

    def sights(self, name: str) -> tuple[Counter[str], Counter[str]]:
        """The words of the bot that somebody sees, and those that they do not."""

    def complaints(self) -> list[str]:
        """What the platform has to say against the bot."""


P = TypeVar("P", bound=Place)
Attempt = Callable[[P], Iterator[str]]
"""Prepares, yields the name of whoever tries, and tries; where the first time is right, yields once more."""


@dataclass(frozen=True)
class Standing:
    """Everything at one moment: what is kept, what is said to others, and what each person sees."""

    kept: list[list[tuple[object, ...]]]
    others: list[tuple[object, ...]]
    seen: Counter[str]
    hidden: Counter[str]
    refused: int


def standing(town: Place, name: str) -> Standing:
    """How things stand, from somebody's place."""
    town.settle()
    person = next((row["id"] for row in town.rows(Person) if row["name"] == name), 0)
    own = {
        ("person", person),
        *(("team", row["team_id"]) for row in town.rows(Membership) if row["person_id"] == person),
    }
    said = [row for row in town.rows(Outbox) if (row["to_kind"], row["to_id"]) not in own]
    seen, hidden = town.sights(name)
    return Standing(
        [sorted(tuple(map(repr, row.values())) for row in town.rows(table)) for table in _KEPT],
        sorted((row["id"], row["body"], row["revision"]) for row in said),
        seen,
        hidden,
        sum(str(row["what"]).startswith("refused ") for row in town.rows(Audit)),
    )


def assert_comes_to_nothing(town: P, case: Case, attempt: Attempt[P]) -> None:
    """Try it, and see that nothing of it is left but what its case says."""
    tried = attempt(town)
    name = next(tried)
    before = standing(town, name)
    if case.has_effect:
        next(tried)
        once = standing(town, name)
        assert once.kept != before.kept, "the first time has its effect"
        before, told = once, once.seen - before.seen
        assert told
    assert next(tried, None) is None
    after = standing(town, name)
    assert after.kept == before.kept, "nothing is changed"
    assert after.others == before.others, "nothing is said to others"
    assert not after.hidden - before.hidden, "nobody else sees anything"
    assert after.refused - before.refused == (1 if case.noted else 0)
    if not case.has_effect:
        assert bool(after.seen - before.seen) == (case.told == "words")
    assert not town.complaints()
