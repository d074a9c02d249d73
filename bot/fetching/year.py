"""Every yearly result of the authority, for coordinators."""

from bot.exporting import years
from bot.fetching.asking import Asking, File, file
from conversations.context import Context, Need
from conversations.dialogs.year.rounds import by_round
from conversations.messages import Action
from conversations.texts import say

_FIGURES = frozenset({Need.YEARS})
_WHOLE = frozenset({Need.YEARS, Need.SCHOOLS, Need.CERTIFICATION, Need.PLANS})
_TABLES, _PAPERS = ("xlsx", "json"), ("pdf", "docx")


def made(asking: Asking, name: list[str]) -> File | None:
    """``year/xlsx`` or ``json`` with every round's figures, ``year/pdf`` or ``docx`` for an award."""
    match name:
        case ["year", kind] if kind in _TABLES or kind in _PAPERS:
            context = asking.context(_FIGURES if kind in _TABLES else _WHOLE, Action("year_export"))
            if context.me is None or not context.me.is_("coordinator") or not context.years:
                return None
            found = _table(context, kind) if kind in _TABLES else _paper(context, asking, kind)
            asking.note(by_round(context.years)[-1][0].round.id, f"year {kind}")
            return found
    return None


def _table(context: Context, kind: str) -> File:
    language, authority = context.language, context.authority.name
    if kind == "json":
        title = say(language, "award.file.open_data", authority=authority)
        return file(years.open_data(context.years), title, kind)
    title = say(language, "award.file.workbook", authority=authority)
    return file(years.workbook(context.years, language), title, kind)


def _paper(context: Context, asking: Asking, kind: str) -> File:
    # What prints is large, and a small install lacks it.
    from bot.printing import docx_file, report  # noqa: PLC0415  # see above
    from bot.printing.award_report import award_report  # noqa: PLC0415

    paper = award_report(context, asking.today(context))
    written = report.pdf(paper) if kind == "pdf" else docx_file.docx(paper)
    return file(written, paper.title, kind)
