"""What to do next, for somebody who meets the local chat for the first time."""

from datetime import datetime, timedelta

from bot.platforms.web.stage import Hint
from conversations.context import SchoolView

_REMINDED_AFTER = timedelta(days=5)
_MOST = 0.6


def hint(view: SchoolView | None, now: datetime) -> Hint:
    """The next step of a round's story, as far as it has come."""
    if view is None:
        return "open"
    match view.window.state(now):
        case "planned":
            return "wait" if any(team.discussed for team in view.teams) else "discuss"
        case "open":
            return _while_open(view, now)
        case "closing":
            return "close"
        case "closed":
            return _after(view)


def _while_open(view: SchoolView, now: datetime) -> Hint:
    counts = view.counts
    if not counts.begun and not counts.finished:
        return "answer"
    if now - view.window.opens_at < _REMINDED_AFTER:
        return "remind"
    return "close" if counts.finished >= _MOST * counts.invited else "others"


def _after(view: SchoolView) -> Hint:
    if view.applied:
        return "done"
    return "apply" if view.snapshot and view.snapshot.qualifies else "read"
