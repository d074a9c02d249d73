"""Answers that are given behind the scene: whose they are, and which."""

from re import Match

from conversations.context import Desk
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT

_MARKS = {"–": NOT_APPLICABLE, "?": PREFER_NOT, "_": 0}


def means(who: str, name: str, desk: Desk) -> bool:
    """Whether a direction such as “De andra på Myntaskolan” or “Bo, Cilla och Dag” means this respondent."""
    for opening in ("De andra på ", "The others at "):
        if who.startswith(opening):
            return desk.respondent.kind == "person" and desk.school.name == who.removeprefix(opening)
    for opening in ("Ledningen på ", "The leadership of "):
        if who.startswith(opening):
            return desk.respondent.kind == "leadership" and desk.school.name == who.removeprefix(opening)
    named = who.replace(" och ", ", ").replace(" and ", ", ").split(", ")
    called = {name, name.split(maxsplit=1)[0]}
    return desk.respondent.kind in {"person", "team"} and not called.isdisjoint(named)


def given(found: Match[str], asked: tuple[int, ...]) -> dict[int, int]:
    """The answers of a direction such as “3 2 – _”, by their places."""
    levels = found["levels"].split()
    levels = levels * len(asked) if found["all"] else levels
    assert len(levels) == len(asked), f"{len(asked)} answers are asked for"
    return {
        place: _MARKS[level] if level in _MARKS else int(level)
        for place, level in zip(asked, levels, strict=True)
        if level != "_"
    }
