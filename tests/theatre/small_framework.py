"""The packaged framework cut down to four questions, so that a conversation fits on a page."""

import re
from collections.abc import Iterator

from conversations.framework import Framework, load, packaged

NAMES = {"liten": "malmo-2022-2025", "small": "malmo-2022-2025"}
_AREAS = ("leadership", "culture")
_CRITERIA = ("shared-direction", "follow-up", "courage-to-try", "pupils-voice")
_PULSE = ("follow-up", "courage-to-try")
_KIND = re.compile(r"\[+(areas|criteria)\b(?:\.([a-z-]+))?")
_ID = re.compile(r'^id = "([a-z-]+)"', re.MULTILINE)


def framework(name: str) -> Framework:
    """The framework called so in a scene."""
    files = packaged(NAMES.get(name, name))
    return load(_cut(files) if name in NAMES else files)


def _cut(files: dict[str, str]) -> dict[str, str]:
    cut = {name: "".join(_kept(text)) for name, text in files.items()}
    listed = ", ".join(f'"{criterion}"' for criterion in _PULSE)
    head = re.sub(r"pulse = \[[^]]*\]", f"pulse = [{listed}]", cut["framework.toml"])
    head = re.sub(r"^near = \d+", "near = 1", head, flags=re.MULTILINE)
    return cut | {"framework.toml": re.sub(r'^id = "[^"]+"', 'id = "small"', head)}


def _kept(text: str) -> Iterator[str]:
    for block in re.split(r"(?m)^(?=\[)", text):
        found = _KIND.match(block)
        name = found and (found[2] or _ID.search(block)[1])
        if not found or name in (_AREAS if found[1] == "areas" else _CRITERIA):
            yield block
