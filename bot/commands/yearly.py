"""Every frozen yearly result of an authority, as files for research and for anybody."""

from dataclasses import dataclass, replace

from bot.app import Installation
from bot.commands.mistakes import NotPossibleError
from bot.commands.opened import authority_in, round_in
from bot.exporting import research as for_research
from bot.exporting import years as for_anybody
from conversations.context import YearResult
from conversations.rules.research import FEWEST_ANSWERS, usable
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


def of_use(found: Looked) -> Looked:
    """Only what may be in the file for research; NotPossibleError where no school has enough answers."""
    used = tuple(each for each in found.years if usable(each.snapshot))
    if not used:
        sentence = f"No school has {FEWEST_ANSWERS} answers, which research needs. Nothing was written."
        raise NotPossibleError(sentence)
    return replace(found, years=used)


def content(found: Looked, purpose: str, language: str | None) -> bytes:
    """A file of them: a workbook for ``research``, JSON as ``open`` data."""
    if purpose == "open":
        return for_anybody.open_data(found.years)
    written = for_research.workbook(found.years, language or found.authority.language)
    if written is None:
        raise ValueError("the results for research are of use or there is no file")
    return written
