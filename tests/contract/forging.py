"""Forged presses that every chat platform lets somebody try in the same way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conversations.messages import Action
from storage.tables import Outbox
from tests.contract.asked import Asked, questioned
from tests.contract.open_town import OLD, ONE, TWO
from tests.contract.stand_in.delivery import Ack
from tests.contract.trying import Attempt

ASTA, BO, _CIA, DAN, EVA = ONE


@dataclass(frozen=True)
class Forger:
    """How a platform changes what an answer's button means, and presses what nobody has shown."""

    answer: Callable[..., Action]
    presses: Callable[..., Ack]

    def attempts(self) -> dict[str, Attempt[Asked]]:
        """The presses, by the ids of their cases."""
        return {
            "another-person": self._answering(ASTA, lambda town: {"who": f"person:{town.person(BO)}"}),
            "another-school": self._answering(ASTA, lambda town: {"school": town.school_id("Södra")}),
            "another-round": self._answering(ASTA, lambda _: {"round": 999}),
            "level-nine": self._answering(DAN, lambda _: {"value": "9"}),
            "odd-digit": self._answering(DAN, lambda _: {"value": "\N{FULLWIDTH DIGIT THREE}"}),
            "unknown-question": self._answering(DAN, lambda _: {"item": "no-such-question"}),
            "verb-of-coordinator": self._pressing(EVA, Action("plan")),
            "verb-of-principal": self._pressing(EVA, Action("extend")),
            "unknown-verb": self._pressing(TWO[0], Action("drop_table")),
            "undecodable": self._pressing(TWO[0], "%%%|{}|\x00"),
            "huge-number": self._pressing(TWO[1], f"answer|{'9' * 18}|{'9' * 18}||{'9' * 500}|{'9' * 500}"),
            "old-card": self._old_card,
        }

    def _answering(self, name: str, changed: Callable[[Asked], dict[str, object]]) -> Attempt[Asked]:
        def attempt(town: Asked) -> Iterator[str]:
            value = self.answer(town, name, **changed(town))
            yield name
            assert self.presses(town, name, value).ok

        return attempt

    def _pressing(self, name: str, action: Action | str) -> Attempt[Asked]:
        def attempt(town: Asked) -> Iterator[str]:
            questioned(town, name)
            yield name
            assert self.presses(town, name, action).ok

        return attempt

    def _old_card(self, town: Asked) -> Iterator[str]:
        name = TWO[3]
        questioned(town, name)
        yield name
        action = Action("begin", town.round(OLD.title), town.school_id("Norra"))
        assert self.presses(town, name, action).ok
        town.chat.until(lambda: OLD.title in town.chat.said(town.user(name))[-1].words)


def row_of(town: Asked, name: str) -> int:
    """The number of somebody's newest card."""
    return max(int(str(row["id"])) for row in town.rows(Outbox) if row["to_id"] == town.person(name))
