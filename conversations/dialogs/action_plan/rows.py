"""Measures as rows of a table and as lines."""

from conversations.messages import Table, Text
from conversations.plans import MeasureFacts
from conversations.texts import say
from conversations.texts.dates import day


def when(language: str, measure: MeasureFacts) -> str:
    """A measure's last day in words, with the year, which it may not share with today."""
    if measure.due_on is None:
        return say(language, "action_plan.common.no_day")
    written = day(language, measure.due_on)
    return say(language, "action_plan.common.day", day=written, year=f"{measure.due_on.year:04}")


def short_table(language: str, measures: tuple[MeasureFacts, ...]) -> Table:
    """Measures with the state alone."""
    columns = tuple(say(language, f"action_plan.column.{name}") for name in ("measure", "state"))
    return Table(columns, tuple((each.wording, state(language, each)) for each in measures))


def whole_table(language: str, measures: tuple[MeasureFacts, ...]) -> Table:
    """Measures with who is responsible, the day and the state."""
    names = ("measure", "responsible", "due_on", "state")
    columns = tuple(say(language, f"action_plan.column.{name}") for name in names)
    return Table(columns, tuple(_row(language, each) for each in measures))


def _row(language: str, measure: MeasureFacts) -> tuple[str, ...]:
    nobody = say(language, "action_plan.common.nobody")
    name = measure.responsible.name if measure.responsible else nobody
    return measure.wording, name, when(language, measure), state(language, measure)


def state(language: str, measure: MeasureFacts) -> str:
    """How a measure is getting on, in words."""
    return say(language, f"action_plan.state.{measure.status}")


def unfinished(measure: MeasureFacts) -> str:
    """A measure's wording where the sentence goes on after it."""
    return measure.wording.rstrip(".")


def notes(language: str, measures: tuple[MeasureFacts, ...]) -> tuple[Text, ...]:
    """What was written down of each measure, where something was."""
    return tuple(
        Text(
            say(language, "action_plan.common.note_of", measure=unfinished(each), note=each.outcome), "quiet"
        )
        for each in measures
        if each.outcome
    )
