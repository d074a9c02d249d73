"""What comes from outside may be of any shape: what it is read with never fails."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from conversations.messages import is_id


def object_id(found: object) -> str:
    """Somebody's id in Entra; empty for a bot, and for what is no such id."""
    return _guid(text(found, "aadObjectId") or text(found, "objectId"))


def text(found: object, name: str) -> str:
    """A text in something that may be anything; empty for none."""
    value = found.get(name) if isinstance(found, Mapping) else None
    return value if isinstance(value, str) else ""


def several(found: object, name: str) -> list[Mapping[str, Any]]:
    """The objects in a list in something that may be anything."""
    value = found.get(name) if isinstance(found, Mapping) else None
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _guid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return ""


def number(value: object) -> int:
    """A row's number; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    return int(value) if is_id(str(value)) else 0
