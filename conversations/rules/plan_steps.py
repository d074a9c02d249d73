"""What an action plan may still take up, which day a measure may have, and when its responsible is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conversations.framework.schema import Framework
from conversations.plans import MeasureFacts
from conversations.snapshot import Snapshot

WEEK_BEFORE, ON_THE_DAY, LAST = 0, 1, 4
"""The numbers of the follow-ups; those between the day and the last come after it."""

_AHEAD = range(4, 8)
"""How many days ahead the first follow-up makes sense: closer to the day it would only be noise."""
_EVERY = 14
_LONGEST_AHEAD = 3 * 366


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure of the framework for one of a school's weakest criteria, worded in each of its languages.

    ``place`` is its place among the measures that lead to the ``level``.
    """

    criterion: str
    level: int
    place: int
    wordings: tuple[str, ...]


def offers(snapshot: Snapshot, framework: Framework) -> tuple[Offer, ...]:
    """List every measure for the weakest criteria; none for a criterion of which nothing may be told."""
    return tuple(
        offer
        for each in snapshot.suggestions
        if (result := snapshot.criterion(each.criterion)) is not None and result.shown
        for offer in _offers_for(framework, each.criterion, int(each.step.removeprefix("to_")))
    )


def _offers_for(framework: Framework, criterion: str, level: int) -> tuple[Offer, ...]:
    worded = [
        framework.words(language).criterion(criterion).measures_to(level) for language in framework.languages
    ]
    return tuple(
        Offer(criterion, level, place, tuple(each[place] for each in worded if place < len(each)))
        for place in range(len(worded[0]))
    )


def same(offer: Offer, measures: Sequence[MeasureFacts]) -> MeasureFacts | None:
    """Find the measure that was chosen from an offer, in whichever language; one in the plan comes first."""
    chosen = [
        each for each in measures if each.criterion == offer.criterion and each.wording in offer.wordings
    ]
    return min(chosen, key=lambda each: each.status == "dropped", default=None)


def left(offered: Sequence[Offer], measures: Sequence[MeasureFacts]) -> tuple[Offer, ...]:
    """Keep the offers that are not in the plan; what was taken out of it may be chosen again."""
    found = ((offer, same(offer, measures)) for offer in offered)
    return tuple(offer for offer, chosen in found if chosen is None or chosen.status == "dropped")


def wrong_day(day: date | None, today: date, before: date | None = None) -> str | None:
    """Say why a measure cannot have this day: ``missing``, ``in_the_past`` or ``too_far``.

    A measure keeps the day it had ``before``, even when that has passed. All are local days.
    """
    if day is None:
        return "missing"
    if day == before:
        return None
    if day < today:
        return "in_the_past"
    return "too_far" if (day - today).days > _LONGEST_AHEAD else None


def follow_up(due_on: date, today: date) -> int | None:
    """Give the number of the newest follow-up that is due: a week before, on the day, then every 14 days.

    There are at most three after the day. Each number stands until the next, so that a day that was missed,
    or a school break, loses none; None where nothing is to be asked. Both are local days.
    """
    late = (today - due_on).days
    if late < 0:
        return WEEK_BEFORE if -late in _AHEAD else None
    return min(ON_THE_DAY + late // _EVERY, LAST)
