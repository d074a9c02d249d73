"""Action plans as plain facts: what a school does with its result."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from conversations.facts import Listener, SchoolFacts

MeasureStatus = Literal["planned", "on_the_way", "stuck", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """One thing that shall be done; ``criterion`` is "" for one that belongs to no question.

    ``responsible`` is None where nobody is named or whoever was has left. ``due_on`` is a local day.
    """

    id: int
    criterion: str
    wording: str
    responsible: Listener | None = None
    due_on: date | None = None
    status: MeasureStatus = "planned"
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A school's action plan from its result in one round; ``hash`` is the framework's."""

    round: int
    round_title: str
    school: SchoolFacts
    hash: str
    made_on: date
    measures: tuple[MeasureFacts, ...] = ()

    def measure(self, number: int) -> MeasureFacts | None:
        """A measure by its id."""
        return next((each for each in self.measures if each.id == number), None)
