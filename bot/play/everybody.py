"""Lets everybody else at a school answer, each in a transaction and saved as a press is."""

from dataclasses import dataclass
from random import Random

from bot.dispatcher import Memory
from bot.platforms.envelope import Incoming
from bot.play.answers import one_sheet
from conversations.context import Desk, blank_desk
from conversations.events import Due
from conversations.step import needs
from conversations.turn import Record, To
from storage import answers, contexts
from storage.keys import Poll


@dataclass(frozen=True, slots=True)
class Mood:
    """How a school answers: what is usual there, how many take part, and the chance behind it."""

    usual: tuple[int, ...]
    share: float
    chance: Random


def answer_all(memory: Memory, poll: Poll, mood: Mood) -> int:
    """Fill in for those at a school who have not begun; gives how many respondents did."""
    answered = 0
    for desk in _untouched(memory, poll):
        if desk.respondent.kind == "person" and mood.chance.random() > mood.share:
            continue
        sheet = one_sheet(mood.usual, len(desk.round.framework.levels), mood.chance)
        record = Record(poll.round, poll.school, desk.respondent, sheet, "finished")
        with memory.database.writing() as connection:
            answers.record(connection, memory.keys, poll.authority, desk, record, memory.now())
        answered += 1
    return answered


def _untouched(memory: Memory, poll: Poll) -> list[Desk]:
    event = Due("open", poll.round, poll.school)
    arrival = Incoming("", poll.authority, 0, To("person", 0), event)
    with memory.database.reading() as connection:
        calendar = memory.calendars(connection, poll.authority)
        context = contexts.load(connection, memory.keys, arrival, needs(event), memory.now(), calendar)
    view = context.schools[0]
    # A joint respondent waits once for each place where it is spoken to.
    waiting = {each.respondent: each for each in context.audience.waiting}
    # Whoever has begun speaks for themselves, and what they have answered stays.
    return [blank_desk(view, each) for each in waiting.values() if each.status == "invited"]
