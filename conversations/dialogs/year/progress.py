"""How the schools and the authority have come on over the years."""

from conversations.context import Context, YearResult
from conversations.dialogs.parts import button, sentence, titled
from conversations.dialogs.year.rounds import areas_reached, by_round
from conversations.messages import Action, Buttons, Facts, Table, Text
from conversations.texts import say
from conversations.texts.dates import percent
from conversations.turn import Replace, Turn


def progress(context: Context, _action: Action) -> Turn:
    """A row for each year, and for each school how many areas have reached the level, year by year."""
    if not context.years:
        return sentence(context, "year.progress.none")
    language = context.language
    rounds = by_round(context.years)
    facts = Facts(tuple((results[0].round.title, _line(language, results)) for results in rounds))
    columns = (say(language, "year.progress.school"), *(results[0].round.title for results in rounds))
    schools = {each.school.id: each.school.name for each in context.years}
    rows = tuple(
        (name, *(_reached(language, results, school) for results in rounds))
        for school, name in sorted(schools.items(), key=lambda pair: pair[1])
    )
    level = (
        rounds[-1][0].round.framework.words(language).level(rounds[-1][0].round.framework.qualifying_level)
    )
    told = Text(say(language, "year.progress.text", level=level.name), "quiet")
    table = Table(columns, rows, say(language, "year.progress.table"))
    back = Buttons((button(context, "year.progress.back", Action("year")),))
    heading = say(language, "year.progress.heading")
    return Turn((Replace(titled(context, heading, heading, facts, told, table, back)),))


def _line(language: str, results: list[YearResult]) -> str:
    """One year of the whole authority: who took part, and how many schools qualified."""
    answered = sum(each.snapshot.answered for each in results)
    eligible = sum(each.snapshot.eligible for each in results)
    share = percent(language, answered / eligible) if eligible else say(language, "year.overview.few")
    qualified = sum(each.snapshot.qualifies for each in results)
    return say(language, "year.progress.line", share=share, n=qualified, total=len(results))


def _reached(language: str, results: list[YearResult], school: int) -> str:
    result = next((each for each in results if each.school.id == school), None)
    if result is None:
        return say(language, "year.overview.few")
    if not result.snapshot.shown:
        return say(language, "year.overview.hidden")
    return say(
        language, "year.progress.areas", reached=areas_reached(result), total=len(result.snapshot.areas)
    )
