"""Blocks made to fit: few enough, short enough together, and each with an id of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.platforms.slack.blocks import BUTTONS_A_ROW, Block, plain, quiet
from bot.platforms.words import length, shortened
from conversations.texts import say

_CONTEXT_ELEMENTS = 10
_RICH_LETTERS = 3000
_CONTAINER = 20
_ELEMENT = 2
"""What a block and a text in it are taken to cost beside the letters: how Slack adds up is not published."""
_BESIDE = 300
_ASKING = {"actions", "input"}
_READ = {"text", "alt_text"}


@dataclass(frozen=True, slots=True)
class Room:
    """How many blocks a surface holds, and how many letters they may have together."""

    blocks: int
    letters: int


MESSAGE = Room(50, 10_500)
"""Slack refuses some 12 000 letters as ``msg_blocks_too_long`` (slackapi/bolt-js, issues 2509 and 2867)."""
VIEW = Room(100, 30_000)


def fitted(blocks: Sequence[Block], room: Room, language: str) -> list[Block]:
    """The blocks as they fit; words that do not fit are told of, and what can be pressed stays."""
    kept = list(blocks)
    if len(kept) > room.blocks:
        kept = _merged(kept)
    if len(kept) <= room.blocks and sum(map(_size, kept)) <= room.letters:
        return kept
    return _chosen(kept, room, language)


def numbered(blocks: Sequence[Block], prefix: str) -> list[Block]:
    """The blocks with running ids; those of a form keep theirs."""
    return [{"block_id": f"{prefix}.{place}"} | block for place, block in enumerate(blocks, 1)]


def _chosen(blocks: Sequence[Block], room: Room, language: str) -> list[Block]:
    (more,) = quiet(say(language, "chat.card.more"))
    if sum(_size(block) for block in blocks if _asks(block)) > room.letters // 2:
        blocks = [_short(block) for block in blocks]
    free = room.blocks - 1 - sum(map(_asks, blocks))
    letters = room.letters - _size(more) - sum(_size(block) for block in blocks if _asks(block))
    kept: list[Block] = []
    told = False
    for block in blocks:
        fits = not told and free > 0 and _size(block) <= letters
        if not _asks(block) and fits:
            free, letters = free - 1, letters - _size(block)
        if _asks(block) or fits:
            kept.append(block)
        elif not told:
            kept.append(more)
            told = True
    return kept if len(kept) <= room.blocks else [*kept[: room.blocks - 1], more]


def _short(block: Block) -> Block:
    """What stands beside a button, cut so that the button is not lost."""
    return (
        block | {"text": plain(shortened(block["text"]["text"], _BESIDE))} if "accessory" in block else block
    )


def _asks(block: Block) -> bool:
    return block["type"] in _ASKING or "accessory" in block


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Neighbours of the same kind as one, where their elements may stand together."""
    kept: list[Block] = []
    for block in blocks:
        if kept and _may_join(kept[-1], block):
            kept[-1] = kept[-1] | {"elements": kept[-1]["elements"] + block["elements"]}
        else:
            kept.append(block)
    return kept


def _may_join(first: Block, second: Block) -> bool:
    if first["type"] != second["type"] or "elements" not in first:
        return False
    together = len(first["elements"]) + len(second["elements"])
    match first["type"]:
        case "actions":
            return together <= BUTTONS_A_ROW
        case "context":
            return together <= _CONTEXT_ELEMENTS
        case _:
            return _size(first) + _size(second) <= _RICH_LETTERS


def _size(block: Block) -> int:
    return _CONTAINER + _letters(block)


def _letters(value: object) -> int:
    """What all that somebody reads in a block comes to."""
    if isinstance(value, list):
        return sum(map(_letters, value))
    if not isinstance(value, dict):
        return 0
    return sum(
        (_ELEMENT + length(inner) if name in _READ else 0) if isinstance(inner, str) else _letters(inner)
        for name, inner in value.items()
    )
