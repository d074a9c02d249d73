"""Days as a paper says them, with their year."""

from datetime import date

from conversations.texts import say, variants


def written(language: str, day: date) -> str:
    """Write a local day with its year: `11 juni 2027`, `11 June 2027`."""
    month = variants(language, "dates.long.months")[day.month - 1]
    return say(language, "print.date", day=day.day, month=month, year=day.year)
