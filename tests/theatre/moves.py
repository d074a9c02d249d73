"""People who come, go and change schools, as the roster says it from one day to the next."""

from dataclasses import replace
from re import Match

from tests.theatre.scene import Line
from tests.theatre.speech import Speech


def moved(speech: Speech, lines: list[Line], text: str) -> list[Line]:
    """The roster after “Ragnhild blir rektor på Timjanskolan, och Dana slutar på Myntaskolan”."""
    for part in text.replace(", och ", ", ").replace(", and ", ", ").split(", "):
        found = speech.move.match(part)
        assert found, f"this is no change: {part}"
        lines = _moved(speech, lines, found)
    return lines


def _moved(speech: Speech, lines: list[Line], found: Match[str]) -> list[Line]:
    """Whoever gets a new task has it instead of the old ones; whoever leaves a school has none there."""
    theirs = [line for line in lines if found["who"] in {line.name, line.name.split()[0]}]
    others = [line for line in lines if line not in theirs]
    if not found["role"]:
        assert theirs, f"{found['who']} is not on the roster"
        return [*others, *(line for line in theirs if line.school != found["school"])]
    before = theirs[0] if theirs else Line("", found["who"], (), language=speech.code)
    role = speech.roles[found["role"].capitalize()]
    return [*others, replace(before, school=found["school"], roles=(role,), work_team="")]
