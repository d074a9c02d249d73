"""The ballot box of one school's round: a respondent puts in, takes out and changes only their own ballot.

``open_all`` is for the close of the round and for nothing else; no other function gives the answers of
anybody but the respondent that it was asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, select, update

from conversations.rules.sheets import Sheet
from conversations.turn import Respondent
from storage.keys import Poll
from storage.prepared import Prepared
from storage.seal import Ballot, Seal
from storage.tables import Ballot as Row
from storage.writes import insert_ignore

__all__ = ["Ballot", "BallotBox", "Conflict", "Respondent", "Seal"]

_AT_ONCE = 500
_MINE = (Row.ref == bindparam("mine"), Row.authority_id == bindparam("authority"))
_LOAD = Prepared(select(Row.version, Row.blob).where(*_MINE))
_INSERT = insert_ignore(Row)
_CHANGE = Prepared(
    update(Row)
    .where(*_MINE, Row.version == bindparam("loaded"))
    .values(version=bindparam("version"), blob=bindparam("blob"))
)
_ERASE = delete(Row).where(*_MINE)
_SOME = (Row.ref.in_(bindparam("refs", expanding=True)), Row.authority_id == bindparam("authority"))
_OPEN = select(Row.ref, Row.version, Row.blob).where(*_SOME).order_by(Row.ref)
_DELETE = delete(Row).where(*_SOME)


class Conflict(Exception):  # noqa: N818  -- the word says what has happened
    """The ballot was changed by somebody else between loading and saving: load it again and decide anew."""


@dataclass(frozen=True, slots=True)
class BallotBox:
    """The ballots of one school's round, with the seal that opens them."""

    poll: Poll
    seal: Seal = field(repr=False)

    def load(self, connection: Connection, respondent: Respondent) -> Ballot | None:
        """The respondent's own ballot, or None; Tampered when it is not what was sealed for them."""
        ref = self._ref(respondent)
        row = _LOAD.first(connection, self._mine(ref))
        return None if row is None else self.seal.open(ref, row.version, row.blob)

    def save(self, connection: Connection, respondent: Respondent, ballot: Ballot) -> Ballot:
        """Put in a ballot loaded as ``ballot.version``; gives it with its new version, or Conflict."""
        ref = self._ref(respondent)
        saved = Ballot(ballot.version + 1, ballot.team, ballot.answers)
        row = {"version": saved.version, "blob": self.seal.seal(ref, saved)}
        if ballot.version == 0:
            written = _INSERT.run(connection, {"ref": ref, "authority_id": self.poll.authority, **row})
        else:
            written = _CHANGE.count(connection, {**self._mine(ref), "loaded": ballot.version, **row})
        if written != 1:
            raise Conflict
        return saved

    def erase(self, connection: Connection, respondent: Respondent) -> bool:
        """Forget the respondent's ballot; whether there was one."""
        return connection.execute(_ERASE, self._mine(self._ref(respondent))).rowcount == 1

    def open_all(self, connection: Connection, respondents: Iterable[Respondent]) -> list[Sheet]:
        """For the close only: the respondents' ballots without their names, in an order that says nothing."""
        ballots = []
        for refs in self._batches(respondents):
            rows = connection.execute(_OPEN, {"refs": refs, "authority": self.poll.authority})
            ballots += [(row.ref, self.seal.open(row.ref, row.version, row.blob)) for row in rows]
        return [Sheet(ballot.team, ballot.answers) for _, ballot in sorted(ballots, key=lambda pair: pair[0])]

    def delete_all(self, connection: Connection, respondents: Iterable[Respondent]) -> int:
        """Forget the ballots of all these respondents; gives how many there were."""
        return sum(
            connection.execute(_DELETE, {"refs": refs, "authority": self.poll.authority}).rowcount
            for refs in self._batches(respondents)
        )

    def _ref(self, respondent: Respondent) -> bytes:
        return self.seal.ref(self.poll.round, self.poll.school, respondent)

    def _mine(self, ref: bytes) -> dict[str, object]:
        return {"mine": ref, "authority": self.poll.authority}

    def _batches(self, respondents: Iterable[Respondent]) -> Iterator[Sequence[bytes]]:
        refs = iter(sorted({self._ref(respondent) for respondent in respondents}))
        while batch := list(islice(refs, _AT_ONCE)):
            yield batch
