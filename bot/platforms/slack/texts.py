"""Words as Slack takes them where it reads markup: here nothing becomes any."""

import re

from bot.platforms.words import one_line, shortened, unmarked

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_EMOJI_CODE = re.compile(r":(?=[\w+'-]+:)")


def notice(text: str) -> str:
    """A notification's text: Slack reads that one field as markup, and here nothing becomes any."""
    safe = _EMOJI_CODE.sub(":\N{WORD JOINER}", unmarked(one_line(text)))
    return shortened(safe, 1000).translate(_ESCAPED)
