"""What a verb is: what it does, what it needs, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass

from conversations.context import Context, Need
from conversations.facts import Role
from conversations.messages import Action
from conversations.turn import Turn

Step = Callable[[Context, Action], Turn]
FormStep = Callable[[Context, Action, dict[str, str]], Turn]

DESKS = frozenset({Need.DESKS})
SCHOOLS = frozenset({Need.SCHOOLS})
TEAM = frozenset({Need.TEAM})

ANYBODY: frozenset[Role] = frozenset(
    {"staff", "team_leader", "principal", "representative", "coordinator", "researcher"}
)
RESPONDENTS: frozenset[Role] = frozenset({"staff", "team_leader", "principal"})
MEMBERS: frozenset[Role] = frozenset({"staff", "team_leader"})
PRINCIPALS: frozenset[Role] = frozenset({"principal"})
LEADERS: frozenset[Role] = frozenset({"principal", "representative"})
COORDINATORS: frozenset[Role] = frozenset({"coordinator"})


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be asked; ``private`` never happens in a channel, ``send`` takes a form's fields.

    One that ``shows`` answers with what is kept nowhere, where nothing hinders it.
    """

    do: Step | None = None
    needs: frozenset[Need] = frozenset()
    roles: frozenset[Role] = ANYBODY
    private: bool = True
    send: FormStep | None = None
    shows: bool = False
