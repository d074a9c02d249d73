"""How the schools stand and how they have come on, as far as outsiders may be told."""

from collections import Counter
from collections.abc import Sequence

from bot import results
from bot.printing.award_naming import is_named, told
from bot.printing.report import Grid, Paragraph, Piece, Section
from conversations.context import Context, YearResult
from conversations.dialogs.explain import qualifying_level
from conversations.dialogs.year.overview import heat_map, levels
from conversations.dialogs.year.rounds import by_round
from conversations.texts import say
from conversations.texts.dates import percent

_IN_ONE_PICTURE = 14
_YEARS = ("round", "schools", "answered", "qualified", "areas")
_YEAR_WIDTHS = (4, 2, 2, 3, 3)


def newest_result(context: Context) -> Section:
    """The newest round: who answered, what came of it, and a picture of schools by areas."""
    language, group = context.language, by_round(context.years)[-1]
    shown = told(context, group)
    heading = say(language, "award.result.heading", round=group[0].round.title)
    pieces: list[Piece] = []
    if shown:
        answered = say(language, "award.result.answered", n=len(shown), share=_answered(language, shown))
        pieces = [Paragraph(answered), _outcomes(language, shown), *_pictures(context, shown)]
    pieces += (Paragraph(sentence, quiet=True) for sentence in _about(context, group, shown))
    return Section(heading, tuple(pieces))


def year_by_year(context: Context) -> Section:
    """A row for each round, oldest first."""
    language, rounds = context.language, by_round(context.years)
    rows = tuple(
        (group[0].round.title, *_figures(language, told(context, group), len(group))) for group in rounds
    )
    columns = tuple(say(language, f"award.years.column_{name}") for name in _YEARS)
    level = qualifying_level(language, rounds[-1][0].round)
    note = Paragraph(say(language, "award.years.note", level=level), quiet=True)
    return Section(say(language, "award.years.heading"), (Grid(columns, rows, _YEAR_WIDTHS), note))


def _figures(language: str, shown: Sequence[YearResult], total: int) -> tuple[str, ...]:
    schools = say(language, "award.of", n=len(shown), total=total)
    if not shown:
        nothing = say(language, "award.none")
        return (schools, nothing, nothing, nothing)
    qualified = sum(each.snapshot.qualifies for each in shown)
    wanted = shown[0].round.framework.qualifying_level
    reached = [level >= wanted for each in shown for level in levels(each, each.round) if level]
    share = percent(language, sum(reached) / len(reached)) if reached else say(language, "award.none")
    return (
        schools,
        _answered(language, shown),
        say(language, "award.of", n=qualified, total=len(shown)),
        share,
    )


def _answered(language: str, shown: Sequence[YearResult]) -> str:
    eligible = sum(each.snapshot.eligible for each in shown)
    answered = sum(each.snapshot.answered for each in shown)
    return percent(language, answered / eligible) if eligible else say(language, "award.none")


def _outcomes(language: str, shown: Sequence[YearResult]) -> Grid:
    counts = Counter(results.outcome(language, each.snapshot) for each in shown)
    columns = tuple(say(language, f"award.result.column_{name}") for name in ("outcome", "schools"))
    return Grid(columns, tuple((name, str(number)) for name, number in counts.most_common()), (3, 1))


def _pictures(context: Context, shown: Sequence[YearResult]) -> tuple[Piece, ...]:
    """The heat map, in so many parts that each has room on a page."""
    parts = range(0, len(shown), _IN_ONE_PICTURE)
    return tuple(heat_map(context, shown[first : first + _IN_ONE_PICTURE]) for first in parts)


def _about(context: Context, group: Sequence[YearResult], shown: Sequence[YearResult]) -> tuple[str, ...]:
    """What the levels mean, and why schools lack a name or are missing."""
    language, missing = context.language, len(group) - len(shown)
    sentences = []
    if shown:
        sentences.append(say(language, "year.overview.lowest"))
    if any(not is_named(context, each.school.id) for each in shown):
        sentences.append(say(language, "award.result.unnamed"))
    if missing:
        sentences.append(say(language, "award.result.withheld", n=missing))
        sentences.append(say(language, "award.result.ask"))
    return tuple(sentences)
