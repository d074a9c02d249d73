"""Documents that a message offers, made when they are fetched, for those who may have them."""

from importlib import import_module

from bot.fetching.asking import Asking, File
from bot.log import logger
from bot.memory import Memory

__all__ = ["ANSWERS", "File", "fetch"]

ANSWERS = "answers/"
"""How the names of what is one's own and must be kept nowhere begin."""

# The module that makes each kind, in ``made(asking, name)``. It is loaded when somebody asks: what prints
# takes time to load, and its libraries are an extra that a small install lacks.
_MAKERS = {
    "answers": "answers",
    "certificate": "certificates",
    "decisions": "decision_log",
    "plan": "action_plans",
    "research": "research",
    "results": "results",
    "session": "meetings",
    "visit": "meetings",
    "year": "year",
}

_log = logger()


def fetch(memory: Memory, authority: int, person: int, name: str) -> File | None:
    """Make the file with this name for this person; nothing where there is none that they may have."""
    asked = name.split("/")
    maker = _MAKERS.get(asked[0])
    if maker is None:
        return None
    try:
        module = import_module(f"bot.fetching.{maker}")
        found: File | None = module.made(Asking(memory, authority, person), asked)
    except ModuleNotFoundError as lacking:
        if str(lacking.name).partition(".")[0] in {"bot", "storage", "conversations"}:
            raise
        _log.warning("the extra called documents is not installed", kind=asked[0])
        return None
    return found
