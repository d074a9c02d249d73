"""The year's work on paper, as material for an outside award: progress, examples and plans.

It goes out of the house, so it names no school whose principal has not said yes to that.
"""

from datetime import date

from bot.printing.award_ahead import ahead, measures
from bot.printing.award_figures import newest_result, year_by_year
from bot.printing.award_road import certified, cohorts, examples
from bot.printing.report import Grid, Paragraph, Report, Section
from conversations.context import Context
from conversations.dialogs.explain import rule
from conversations.dialogs.year.rounds import by_round
from conversations.facts import RoundFacts
from conversations.texts import say

_AREA_WIDTHS = (2, 5)


def award_report(context: Context, today: date) -> Report:
    """The report in the reader's language; rights are for whoever asks to have checked.

    Raises IndexError where no school has a yearly result.
    """
    language, facts = context.language, by_round(context.years)[-1][0].round
    words = facts.framework.words(language)
    return Report(
        language=language,
        title=say(language, "award.title", award=words.award),
        heading=say(language, "award.heading", award=words.award),
        under=(context.authority.name, words.name, say(language, "award.draft")),
        author=context.authority.name,
        printed=today,
        sections=(
            _work(language, facts),
            newest_result(context),
            year_by_year(context),
            certified(context, facts.framework),
            *cohorts(context),
            examples(context, facts.framework),
            measures(context),
            ahead(context),
        ),
    )


def _work(language: str, facts: RoundFacts) -> Section:
    """What the framework is and how a school goes through it."""
    framework, words = facts.framework, facts.framework.words(language)
    year = say(
        language,
        "award.work.year",
        questions=len(framework.criteria),
        areas=len(framework.areas),
        lowest=words.levels[0].name,
        highest=words.levels[-1].name,
    )
    columns = tuple(say(language, f"award.work.column_{name}") for name in ("area", "about"))
    named = (words.area(area.id) for area in framework.areas)
    rows = tuple((area.name, area.introduction) for area in named)
    pieces = (
        Paragraph(words.summary),
        Paragraph(year),
        Paragraph(rule(language, facts)),
        Paragraph(say(language, "award.work.road")),
        Grid(columns, rows, _AREA_WIDTHS),
    )
    return Section(say(language, "award.work.heading"), pieces)
