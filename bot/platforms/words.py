"""Words for any chat: nothing invisible that could mislead, nothing longer than fits."""

import re

_MISLEADING = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
_INVISIBLE = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0"
)
_UNWANTED = re.compile(f"[{_MISLEADING}]")
_NOTHING_TO_SEE = re.compile(f"[{_MISLEADING}{_INVISIBLE}]*")
_ELLIPSIS = "…"
_LOOK_ALIKES = str.maketrans(
    {
        "*": "\N{ASTERISK OPERATOR}",
        "_": "\N{MODIFIER LETTER LOW MACRON}",
        "~": "\N{TILDE OPERATOR}",
        "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
    }
)


def clean(text: str) -> str:
    """The text without control characters and without what turns the direction of writing around."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def one_line(text: str) -> str:
    """The cleaned text on one line."""
    return " ".join(clean(text).split())


def unmarked(text: str) -> str:
    """The text with look-alikes for the signs that both chats read as markup anywhere in a line."""
    return text.translate(_LOOK_ALIKES)


def is_visible(text: str) -> bool:
    """Whether there is anything in the text for an eye; a chat refuses what is empty."""
    return _NOTHING_TO_SEE.fullmatch(text) is None


def length(text: str) -> int:
    """How long a chat counts a text: in UTF-16 units, so that no emoji breaks a limit."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """A line of at most ``longest`` units, cut between words and with an ellipsis where it is cut."""
    if length(text) <= longest:
        return text
    kept = beginning(text, longest - 1)
    words = kept.rpartition(" ")[0]
    return (words if length(words) * 2 > longest else kept).rstrip(" ,.;:–-") + _ELLIPSIS


def pieces(text: str, longest: int) -> list[str]:
    """The whole text in pieces of at most ``longest`` units, cut between lines or words where it can be."""
    found = []
    while length(text) > longest:
        window = beginning(text, longest)
        cut = max(window.rfind("\n"), window.rfind(" ")) + 1
        end = cut if cut * 2 > len(window) else len(window)
        found.append(text[:end])
        text = text[end:]
    found.append(text)
    return [piece for piece in found if is_visible(piece)]


def beginning(text: str, longest: int) -> str:
    """As much of a text as fits in ``longest`` units."""
    kept = text[:longest]
    while length(kept) > longest:
        kept = kept[: len(kept) - (length(kept) - longest + 1) // 2]
    return kept
