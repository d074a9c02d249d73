"""Which schools a paper for outsiders may show, and by what name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.exporting.years import FEWEST_SCHOOLS
from conversations.context import Context, YearResult
from conversations.texts import say

_BEGINS = re.compile(r"(^|[.!?:\n])\s*$")


def told(context: Context, results: Sequence[YearResult]) -> tuple[YearResult, ...]:
    """One round's results that outsiders may be shown: the named schools first, the others after them.

    Those that are not named come without a name and in the order of their levels, and only when they are so
    many that nobody can tell which is which. Results that are hidden are left out.
    """
    shown = [each for each in results if each.snapshot.shown]
    named = [each for each in shown if is_named(context, each.school.id)]
    others = [each for each in shown if not is_named(context, each.school.id)]
    if len(others) < FEWEST_SCHOOLS:
        others = []
    unnamed = say(context.language, "award.school")
    hidden = (replace(each, school=replace(each.school, name=unnamed)) for each in others)
    return (
        *sorted(named, key=lambda each: (each.school.name, each.school.id)),
        *sorted(hidden, key=_levels, reverse=True),
    )


def is_named(context: Context, school: int) -> bool:
    """Whether a school's principal lets others hear of it by name."""
    return school in context.certification.may_be_named


def name_of(context: Context, school: int, name: str) -> str:
    """What a school is called on the paper."""
    return name if is_named(context, school) else say(context.language, "award.school")


def without_names(context: Context, text: str, own: int = 0) -> str:
    """A text in which no school is named that may not be; ``own`` is the school that wrote it."""
    unnamed = {number: name for number, name in _schools(context).items() if not is_named(context, number)}
    for number, name in sorted(unnamed.items(), key=lambda pair: -len(pair[1])):
        if name.strip():
            said = say(context.language, "award.own" if number == own else "award.other")
            text = _replaced(text, name.strip(), said)
    return text


def _schools(context: Context) -> Mapping[int, str]:
    road = context.certification
    return {
        **{each.school.id: each.school.name for each in context.years},
        **{each.school.id: each.school.name for each in context.schools},
        **{each.school.id: each.school.name for each in road.applications},
        **{each.school.id: each.school.name for cohort in road.cohorts for each in cohort.schools},
    }


def _replaced(text: str, name: str, said: str) -> str:
    """The text with another word for a name, also where the name has a genitive's s."""

    def word(found: re.Match[str]) -> str:
        begun = said[:1].upper() + said[1:] if _BEGINS.search(text[: found.start()]) else said
        return begun + found[1].lower()

    return re.sub(rf"(?<!\w){re.escape(name)}(s?)(?!\w)", word, text, flags=re.IGNORECASE)


def _levels(result: YearResult) -> tuple[int, tuple[int, ...]]:
    levels = tuple(each.level if each.shown else 0 for each in result.snapshot.criteria)
    return sum(levels), levels
