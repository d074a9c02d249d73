"""Documents that a message offers, made when they are fetched, for those who may have them."""

from dataclasses import dataclass, field

from bot import documents, results
from bot.memory import Memory
from bot.platforms.envelope import Incoming
from conversations.context import Context, Desk
from conversations.dialogs.own_answers import shown_answer
from conversations.events import Pressed
from conversations.messages import Action, is_id
from conversations.step import needs
from conversations.texts import say
from conversations.turn import To
from storage import audit, contexts
from storage.audit import Entry
from storage.keys import KeyMissing

ANSWERS = "answers/"
"""How the names of what is one's own and must be kept nowhere begin."""
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file for somebody who may have it."""

    content: bytes = field(repr=False)
    media_type: str
    filename: str


def fetch(memory: Memory, authority: int, person: int, name: str) -> File | None:
    """Make the file with this name for this person; nothing where there is none that they may have."""
    match name.split("/"):
        case ["answers", round_id, school, who] if is_id(round_id) and is_id(school):
            own = "" if who == f"person:{person}" else who
            action = Action("review", int(round_id), int(school), own)
            return _answers(_context(memory, authority, person, action), action)
        case ["results", round_id, kind] if is_id(round_id) and kind in _TYPES:
            action = Action("export", int(round_id))
            found = _results(_context(memory, authority, person, action), int(round_id), kind)
            if found:
                _note(memory, authority, Entry("export", person, int(round_id), detail=kind))
            return found
    return None


def _note(memory: Memory, authority: int, entry: Entry) -> None:
    with memory.database.writing() as connection:
        audit.note(connection, authority, entry, memory.now())


def _context(memory: Memory, authority: int, person: int, action: Action) -> Context:
    try:
        return _loaded(memory, authority, person, Pressed(action))
    except KeyMissing:
        # The window closed between two of our glances: look at what is there now.
        return _loaded(memory, authority, person, Pressed(action))


def _loaded(memory: Memory, authority: int, person: int, event: Pressed) -> Context:
    incoming = Incoming("", authority, person, To("person", person), event)
    with memory.database.reading() as connection:
        calendar = memory.calendars(connection, authority)
        return contexts.load(connection, memory.keys, incoming, needs(event), memory.now(), calendar)


def _answers(context: Context, action: Action) -> File | None:
    desk = next((desk for desk in context.desks if _is(desk, action)), None)
    if desk is None or desk.window.state(context.now) != "open":
        return None
    words = desk.round.framework.words(context.language)
    columns = tuple(
        say(context.language, f"assessment.review.column_{name}") for name in ("question", "answer")
    )
    rows = tuple(
        (words.criterion(desk.round.criteria[place].id).question, shown_answer(context, desk, place))
        for place in desk.asked
    )
    title = say(context.language, "assessment.review.heading")
    content = documents.csv_file(documents.TablePage(title, columns, rows))
    return File(content, _TYPES["csv"], f"{title}.csv")


def _is(desk: Desk, action: Action) -> bool:
    who = "" if desk.respondent.kind == "person" else desk.respondent.encode()
    return (desk.round.id, desk.school.id, who) == (action.round, action.school, action.who)


def _results(context: Context, round_id: int, kind: str) -> File | None:
    if context.me is None or not context.me.is_("coordinator"):
        return None
    views = [view for view in context.schools if view.round.id == round_id and view.snapshot]
    if not views:
        return None
    content = results.file(views, kind, context.language)
    return File(content, _TYPES[kind], f"{views[0].round.title}.{kind}")
