"""Words that are no words, and words in places where they do not belong."""

from collections.abc import Iterator

from tests.contract import asked
from tests.contract.slack.attempts import (
    CANARY,
    CHANNEL,
    DISCUSSED,
    MARKUP,
    Attempt,
    delivered,
    opened,
    questioned,
)
from tests.contract.slack.fake import payloads
from tests.contract.slack.fake.words import Json
from tests.contract.slack.open_town import ONE, SOUTH, TWO, OpenTown

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
GUN, HANS = SOUTH


def nonsense_command(town: OpenTown) -> Iterator[str]:
    yield HANS
    assert town.slack.command(town.user(HANS), f"'; DROP TABLE ballot; -- {CANARY}").ok


def deleted(town: OpenTown) -> Iterator[str]:
    said = town.slack.writes(town.user(JAN), CANARY).message
    yield JAN
    assert town.slack.deletes(town.user(JAN), said).ok


def mention_elsewhere(town: OpenTown) -> Iterator[str]:
    questioned(town, EVA)
    channel = town.slack.channel("fikarummet", (town.user(EVA), town.user(BO)))
    yield EVA
    assert town.slack.mentions(town.user(EVA), channel, "3").ok
    town.slack.until(lambda: town.slack.ephemerals(town.user(EVA), channel))


def mention_in_team(town: OpenTown) -> Iterator[str]:
    questioned(town, EVA)
    yield EVA
    assert town.slack.mentions(town.user(EVA), town.slack.channel(CHANNEL), "3").ok


def press_by_outsider(town: OpenTown) -> Iterator[str]:
    channel = town.slack.channel(CHANNEL)
    channel.members.append(town.user(GUN).id)
    view = opened(town, GUN, DISCUSSED, channel.standing[4])
    yield GUN
    assert town.slack.submits(town.user(GUN), view, {"field.note": CANARY}).ok


def mention_by_outsider(town: OpenTown) -> Iterator[str]:
    channel = town.slack.channel(CHANNEL)
    channel.members.append(town.user(HANS).id)
    yield HANS
    assert town.slack.mentions(town.user(HANS), channel, "läget").ok


def file_in_channel(town: OpenTown) -> Iterator[str]:
    channel, user = town.slack.channel(CHANNEL), town.user(BO)
    yield BO
    event: Json = {"type": "app_mention", "user": user.id, "text": f"<@{user.workspace.bot.id}>", "ts": "1.2"}
    event |= {"channel": channel.id, "event_ts": "1.2", "files": [{"id": "F1", "name": f"{CANARY}.png"}]}
    assert delivered(town, "events_api", payloads.event_callback(town.slack.world, user.workspace, event)).ok


SAID: dict[str, Attempt] = {
    **asked.SAID,
    "nonsense-command": nonsense_command,
    "nonsense-words": asked.writing(HANS, MARKUP),
    "deleted": deleted,
    "mention-elsewhere": mention_elsewhere,
    "mention-in-team": mention_in_team,
    "press-by-outsider": press_by_outsider,
    "mention-by-outsider": mention_by_outsider,
    "file-in-channel": file_in_channel,
}
