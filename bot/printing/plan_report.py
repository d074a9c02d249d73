"""A school's action plan on paper: the result, what is planned, and what became of the last plan."""

from collections.abc import Iterator
from datetime import date

from bot.printing.days import written
from bot.printing.report import Grid, Paragraph, Piece, Report, Section
from conversations.context import Context, SchoolView
from conversations.dialogs import charts, explain
from conversations.dialogs.action_plan.finding import kept
from conversations.dialogs.action_plan.last_year import earlier
from conversations.dialogs.action_plan.rows import state
from conversations.framework.words import Words
from conversations.plans import MeasureFacts, PlanFacts
from conversations.snapshot import Snapshot
from conversations.texts import say
from conversations.texts.dates import number

_AREAS = ("area", "level", "index", "before")
_AREA_WIDTHS = (4, 2, 2, 2)
_MEASURES = ("measure", "responsible", "due", "state")
_MEASURE_WIDTHS = (7, 3, 3, 2)
_BECAME = ("measure", "state", "column_outcome")
_BECAME_WIDTHS = (6, 2, 5)


def plan_report(context: Context, view: SchoolView, plan: PlanFacts, today: date) -> Report:
    """The plan as a report in the reader's language; rights are for whoever asks to have checked."""
    language, school = context.language, view.school.name
    sections = (_result(context, view), _measures(language, view, plan), *_last(context, view))
    return Report(
        language=language,
        title=say(language, "print.plan.title", school=school),
        heading=say(language, "print.plan.heading"),
        under=(
            school,
            f"{view.round.framework.words(language).name} · {view.round.title}",
            say(language, "print.plan.made", day=written(language, plan.made_on)),
        ),
        author=context.authority.name,
        printed=today,
        sections=sections,
    )


def _result(context: Context, view: SchoolView) -> Section:
    language, snapshot = context.language, view.snapshot
    heading = say(language, "print.plan.result")
    if snapshot is None or not snapshot.shown:
        return Section(heading, (Paragraph(say(language, "print.plan.hidden")),))
    told = (explain.outcome(language, view.round, snapshot), explain.missing(language, view.round, snapshot))
    note = say(language, "print.plan.areas_note", levels=len(view.round.framework.levels))
    pieces: tuple[Piece, ...] = (
        *(Paragraph(sentence) for sentence in told if sentence),
        _areas(language, view, snapshot),
        Paragraph(note, quiet=True),
        charts.picture(context, view, snapshot),
    )
    return Section(heading, pieces)


def _areas(language: str, view: SchoolView, snapshot: Snapshot) -> Grid:
    words = view.round.framework.words(language)
    rows = tuple(
        (
            words.area(area.id).name,
            explain.level_name(language, view.round, area.level),
            explain.shown_index(language, area.index),
            _before(language, view.previous, area.id),
        )
        for area in snapshot.areas
    )
    return Grid(_columns(language, _AREAS), rows, _AREA_WIDTHS)


def _before(language: str, previous: Snapshot | None, area: str) -> str:
    earlier_result = previous.area(area) if previous else None
    if earlier_result is None or earlier_result.index is None:
        return say(language, "print.plan.no_before")
    return number(language, earlier_result.index.value, 1)


def _measures(language: str, view: SchoolView, plan: PlanFacts) -> Section:
    heading, measures = say(language, "print.plan.measures"), kept(plan)
    if not measures:
        return Section(heading, (Paragraph(say(language, "print.plan.measures_none")),))
    words = view.round.framework.words(language)
    rows = tuple(_measure(language, words, measure) for measure in measures)
    return Section(heading, (Grid(_columns(language, _MEASURES), rows, _MEASURE_WIDTHS),))


def _measure(language: str, words: Words, measure: MeasureFacts) -> tuple[str, ...]:
    due = written(language, measure.due_on) if measure.due_on else say(language, "print.plan.no_due")
    name = measure.responsible.name if measure.responsible else say(language, "print.plan.nobody")
    return ("\n".join(_told(language, words, measure)), name, due, state(language, measure))


def _told(language: str, words: Words, measure: MeasureFacts) -> Iterator[str]:
    yield measure.wording
    criterion = words.criteria.get(measure.criterion)
    if criterion is not None:
        yield say(language, "print.plan.question", title=criterion.title)
    if measure.outcome:
        yield say(language, "print.plan.outcome", outcome=measure.outcome)


def _last(context: Context, view: SchoolView) -> tuple[Section, ...]:
    language, plan = context.language, earlier(context, view)
    if plan is None:
        return ()
    nothing = say(language, "print.plan.no_outcome")
    rows = tuple(
        (measure.wording, state(language, measure), measure.outcome or nothing) for measure in kept(plan)
    )
    pieces = (
        Paragraph(say(language, "print.plan.last_round", round=plan.round_title), quiet=True),
        Grid(_columns(language, _BECAME), rows, _BECAME_WIDTHS),
    )
    return (Section(say(language, "print.plan.last"), pieces),)


def _columns(language: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(say(language, f"print.plan.{name}") for name in names)
