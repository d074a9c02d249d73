"""Invitations and reminders that wait to be sent, taken back when they have lost their point."""

from sqlalchemy import Connection

from conversations.rules.timetable import REMINDERS
from conversations.turn import Respondent, nudge
from storage import outbox
from storage.keys import Poll


def after_the_last_answer(connection: Connection, poll: Poll, respondent: Respondent) -> None:
    """Nobody is asked for what they have done."""
    _take_back(connection, poll, respondent, ("open", *REMINDERS))


def after_a_no(connection: Connection, poll: Poll, respondent: Respondent) -> None:
    """Nobody is reminded who has said no to that."""
    _take_back(connection, poll, respondent, REMINDERS)


def _take_back(connection: Connection, poll: Poll, respondent: Respondent, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        outbox.withdraw(connection, poll.authority, nudge(kind, poll.round, poll.school, respondent))
