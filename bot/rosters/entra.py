"""People from groups in Entra, as the plain lines that every roster is made of."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Literal

from bot.platforms.teams.graph import graph
from bot.rosters.groups import Group
from bot.rosters.words import COLUMNS, cleaned, roles_in
from bot.teams_settings import Registration, TeamsSettings

if TYPE_CHECKING:
    from bot.platforms.teams.graph_client import Graph
    from bot.platforms.teams.graph_people import Somebody

Field = Literal["office", "department"]

# Whoever may see more than a school is named by a group, never by what their title happens to be.
_BY_TITLE = frozenset({"staff", "team_leader", "principal", "representative"})


class NoSuchGroupError(LookupError):
    """The groups with this name are none, or several."""

    def __init__(self, name: str, found: int) -> None:
        super().__init__(name)
        self.name = name
        self.found = found


@dataclass(frozen=True, slots=True)
class Gathered:
    """Lines under the headings of a roster; ``skipped`` accounts are closed or have no address."""

    lines: tuple[tuple[str, ...], ...]
    skipped: int

    def as_csv(self) -> str:
        """The lines as a file that ``roster import`` takes."""
        text = StringIO()
        csv.writer(text, delimiter=";").writerows([COLUMNS, *self.lines])
        return text.getvalue()


async def gathered(
    settings: TeamsSettings, registration: Registration, groups: Sequence[Group], school_in: Field
) -> Gathered:
    """Everybody in these groups; raises NoSuchGroupError, and as what `graph` gives does."""
    lines: dict[tuple[str, ...], None] = {}
    skipped: set[str] = set()
    async with graph(settings, registration) as found:
        for group in groups:
            async for page in found.people.members(await _id(found, group.name)):
                for each in page:
                    if each.active and "@" in each.email:
                        lines[_line(each, group, _SCHOOL[school_in])] = None
                    else:
                        skipped.add(each.id)
    return Gathered(tuple(lines), len(skipped))


_SCHOOL: "dict[Field, Callable[[Somebody], str]]" = {
    "office": lambda each: each.office,
    "department": lambda each: each.department,
}


async def _id(found: "Graph", name: str) -> str:
    known = await found.people.group(name)
    if len(known) != 1:
        raise NoSuchGroupError(name, len(known))
    return known[0]


def _line(each: "Somebody", group: Group, school: "Callable[[Somebody], str]") -> tuple[str, ...]:
    place = "" if group.roles and not group.school else group.school or school(each)
    return (
        place,
        "",
        group.work_team,
        cleaned(each.name),
        each.email,
        group.roles or _roles(each),
        each.language,
    )


def _roles(each: "Somebody") -> str:
    return ", ".join(role for role in roles_in(each.job)[0] if role in _BY_TITLE) or "staff"
