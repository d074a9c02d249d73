"""Who is new, has moved or has left: a file against what is already known, before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.rosters.report import Change, Changes, Place, Task
from bot.rosters.rows import Roster
from conversations.facts import Role
from storage.rows import RosterRow


@dataclass(frozen=True, slots=True)
class _Somebody:
    name: str
    tasks: frozenset[tuple[Place, Role]]

    @property
    def places(self) -> frozenset[Place]:
        return frozenset(place for place, _ in self.tasks)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for _, role in self.tasks)


def compare(existing: Sequence[RosterRow], wanted: Roster) -> Changes:
    """Compare who is known with who stands in a file.

    A person is the same when the e-mail is; a school when the code is, or the name where a code is missing.
    Who is known and not in the file leaves. Raises ValueError for a roster with problems.
    """
    if wanted.problems:
        raise ValueError("a roster with problems is neither compared nor imported")
    renamed = _renamed_schools(_codes(existing), _codes(wanted.rows))
    before, after = _people(existing, renamed), _people(wanted.rows, {})
    of_people = tuple(_people_changes(before, after))
    of_schools = tuple(_school_changes(_codes(existing), _codes(wanted.rows), renamed))
    return Changes(
        changes=(*of_schools, *_new_teams(before, after), *of_people),
        unchanged=len(after.keys() - {change.email for change in of_people}),
    )


def _codes(rows: Iterable[RosterRow]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in rows:
        if row.school:
            codes[row.school] = row.school_code or codes.get(row.school, "")
    return codes


def _renamed_schools(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    names = {code: name for name, code in after.items() if code and name not in before}
    return {name: names[code] for name, code in before.items() if code in names and name not in after}


def _people(rows: Iterable[RosterRow], renamed: dict[str, str]) -> dict[str, _Somebody]:
    people: dict[str, _Somebody] = {}
    for row in rows:
        place = Place(renamed.get(row.school, row.school), row.work_team)
        known = people.get(row.email)
        tasks = frozenset((place, role) for role in row.roles)
        people[row.email] = _Somebody(row.name, tasks | (known.tasks if known else frozenset()))
    return people


def _school_changes(
    before: dict[str, str], after: dict[str, str], renamed: dict[str, str]
) -> Iterator[Change]:
    for name in sorted(after.keys() - before.keys() - set(renamed.values())):
        yield Change("new_school", (name,))
    for old, new in sorted(renamed.items()):
        yield Change("renamed_school", (old, new))
    for name in sorted(after.keys() & before.keys()):
        if after[name] and before[name] and after[name] != before[name]:
            yield Change("new_code", (name, before[name], after[name]))
    for name in sorted(before.keys() - after.keys() - renamed.keys()):
        yield Change("left_school", (name,))


def _new_teams(before: dict[str, _Somebody], after: dict[str, _Somebody]) -> Iterator[Change]:
    known = {place for somebody in before.values() for place in somebody.places}
    wanted = {place for somebody in after.values() for place in somebody.places if place.work_team}
    for place in _ordered(wanted - known):
        yield Change("new_team", (place,))


def _people_changes(before: dict[str, _Somebody], after: dict[str, _Somebody]) -> Iterator[Change]:
    for email in sorted(after.keys() - before.keys()):
        yield Change("new_person", (after[email].name, _ordered(after[email].places)), email)
    for email in sorted(after.keys() & before.keys()):
        yield from _differences(email, before[email], after[email])
    for email in sorted(before.keys() - after.keys()):
        yield Change("left", (before[email].name, _ordered(before[email].places)), email)


def _differences(email: str, old: _Somebody, new: _Somebody) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("renamed", (old.name, new.name), email)
    if old.places != new.places:
        yield Change("moved", (new.name, _ordered(old.places), _ordered(new.places)), email)
    if _other_roles(old, new):
        yield Change("new_roles", (new.name, _tasks(old), _tasks(new)), email)


def _other_roles(old: _Somebody, new: _Somebody) -> bool:
    """Tell whether the roles differ or lie elsewhere: two schools' rektor and personal may swap."""
    both = old.places & new.places
    stayed = {task for task in old.tasks if task[0] in both} == {
        task for task in new.tasks if task[0] in both
    }
    return old.roles != new.roles or not stayed


def _tasks(somebody: _Somebody) -> tuple[Task, ...]:
    several = len(somebody.places) > 1
    ordered = sorted(somebody.tasks, key=lambda task: (str(task[0]), task[1]))
    return tuple(Task(role, place if several else None) for place, role in ordered)


def _ordered(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=str))
