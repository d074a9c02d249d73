"""Close a round early: through the same door as the clock, only sooner."""

from collections.abc import Sequence

from bot.app import Installation
from bot.commands.mistakes import NotPossibleError
from bot.commands.nobody import Nobody
from bot.commands.opened import authority_in, round_in, school_in
from bot.commands.planning import FROM_HERE, Meant
from bot.commands.spoken import sentence_of
from bot.dispatcher import Dispatcher
from conversations.context import SchoolView
from storage import audit, early_closing, reports
from storage.audit import Entry
from storage.keys import Poll


def closable(installed: Installation, meant: Meant) -> tuple[SchoolView, ...]:
    """The schools to close: the one that is named, or all that have opened and are not closed."""
    memory = installed.memory
    with memory.database.reading() as connection:
        number = authority_in(connection, meant.authority).id
        found = round_in(connection, number, meant.round)
        today = memory.calendars(connection, number).local_date(memory.now())
        views = reports.schools_in(connection, number, found.id, today)
    if meant.school:
        views = (school_in(views, meant.school),)
    open_now = tuple(view for view in views if view.window.state(memory.now()) in {"open", "closing"})
    if not open_now:
        at = f" at {views[0].school.name}" if meant.school else ""
        raise NotPossibleError(f"{found.title} is not open{at}, so there is nothing to close.")
    return open_now


def close(installed: Installation, meant: Meant, views: Sequence[SchoolView]) -> tuple[str, ...]:
    """Close a round at these schools; gives the names of those where it has not been done."""
    memory = installed.memory
    with memory.database.writing() as connection:
        number, now = authority_in(connection, meant.authority).id, memory.now()
        calendar = memory.calendars(connection, number)
        for view in views:
            poll = Poll(number, view.round.id, view.school.id)
            try:
                early_closing.close_now(connection, poll, calendar, now)
            except ValueError as error:
                raise NotPossibleError(f"{view.school.name}: {sentence_of(error)}") from None
            entry = Entry("close early", round=poll.round, school=poll.school, detail=FROM_HERE)
            audit.note(connection, number, entry, now)
    Dispatcher(memory, Nobody()).tick()
    with memory.database.reading() as connection:
        waiting = set(reports.unfrozen(connection))
    return tuple(view.school.name for view in views if Poll(number, view.round.id, view.school.id) in waiting)
