"""What went wrong with Slack, in sentences for whoever operates the bot."""

from dataclasses import dataclass

import aiohttp

from bot.platforms.slack.refusals import REVOKED
from bot.platforms.slack.wire import Refused, Unclear
from storage.installations import Locked

UNREACHABLE = (Unclear, aiohttp.ClientError, OSError)
"""Slack does not answer, or not with anything that can be relied upon."""
TROUBLE = (Refused, Locked, *UNREACHABLE)

INSTALL = "Install the app at Slack under OAuth & Permissions; its token is SKOLSTEG_SLACK_BOT_TOKEN."
MANIFEST = "Give the app its manifest again (python -m bot manifest slack), and install it again."


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is the matter, and how to mend it."""

    told: str
    mending: str


_KNOWN = {error: Trouble(f"Slack does not accept the token ({error}).", INSTALL) for error in REVOKED} | {
    "not_installed": Trouble("the bot is not installed in the workspace.", INSTALL),
    "ratelimited": Trouble("Slack asks for patience.", "Wait a minute and try again."),
    "missing_scope": Trouble("the app may not do this (missing_scope).", MANIFEST),
}


def explained(problem: Exception) -> Trouble:
    """Put one of TROUBLE into words."""
    match problem:
        case Refused():
            other = Trouble(f"Slack says {problem.error}.", "https://docs.slack.dev tells what that means.")
            return _KNOWN.get(problem.error, other)
        case Locked():
            return Trouble("the workspaces’ tokens cannot be read.", f"The file {problem}.")
        case _:
            mending = "See that this machine may connect there, and look at https://slack-status.com."
            return Trouble("Slack cannot be reached.", mending)
