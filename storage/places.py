"""Schools with their codes, and work teams, as a roster names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.tables import Membership, School, SchoolCode, WorkTeam

_SCHOOLS = select(School.id, School.name).where(School.authority_id == bindparam("authority"))
_CODES = (
    select(SchoolCode.id, SchoolCode.school_id, SchoolCode.code, SchoolCode.since)
    .where(SchoolCode.authority_id == bindparam("authority"), SchoolCode.until.is_(None))
    .order_by(SchoolCode.since, SchoolCode.id)
)
_TEAMS = select(WorkTeam.id, WorkTeam.school_id, WorkTeam.name, WorkTeam.closed_on).where(
    WorkTeam.authority_id == bindparam("authority")
)
_RENAME = update(School).where(School.id == bindparam("this")).values(name=bindparam("called"))
_NEW_SCHOOL = insert(School).returning(School.id)
_NEW_TEAM = insert(WorkTeam).returning(WorkTeam.id)
_END_CODE = update(SchoolCode).where(SchoolCode.id == bindparam("this")).values(until=bindparam("day"))
_MOVE_CODE = update(SchoolCode).where(SchoolCode.id == bindparam("this")).values(school_id=bindparam("to"))
_REOPEN = update(WorkTeam).where(WorkTeam.id == bindparam("this")).values(closed_on=None)
_CLOSE_EMPTY = (
    update(WorkTeam)
    .where(
        WorkTeam.authority_id == bindparam("authority"),
        WorkTeam.closed_on.is_(None),
        WorkTeam.id.not_in(
            select(Membership.team_id).where(Membership.team_id.is_not(None), Membership.until.is_(None))
        ),
    )
    .values(closed_on=bindparam("day"))
)


def codes(connection: Connection, authority: int) -> dict[int, str]:
    """Each school's newest code in force."""
    rows = connection.execute(_CODES, {"authority": authority})
    return {row.school_id: row.code for row in rows}


@dataclass(frozen=True, slots=True)
class _Code:
    id: int
    school: int
    since: date


class Places:
    """An authority's schools and work teams, known by name while a roster is taken in."""

    def __init__(self, connection: Connection, authority: int, today: date) -> None:
        self._connection = connection
        self._owner = {"authority": authority}
        self._authority, self._today = authority, today
        self._schools = {row.name: row.id for row in connection.execute(_SCHOOLS, self._owner)}
        self._teams = {(row.school_id, row.name): row for row in connection.execute(_TEAMS, self._owner)}
        self._team_ids = {key: row.id for key, row in self._teams.items()}

    def school(self, name: str) -> int | None:
        """The school called so, None without a name."""
        return self._schools[name] if name else None

    def team(self, school: str, name: str) -> int | None:
        """The school's team called so, None without a name."""
        return self._team_ids[self._schools[school], name] if school and name else None

    def take_schools(self, named: Sequence[tuple[str, str]]) -> int:
        """Find, rename or take in schools by name and code; gives how many are new.

        A known name is that school. An unknown name with a known code is that school's new name, unless
        the old name is still listed; anything else is a new school.
        """
        listed = {name for name, _ in named}
        before = len(self._schools)
        for name, code in dict.fromkeys(named):
            if name not in self._schools and not self._rename(name, code, listed):
                self._create(name)
            if code:
                self._take_code(self._schools[name], code)
        return len(self._schools) - before

    def take_teams(self, named: Sequence[tuple[str, str]]) -> int:
        """Find, reopen or take in work teams by their school's and their own name; gives how many are new."""
        before = len(self._team_ids)
        for school, name in dict.fromkeys(named):
            key = (self._schools[school], name)
            if key not in self._team_ids:
                values = {"authority_id": self._authority, "school_id": key[0], "name": name}
                self._team_ids[key] = self._connection.execute(_NEW_TEAM, values).scalar_one()
            elif key in self._teams and self._teams[key].closed_on is not None:
                self._connection.execute(_REOPEN, {"this": self._team_ids[key]})
        return len(self._team_ids) - before

    def close_empty_teams(self) -> None:
        """Let the teams go that nobody belongs to any more."""
        self._connection.execute(_CLOSE_EMPTY, {**self._owner, "day": self._today})

    def _rename(self, name: str, code: str, listed: set[str]) -> bool:
        names = {school: known for known, school in self._schools.items()}
        found = self._codes().get(code)
        if found is None or names[found.school] in listed:
            return False
        self._connection.execute(_RENAME, {"this": found.school, "called": name})
        self._schools[name] = self._schools.pop(names[found.school])
        return True

    def _create(self, name: str) -> None:
        values = {"authority_id": self._authority, "name": name}
        self._schools[name] = self._connection.execute(_NEW_SCHOOL, values).scalar_one()

    def _take_code(self, school: int, code: str) -> None:
        held = self._codes().get(code)
        if held is None:
            self._add_code(school, code)
        elif held.school != school and held.since == self._today:
            self._connection.execute(_MOVE_CODE, {"this": held.id, "to": school})
        elif held.school != school:
            self._connection.execute(_END_CODE, {"this": held.id, "day": self._today - timedelta(days=1)})
            self._add_code(school, code)

    def _add_code(self, school: int, code: str) -> None:
        values = {"authority_id": self._authority, "school_id": school, "code": code, "since": self._today}
        self._connection.execute(insert(SchoolCode), values)

    def _codes(self) -> dict[str, _Code]:
        rows = self._connection.execute(_CODES, self._owner)
        return {row.code: _Code(row.id, row.school_id, row.since) for row in rows}
