"""Words as Teams takes them: what somebody wrote is never markup, a mention, a template or a date in code."""

import re

from bot.platforms.words import beginning, clean, is_visible, one_line, pieces, shortened, unmarked

__all__ = ["beginning", "clean", "is_visible", "literal", "one_line", "pieces", "plain", "shortened"]

_JOINER = "\N{WORD JOINER}"
"""Has no width and breaks no line; between two signs it keeps them from meaning something together."""
_READ_AS_CODE = re.compile(r"(?<=\{)(?=\{)|(?<=\$)(?=\{)|(?<=<)(?=/?at\b)", re.IGNORECASE)
_READ_AS_MARKDOWN = re.compile(r"^(?=[-+#>=\[]|\d+[.)])|(?<=\\)|(?<=<)|(?<=&)|(?<=\])(?=[(\[])|(?<=:)(?=//)")


def literal(text: str) -> str:
    """Words for a place where Teams knows no Markdown, but dates in braces, templates and mentions."""
    return _READ_AS_CODE.sub(_JOINER, text)


def plain(text: str) -> str:
    """One line of words for a place where Teams reads Markdown, which here becomes none."""
    return literal(_READ_AS_MARKDOWN.sub(_JOINER, unmarked(one_line(text))))
