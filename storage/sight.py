"""How much of a school's result each role sees; principals and representatives see all of their own."""

from dataclasses import replace

from conversations.context import Counts, SchoolView
from conversations.snapshot import Snapshot


def of_coordinator(view: SchoolView) -> SchoolView:
    """Levels and indexes of every school, shares only of those that apply, never a work team."""
    return replace(
        view,
        teams=(),
        snapshot=_less(view.snapshot, set(), shares=view.interest),
        previous=_less(view.previous, set(), shares=view.interest),
    )


def of_staff(view: SchoolView, mine: set[int]) -> SchoolView:
    """What the school reached, and the indexes of one's own work team where they are shown."""
    return replace(
        view,
        counts=Counts(0, 0, 0),
        teams=(),
        snapshot=_less(view.snapshot, mine, shares=False),
        previous=_less(view.previous, mine, shares=False),
        interest=False,
    )


def _less(snapshot: Snapshot | None, mine: set[int], *, shares: bool) -> Snapshot | None:
    if snapshot is None:
        return None
    shown = tuple(team for team in snapshot.teams if team.id in mine)
    told = (
        snapshot.criteria
        if shares
        else tuple(replace(result, share=None, distribution=()) for result in snapshot.criteria)
    )
    return replace(snapshot, teams=shown, criteria=told)
