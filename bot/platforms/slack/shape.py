"""Whether a payload has the shape that everything behind the way in takes for granted."""

from collections.abc import Mapping
from typing import Any

_Kinds = Mapping[str, type | tuple[type, ...]]
_PARTS: _Kinds = {
    "type": str,
    "command": str,
    "callback_id": str,
    "user": dict,
    "team": dict,
    "channel": dict,
    "view": dict,
    "enterprise": dict,
    "authorizations": list,
}
_OF_VIEWS = frozenset({"view_submission", "view_closed"})
_OF_EVENT: _Kinds = {"type": str, "user": (str, dict), "channel": (str, dict), "team": (str, dict)}


def is_shaped(payload: Mapping[str, Any]) -> bool:
    """Whether every part that is there is of its kind; bolt itself fails on anything else."""
    return (
        _is(payload, _PARTS)
        and _is(payload.get("event", {}), _OF_EVENT)
        and ("actions" not in payload or _are_actions(payload["actions"]))
        and (payload.get("type") not in _OF_VIEWS or isinstance(payload.get("view"), dict))
        and all(isinstance(each, dict) for each in payload.get("authorizations") or ())
    )


def _is(part: object, kinds: _Kinds) -> bool:
    return isinstance(part, dict) and all(
        isinstance(part[name], kind) for name, kind in kinds.items() if part.get(name) is not None
    )


def _are_actions(found: object) -> bool:
    if not isinstance(found, list) or not found:
        return False
    return all(isinstance(each, dict) and isinstance(each.get("action_id"), str) for each in found)
