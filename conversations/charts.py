"""What a picture draws, as neutral data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` on the chart's scale or nothing to show, ``shown`` the same in words."""

    label: str
    value: float | None
    shown: str
    previous: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on a scale from 1 to the number of ``levels``, with a line at the level to reach."""

    title: str
    levels: tuple[str, ...]
    bars: tuple[Bar, ...]
    line: int
    line_label: str
    previous_label: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of a heat map: a value per column, 0 where there is nothing to show."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows by columns, each place coloured by a level from 1 to the number of ``levels``."""

    title: str
    levels: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    nothing: str
