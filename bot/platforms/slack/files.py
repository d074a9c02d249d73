"""Files brought to Slack: pictures that a message shows, and documents for the one who asked."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from bot import pictures
from bot.platforms.slack.wire import Wire
from conversations.messages import Message, Picture

_REMEMBERED = 256
_LONGEST_ALT = 1000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way; without a ``channel`` only a message that shows it makes it visible."""

    name: str
    content: bytes = field(repr=False)
    alt: str = field(default="", repr=False)
    channel: str = ""


def upload(wire: Wire, token: str, file: Upload) -> str:
    """Bring a file in Slack's three steps and give its number; raises what `Wire.call` raises."""
    asked: dict[str, object] = {"filename": file.name, "length": len(file.content)}
    if file.alt:
        asked["alt_txt"] = file.alt[:_LONGEST_ALT]
    place = wire.call(token, "files.getUploadURLExternal", asked)
    wire.upload(place["upload_url"], file.content)
    done: dict[str, object] = {"files": [{"id": place["file_id"], "title": file.name}]}
    if file.channel:
        done["channel_id"] = file.channel
    wire.call(token, "files.completeUploadExternal", done)
    return str(place["file_id"])


class Gallery:
    """A message's pictures as files, each brought once; every client shows them, unlike Slack's charts."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._known: OrderedDict[tuple[str, bytes], str] = OrderedDict()
        self._lock = Lock()

    def of(self, message: Message, token: str) -> dict[int, str]:
        """The files of a message's pictures by the place of their part; raises what `Wire.call` raises."""
        return {
            place: self._file(part, token)
            for place, part in enumerate(message.parts)
            if isinstance(part, Picture)
        }

    def _file(self, part: Picture, token: str) -> str:
        content = pictures.png(part)
        key = token, hashlib.sha256(content).digest()
        with self._lock:
            if key in self._known:
                return self._known[key]
        found = upload(self._wire, token, Upload("skolsteg.png", content, part.alt))
        with self._lock:
            self._known[key] = found
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found
