"""Every frozen yearly result of an authority, as files for research and for anybody."""

from dataclasses import dataclass

from bot.app import Installation
from bot.commands.mistakes import NotPossibleError
from bot.commands.opened import authority_in, round_in
from bot.exporting import research as for_research
from bot.exporting import years as for_anybody
from conversations.context import YearResult
from conversations.rules.research import FEWEST_ANSWERS
from storage import years
from storage.reports import AuthorityRow


@dataclass(frozen=True, slots=True)
class Looked:
    """An authority's yearly results, of one round or (0) of all."""

    authority: AuthorityRow
    round: int
    years: tuple[YearResult, ...]

    @property
    def rounds(self) -> int:
        """How many rounds they are of."""
        return len({each.round.id for each in self.years})


def of(installed: Installation, authority: str, wanted: str) -> Looked:
    """The frozen results of every yearly round, or of the one named; NotPossibleError without any."""
    with installed.memory.database.reading() as connection:
        found = authority_in(connection, authority)
        number = round_in(connection, found.id, wanted).id if wanted else 0
        known = years.load(connection, found.id, None)
    theirs = tuple(each for each in known if number in {0, each.round.id})
    if not theirs:
        raise NotPossibleError("No school has closed a yearly round yet, so there is nothing to write.")
    return Looked(found, number, theirs)


def research(found: Looked, language: str | None) -> bytes:
    """The workbook for research; NotPossibleError where no school has enough answers for it."""
    written = for_research.workbook(found.years, language or found.authority.language)
    if written is None:
        sentence = f"No school has {FEWEST_ANSWERS} answers, which research needs. Nothing was written."
        raise NotPossibleError(sentence)
    return written


def open_data(found: Looked) -> bytes:
    """The authority's own figures as JSON; a year with too few schools says only that."""
    return for_anybody.open_data(found.years)
