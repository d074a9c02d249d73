"""Lets everybody else at a school answer, saved as a press is, but all at once."""

from dataclasses import dataclass
from random import Random

from bot.memory import Memory
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
    """How a school answers: what is usual there, how many take part, the chance behind it, who is silent."""

    usual: tuple[int, ...]
    share: float
    chance: Random
    but: int = 0


def answer_all(memory: Memory, poll: Poll, mood: Mood) -> int:
    """Fill in for those at a school who have not begun; gives how many respondents did."""
    answering = [
        desk
        for desk in _untouched(memory, poll)
        if desk.respondent.kind != "person" or _takes_part(desk.respondent.id, mood)
    ]
    with memory.database.writing() as connection:
        for desk in answering:
            sheet = one_sheet(mood.usual, len(desk.round.framework.levels), mood.chance)
            record = Record(poll.round, poll.school, desk.respondent, sheet, "finished")
            answers.record(connection, memory.keys, poll.authority, desk, record, memory.now())
    return len(answering)


def _takes_part(person: int, mood: Mood) -> bool:
    return mood.chance.random() <= mood.share and person != mood.but


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
