"""The decision log on paper: who decided what, when and why."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.printing.days import written
from bot.printing.report import Grid, Paragraph, Report, Section
from conversations.certification import Decision
from conversations.context import Context
from conversations.dialogs.certification.application.log import in_words
from conversations.texts import say
from conversations.texts.dates import clock

_WIDTHS = {"when": 3, "who": 3, "what": 4, "school": 4, "why": 6}


def log_report(context: Context, decisions: Sequence[Decision], school: str = "") -> Report:
    """Decisions as a table on a wide sheet, in the order given; of one ``school``, or "" for all."""
    language = context.language
    name = school or say(language, "print.log.all")
    columns = tuple(column for column in _WIDTHS if column != "school" or not school)
    about = Paragraph(say(language, "print.log.about"), quiet=True)
    rows = tuple(tuple(_cell(context, each, column) for column in columns) for each in decisions)
    heads = tuple(say(language, f"print.log.{column}") for column in columns)
    table = Grid(heads, rows, tuple(_WIDTHS[column] for column in columns))
    none = Paragraph(say(language, "print.log.none"))
    return Report(
        language=language,
        title=say(language, "print.log.title", name=name),
        heading=say(language, "print.log.heading"),
        under=(school or context.authority.name,),
        author=context.authority.name,
        printed=context.authority.calendar.local_date(context.now),
        sections=(Section(say(language, "print.log.decisions"), (about, table if rows else none)),),
        wide=True,
    )


def _cell(context: Context, decision: Decision, column: str) -> str:
    language = context.language
    match column:
        case "when":
            local = decision.at.astimezone(ZoneInfo(context.authority.calendar.zone))
            return f"{written(language, local.date())} {clock(language, local)}"
        case "who":
            return decision.by or say(language, "print.log.clock")
        case "what":
            return in_words(language, decision.what)
        case "school":
            return decision.school
        case _:
            return decision.why or say(language, "print.log.no_why")
