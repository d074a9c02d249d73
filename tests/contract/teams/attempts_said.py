"""Words that are no words, and words in places where they do not belong."""

from collections.abc import Iterator

from tests.contract import asked
from tests.contract.open_town import ONE, SOUTH, TWO
from tests.contract.teams.attempts import (
    CANARY,
    CHANNEL,
    DISCUSSED,
    MARKUP,
    NOTE,
    Attempt,
    pack,
    questioned,
)
from tests.contract.teams.fake.activities import calling
from tests.contract.teams.open_town import OpenTown

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
GUN, HANS = SOUTH


def deleted(town: OpenTown) -> Iterator[str]:
    said = town.teams.writes(town.user(JAN), CANARY).message
    yield JAN
    assert town.teams.deletes(town.user(JAN), said).ok
    assert town.teams.undeletes(town.user(JAN), said).ok


def mention_elsewhere(town: OpenTown) -> Iterator[str]:
    questioned(town, EVA)
    elsewhere = town.teams.channel(town.school, "")
    before = len(elsewhere.standing)
    yield EVA
    assert town.teams.mentions(town.user(EVA), elsewhere, "3").ok
    town.teams.until(lambda: len(elsewhere.standing) == before + 2)


def mention_in_team(town: OpenTown) -> Iterator[str]:
    questioned(town, EVA)
    yield EVA
    assert town.teams.mentions(town.user(EVA), town.channel(CHANNEL), "3").ok


def press_by_outsider(town: OpenTown) -> Iterator[str]:
    gun, card = town.user(GUN), pack(town, 3)
    assert town.teams.enters_team(gun, town.school).ok
    yield GUN
    assert town.teams.presses(gun, card, DISCUSSED, {NOTE: CANARY}).ok


def mention_by_outsider(town: OpenTown) -> Iterator[str]:
    hans = town.user(HANS)
    assert town.teams.enters_team(hans, town.school).ok
    yield HANS
    assert town.teams.mentions(hans, town.channel(CHANNEL), "läget").ok


def file_in_channel(town: OpenTown) -> Iterator[str]:
    teams, user = town.teams, town.user(BO)
    said = calling(teams.tenant, "")
    picture = {"contentType": "image/png", "contentUrl": f"https://ond.example/{CANARY}", "name": "x.png"}
    said |= {"entities": [said.pop("mention")], "attachments": [*said["attachments"], picture]}
    yield BO
    assert teams.sends(user, {"type": "message"} | said, town.channel(CHANNEL)).ok


SAID: dict[str, Attempt] = {
    **asked.SAID,
    "nonsense-command": asked.writing(HANS, f"/skolsteg '; DROP TABLE ballot; -- {CANARY}"),
    "nonsense-words": asked.writing(HANS, MARKUP),
    "deleted": deleted,
    "mention-elsewhere": mention_elsewhere,
    "mention-in-team": mention_in_team,
    "press-by-outsider": press_by_outsider,
    "mention-by-outsider": mention_by_outsider,
    "file-in-channel": file_in_channel,
}
