"""What the connector's words for no mean to us, by their status and code."""

from bot.platforms.teams.connector import NOT_REGISTERED
from bot.platforms.teams.wire import NotLetIn, Refused

_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 401, 403, 404
_MISSING = frozenset({"ActivityNotFoundInConversation", "MessageNotFound", "ActivityNotFound"})
_LASTING = frozenset({400, _FORBIDDEN, _NOT_FOUND, 405, 413})


def shut_out(problem: Refused) -> bool:
    """The registration is not let in, or there is none: everything waits until that is mended."""
    return isinstance(problem, NotLetIn) or problem.code in {NOT_REGISTERED, "foreign_service"}


def token_spent(problem: Refused) -> bool:
    """The token was withdrawn before its end; the next try is made with another."""
    return problem.status == _UNAUTHORIZED and not shut_out(problem)


def gone(problem: Refused) -> bool:
    """The bot is not, or no longer, in the conversation: taken away, blocked, deleted."""
    return problem.status in {_FORBIDDEN, _NOT_FOUND} and not missing(problem)


def missing(problem: Refused) -> bool:
    """There is nothing left to change."""
    return problem.status == _NOT_FOUND and problem.code in _MISSING


def lasting(problem: Refused) -> bool:
    """The same message to the same address will never be taken."""
    return problem.status in _LASTING
