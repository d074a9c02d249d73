"""How much of a school's result each role sees; principals and representatives see all of their own."""

from dataclasses import replace

from conversations.context import SchoolView, YearResult
from conversations.facts import Counts
from conversations.snapshot import AreaResult, CriterionResult, Snapshot


def of_coordinator(view: SchoolView, mine: set[int]) -> SchoolView:
    """Levels and indexes of every school, shares only of those that apply; of work teams only one's own."""
    return replace(
        view,
        teams=(),
        snapshot=_less(view.snapshot, mine, indexes=True, shares=view.applied),
        previous=_less(view.previous, mine, indexes=True, shares=view.applied),
    )


def year_of_coordinator(year: YearResult, mine: set[int], *, applied: bool) -> YearResult:
    """The same of one year's result, where the school ``applied`` after it or did not."""
    return replace(year, snapshot=_kept(year.snapshot, mine, indexes=True, shares=applied))


def of_staff(view: SchoolView, mine: set[int]) -> SchoolView:
    """The levels that the school reached, and the indexes of one's own work team where they are shown."""
    return replace(
        view,
        counts=Counts(0, 0, 0),
        teams=(),
        snapshot=_less(view.snapshot, mine, indexes=False, shares=False),
        previous=_less(view.previous, mine, indexes=False, shares=False),
        application=None,
    )


def _less(snapshot: Snapshot | None, mine: set[int], *, indexes: bool, shares: bool) -> Snapshot | None:
    return None if snapshot is None else _kept(snapshot, mine, indexes=indexes, shares=shares)


def _kept(snapshot: Snapshot, mine: set[int], *, indexes: bool, shares: bool) -> Snapshot:
    return replace(
        snapshot,
        criteria=tuple(_level(result, shares=shares) for result in snapshot.criteria),
        areas=tuple(_area(result, indexes=indexes) for result in snapshot.areas),
        teams=tuple(team for team in snapshot.teams if team.id in mine),
        suggestions=(),
    )


def _level(result: CriterionResult, *, shares: bool) -> CriterionResult:
    return replace(
        result,
        more_answers=0,
        certainty=None,
        spread=None,
        share=result.share if shares else None,
        distribution=result.distribution if shares else (),
    )


def _area(result: AreaResult, *, indexes: bool) -> AreaResult:
    return replace(result, index=result.index if indexes else None, gap=None)
