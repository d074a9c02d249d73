"""The log as a process has it before anything is configured."""

import structlog

from bot.log import logger


def log_unconfigured() -> None:
    """Forget what was configured: the safe beginning comes back, not structlog's own with its variables."""
    structlog.reset_defaults()
    logger()
