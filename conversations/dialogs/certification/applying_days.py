"""Placeholder."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.turn import Effect


def tend(context: Context) -> Iterator[Effect]:
    """Placeholder."""
    del context
    yield from ()
