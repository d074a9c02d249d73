"""From a roster to the people that can be acted as on the page."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from bot.platforms.web.stage import Cast, Language, Player, School, Team
from conversations.facts import Listener
from storage import people


def cast(connection: Connection, authority: int, language: Language, today: date) -> Cast:
    """Everybody at an authority on this local day; schools without staff are left out."""
    staff: dict[int, list[Player]] = defaultdict(list)
    for each in people.staff(connection, authority, today):
        team = Team(each.team.id, each.team.name) if each.team else None
        staff[each.school].append(Player(each.id, each.name, team))
    coordinator = _first(people.coordinators(connection, authority, today))
    schools = (
        School(
            school.id,
            school.name,
            tuple(staff[school.id]),
            _first(people.principals(connection, authority, school.id, today)),
            coordinator,
        )
        for school in people.schools(connection, authority)
        if staff[school.id]
    )
    return Cast(authority, language, tuple(schools))


def _first(listeners: Sequence[Listener]) -> Player | None:
    return Player(listeners[0].id, listeners[0].name) if listeners else None
