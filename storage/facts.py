"""Rounds and windows as the facts that a conversation looks at."""

from typing import Any

from sqlalchemy import Connection, Row

from conversations.facts import RoundFacts, WindowFacts
from storage import frameworks
from storage.tables import Round, Window

ROUND = (
    Round.id.label("round_id"),
    Round.title,
    Round.kind,
    Round.mode,
    Round.leadership,
    Round.framework_hash,
)
WINDOW = (
    Window.school_id,
    Window.opens_on,
    Window.closes_on,
    Window.opens_at,
    Window.closes_at,
    Window.staff,
    Window.frozen_at,
)


AnyRow = Row[*tuple[Any, ...]]


def round_facts(connection: Connection, authority: int, row: AnyRow) -> RoundFacts:
    """A round with the framework that it is pinned to; the row holds the columns of `ROUND`."""
    framework = frameworks.pinned(connection, authority, row.framework_hash)
    return RoundFacts(row.round_id, row.title, row.kind, row.mode, row.leadership, framework)


def window_facts(row: AnyRow) -> WindowFacts:
    """One school's window; the row holds the columns of `WINDOW`."""
    frozen = row.frozen_at is not None
    return WindowFacts(row.opens_on, row.closes_on, row.opens_at, row.closes_at, frozen)
