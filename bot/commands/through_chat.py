"""Commands that go through the chat's own door: a coordinator asks and decides as they would there.

So the same rules say what may be done, the same people hear of it, and the same log says who decided it.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.app import Installation
from bot.commands.mistakes import NotPossibleError
from bot.commands.nobody import Nobody
from bot.commands.opened import authority_in, one_of, opened
from bot.commands.told import objection
from bot.dispatcher import Dispatcher
from bot.fetching.asking import Asking
from bot.memory import Memory
from bot.platforms.envelope import Incoming
from conversations.context import Context
from conversations.decisions import Decided
from conversations.events import Pressed, Submitted
from conversations.facts import Listener
from conversations.messages import Action, Form, Message
from conversations.step import needs, step
from conversations.turn import Replace, Say, Show, To, Turn
from storage import meetings, people

_NO_COORDINATOR = (
    "Nobody coordinates yet, so there is nobody to act as. Give somebody the role coordinator in the roster: "
    "python -m bot roster import FILE"
)
_OVERTAKEN = "Somebody else was quicker, so nothing was changed. Look at how it stands now and try again."


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat as one coordinator has it, asked from the command line."""

    memory: Memory
    authority: int
    person: int

    def context(self, action: Action) -> Context:
        """What the coordinator may see now, as much of it as this action needs."""
        asking = Asking(self.memory, self.authority, self.person)
        return asking.context(needs(Pressed(action)), action)

    def asked(self, action: Action) -> Message:
        """What the chat answers to a press; nothing is carried out or kept."""
        return self._answer(self._turn(Pressed(action)))

    def form(self, action: Action) -> Form:
        """The form that a press opens; NotPossibleError says why where it opens none."""
        answer = self.asked(action)
        return form_in(answer)

    def sent(self, action: Action, fields: dict[str, str]) -> Message:
        """What the chat answers to a form; nothing is carried out or kept."""
        return self._answer(self._turn(Submitted(action, fields)))

    def check(self, event: Pressed | Submitted) -> None:
        """Raise NotPossibleError, in the chat's own words, where nothing would be decided by this."""
        turn = self._turn(event)
        if not any(isinstance(effect, Decided) for effect in turn.effects):
            raise NotPossibleError(objection(self._answer(turn)))

    def decide(self, event: Pressed | Submitted) -> Message:
        """Carry out a decision and give the chat's answer; NotPossibleError, and no trace, where it is none.

        Done again it is harmless: the chat then answers that it has been done.
        """
        self.check(event)
        key, place = f"command:{secrets.token_hex(16)}", To("person", self.person)
        incoming = Incoming(key, self.authority, self.person, place, event)
        answer = Dispatcher(self.memory, Nobody()).handle(incoming).replaced
        if answer is None:
            raise NotPossibleError(_OVERTAKEN)
        return answer

    def _turn(self, event: Pressed | Submitted) -> Turn:
        return step(self.context(event.action), event)

    def _answer(self, turn: Turn) -> Message:
        mine = To("person", self.person)
        answers = [each.message for each in turn.effects if isinstance(each, Replace | Show)]
        beside = [each.message for each in turn.effects if isinstance(each, Say) and each.to == mine]
        return (answers + beside)[0]


@contextmanager
def chatting(authority: str, wanted: str) -> Iterator[Chat]:
    """The chat of the coordinator who is named, or of the only one, in the authority that is meant."""
    with opened() as installed:
        yield chat_of(installed, authority, wanted)


def chat_of(installed: Installation, authority: str, wanted: str) -> Chat:
    """The same in an installation that has been opened; NotPossibleError where nobody can be acted as."""
    memory = installed.memory
    with memory.database.reading() as connection:
        number = authority_in(connection, authority).id
        today = memory.calendars(connection, number).local_date(memory.now())
        known = people.coordinators(connection, number, today)
        emails = meetings.addresses(connection, number, [each.id for each in known])
    return Chat(memory, number, _meant(known, emails, wanted))


def form_in(answer: Message) -> Form:
    """The form in an answer of the chat; NotPossibleError with what it says instead."""
    form = next((part for part in answer.parts if isinstance(part, Form)), None)
    if form is None:
        raise NotPossibleError(objection(answer))
    return form


def filled(form: Form, **given: str) -> dict[str, str]:
    """A form as it stands with what is given filled in."""
    return {field.name: field.value for field in form.fields} | {
        name: value for name, value in given.items() if value
    }


def _meant(known: Sequence[Listener], emails: dict[int, str], wanted: str) -> int:
    if not known:
        raise NotPossibleError(_NO_COORDINATOR)
    listed = ", ".join(f"{each.name} ({emails[each.id]})" for each in known)
    if not wanted:
        if len(known) > 1:
            raise NotPossibleError(f"Several people coordinate. Say with --as who decides: {listed}.")
        return known[0].id
    called = " ".join(wanted.split()).casefold()
    named = [each.id for each in known if called in {each.name.casefold(), emails[each.id]}]
    if len(named) > 1:
        raise NotPossibleError(f"Several people coordinate by that name. Give an e-mail address: {listed}.")
    everybody = {emails[each.id]: each.id for each in known} | {each.name: each.id for each in known}
    return named[0] if named else one_of("coordinator", wanted, everybody)
