"""What a turn leads to, carried out in one transaction; the network comes after the commit."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from conversations.context import Context, Desk
from conversations.decisions import Decided
from conversations.messages import Action, Message
from conversations.turn import (
    Close,
    Discussed,
    Effect,
    Erase,
    Extend,
    Link,
    Mute,
    OpenRound,
    Record,
    Refused,
    Replace,
    Respondent,
    Say,
    SetLanguage,
    Show,
    To,
    Turn,
)
from storage import answers, audit, choices, closing, decisions, outbox, rounds, team_places
from storage.audit import Entry
from storage.contexts import Arrival, speaks_in
from storage.keys import Keys, Poll

_Spoken = Say | Replace | Show
_Answered = Record | Erase
_Chosen = Discussed | Mute | SetLanguage
_Led = OpenRound | Extend | Close | Link


@dataclass(frozen=True, slots=True)
class Standing:
    """The row and revision of what was pressed as it stands now, or of a message that ``is_new``."""

    id: int
    revision: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What goes straight back to the one who acted, and whose keys to destroy once this is committed.

    ``empty`` says that nothing at all came of it; ``again`` shows what typed words asked for.
    """

    shown: Message | None = field(default=None, repr=False)
    replaced: Message | None = field(default=None, repr=False)
    spent: tuple[Poll, ...] = ()
    empty: bool = False
    card: Standing | None = None
    again: Action | None = field(default=None, repr=False)


def save(
    connection: Connection, keys: Keys, arrival: Arrival, context: Context, turn: Turn, now: datetime
) -> Saved:
    """Carry out a turn's effects in order, all in the caller's transaction.

    Raises TooLate when an answer comes after its window's end, Conflict when a ballot could not be changed,
    NotPossible when a round cannot be planned or extended, LookupError for an answer at somebody else's desk:
    in each case the caller's transaction must be undone.
    """
    work = _Work(connection, keys, arrival, context, now)
    for number, effect in enumerate(turn.effects):
        work.carry_out(number, effect)
    return Saved(work.shown, work.replaced, tuple(work.spent), not turn.effects, work.card, work.again)


@dataclass(slots=True)
class _Work:
    connection: Connection
    keys: Keys
    arrival: Arrival
    context: Context
    now: datetime
    shown: Message | None = None
    replaced: Message | None = None
    card: Standing | None = None
    again: Action | None = None
    refused: bool = False
    spent: list[Poll] = field(default_factory=list)

    def carry_out(self, number: int, effect: Effect) -> None:
        if isinstance(effect, Decided):
            deciding = decisions.Deciding(self.arrival.authority, self._person, self.now)
            decisions.carry_out(self.connection, deciding, effect)
            return
        match effect:
            case Say() | Replace() | Show():
                self._speak(number, effect)
            case Record() | Erase():
                self._answer(effect)
            case Discussed() | Mute() | SetLanguage():
                self._choose(effect)
            case OpenRound() | Extend() | Close() | Link():
                self._lead(effect)
            case Refused(verb, reason):
                self.refused = True
                self._note(Entry(f"refused {verb}", detail=reason))
            case _:
                assert_never(effect)

    def _speak(self, number: int, effect: _Spoken) -> None:
        match effect:
            case Say(to, message, key, expires_at):
                self._queue(to, message, key or f"{self.arrival.key}:{number}", expires_at)
            case Replace(message):
                self._replace(number, message)
            case Show(message, again):
                self.shown, self.again = message, again
            case _:
                assert_never(effect)

    def _replace(self, number: int, message: Message) -> None:
        self.replaced, me, place = message, self.context.me, self.context.place
        if me is None:
            return
        if not speaks_in(me, place):
            # Nobody changes a conversation that is not theirs; they see the answer, and it is kept nowhere.
            self.shown, self.replaced = self.shown or message, None
            return
        card = outbox.Card(self.arrival.authority, place, self.arrival.message)
        due_at = self.now + self.arrival.grace
        revision = outbox.replace(self.connection, card, message, due_at) if card.id else None
        if revision is None:
            if card.id and not self.refused:
                # The number came with the press, and names no message of this conversation.
                self._note(Entry("refused card", detail="of another conversation"))
            card = replace(card, id=self._queue(place, message, f"{self.arrival.key}:{number}") or 0)
        self.card = Standing(card.id, revision or 1, is_new=revision is None)

    def _queue(self, to: To, message: Message, key: str, expires_at: datetime | None = None) -> int | None:
        parcel = outbox.Parcel(to, key, message, expires_at=expires_at)
        return outbox.queue(self.connection, self.arrival.authority, parcel, self.now)

    def _answer(self, effect: _Answered) -> None:
        desk, authority = self._desk(effect.round, effect.school, effect.respondent), self.arrival.authority
        match effect:
            case Record():
                answers.record(self.connection, self.keys, authority, desk, effect, self.now)
            case Erase():
                answers.erase(self.connection, self.keys, authority, effect, self.now)
            case _:
                assert_never(effect)

    def _desk(self, round_id: int, school: int, respondent: Respondent) -> Desk:
        for desk in self.context.desks:
            if (desk.round.id, desk.school.id, desk.respondent) == (round_id, school, respondent):
                return desk
        raise LookupError("an answer at a desk that is not this person's")

    def _choose(self, effect: _Chosen) -> None:
        authority, person = self.arrival.authority, self._person
        match effect:
            case Discussed():
                choices.discussed(self.connection, authority, effect, self.now)
            case Mute(round_id, school):
                leads = self.context.me is not None and self.context.me.is_("principal", school)
                choices.mute(self.connection, Poll(authority, round_id, school), person, leads=leads)
            case SetLanguage(language):
                choices.set_language(self.connection, authority, person, language)
            case _:
                assert_never(effect)

    def _lead(self, effect: _Led) -> None:
        authority, calendar = self.arrival.authority, self.context.authority.calendar
        match effect:
            case OpenRound(plan):
                opened = rounds.plan_round(self.connection, self.keys, authority, effect, calendar, self.now)
                self._note(Entry("open round", round=opened, detail=plan.decision))
            case Extend(round_id, school, closes_on):
                rounds.extend(self.connection, authority, effect, calendar)
                self._note(Entry("extend", round=round_id, school=school, detail=closes_on.isoformat()))
            case Close(round_id, school):
                self.spent.append(
                    closing.close(self.connection, self.keys, authority, effect, calendar, self.now)
                )
                self._note(Entry("close", round=round_id, school=school))
            case Link():
                team_places.give(self.connection, authority, effect, self._person, self.now)
            case _:
                assert_never(effect)

    def _note(self, entry: Entry) -> None:
        audit.note(self.connection, self.arrival.authority, replace(entry, person=self._person), self.now)

    @property
    def _person(self) -> int:
        return self.context.me.id if self.context.me else 0
