"""What went wrong with Teams or Graph, in sentences for whoever operates the bot."""

from dataclasses import dataclass

import aiohttp
import httpx

from bot.platforms.teams.graph import MISSING, installed
from bot.platforms.teams.installs import NOT_IN_CATALOGUE, TAKEN
from bot.platforms.teams.wire import NotLetIn, Refused, Unclear

UNREACHABLE = (Unclear, aiohttp.ClientError, httpx.HTTPError, OSError)
"""Microsoft does not answer, or not with anything that can be relied upon."""
TROUBLE = (Refused, *UNREACHABLE)

GRANT = (
    "Let an administrator add it at Entra, App registrations, API permissions, Microsoft Graph, "
    "Application permissions, and grant admin consent."
)
REGISTRATION = (
    "See that id, secret and tenant are those of one registration, and that the secret has not expired "
    "(Entra, App registrations, Certificates & secrets)."
)
_UPLOAD = (
    "Upload the package that python -m bot manifest teams makes; then open the bot in Teams once yourself, "
    "or grant AppCatalog.Read.All."
)
_UNAUTHORISED, _FORBIDDEN, _PATIENCE = 401, 403, 429


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is the matter, and how to mend it."""

    told: str
    mending: str


def explained(problem: Exception) -> Trouble:
    """Put one of TROUBLE into words."""
    if isinstance(problem, NotLetIn):
        return Trouble(f"Entra gives no token ({problem.code or problem.status}).", REGISTRATION)
    if isinstance(problem, Refused):
        return _refusal(problem)
    if isinstance(problem, Unclear) and not installed():
        return Trouble("the library for Graph is not installed.", MISSING)
    mending = "See that this machine may connect there, and look at https://status.cloud.microsoft."
    return Trouble("Microsoft cannot be reached.", mending)


def _refusal(problem: Refused) -> Trouble:
    match problem:
        case Refused(code=code) if code == NOT_IN_CATALOGUE:
            return Trouble("the app is not found in the organisation’s catalogue.", _UPLOAD)
        case Refused(code=code) if code == TAKEN:
            return Trouble("the running bot is at it already.", "Wait some minutes and try again.")
        case Refused(status=status) if status in {_UNAUTHORISED, _FORBIDDEN}:
            return Trouble(f"Microsoft does not allow it ({_words(problem)}).", GRANT)
        case Refused(status=status) if status == _PATIENCE:
            return Trouble("Microsoft asks for patience.", "Wait some minutes and try again.")
        case _:
            mending = "https://learn.microsoft.com/graph/errors tells what that means."
            return Trouble(f"Microsoft says {_words(problem)}.", mending)


def _words(problem: Refused) -> str:
    return f"{problem.status} {problem.code}".strip()
