"""What somebody writes about a group whose members are to be taken in: where they work, and as what."""

from dataclasses import dataclass

from bot.rosters.words import roles_in


@dataclass(frozen=True, slots=True)
class Group:
    """A group by its name or id, and what its members are; empty where each member's account says it."""

    name: str
    school: str = ""
    work_team: str = ""
    roles: str = ""


def group(written: str) -> Group:
    """Read ``group``, ``group=school`` or ``group=school/work team``, each with ``:roles`` or without.

    ``group=:coordinator`` is for those who belong to no school. Raises ValueError with a sentence's end.
    """
    name, _, what = written.partition("=")
    place, _, roles = what.rpartition(":") if ":" in what else (what, "", "")
    school, _, team = place.partition("/")
    unknown = roles_in(roles)[1]
    if unknown:
        raise ValueError(f"holds the role {unknown[0]}, which is not known")
    found = Group(*(" ".join(part.split()) for part in (name, school, team, roles)))
    if not found.name or (found.work_team and not found.school):
        raise ValueError(f"is {written!r}, which is not like GROUP=SCHOOL/WORK TEAM")
    return found
