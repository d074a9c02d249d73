"""From whatever broke to a sentence for the operator; no statement, parameter or answer is in it."""

import secrets

from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from bot import log
from bot.commands.mistakes import MISUSED, WRONG, NotPossibleError
from bot.config import ConfigurationError

_log = log.logger()


def explained(error: Exception) -> NotPossibleError:
    """Put an error into words and give its exit code; what nobody foresaw is logged with a reference."""
    match error:
        case ConfigurationError():
            return NotPossibleError(str(error), MISUSED)
        case ArgumentError():
            return NotPossibleError("SKOLSTEG_DATABASE_URL is not an address of a database.", MISUSED)
        case OperationalError():
            return NotPossibleError(f"The database cannot be used: {_first_line(error)}.", WRONG)
        case OSError():
            named = f" ({error.filename})" if error.filename else ""
            return NotPossibleError(f"{error.strerror or 'The file cannot be used'}{named}.", WRONG)
        case _:
            return NotPossibleError(_unforeseen(error), WRONG)


def _first_line(error: DBAPIError) -> str:
    # The driver's own first line says which host or file, and never what was asked of it.
    lines = str(error.orig).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else "it does not say why"


def _unforeseen(error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.configure()
    _log.error("command failed", reference=reference, exc_info=error)
    return f"This should not have happened. The line above says where; please report it with {reference}."
