"""How the benchmarks measure and what they print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that a figure may be; the unit is written behind it."""

    what: str
    measured: float
    most: float
    unit: str

    @property
    def met(self) -> bool:
        return self.measured <= self.most


def seconds(action: Callable[[], object]) -> float:
    began = perf_counter()
    action()
    return perf_counter() - began


def reported(title: str, figures: Sequence[tuple[str, str]], goals: Sequence[Goal]) -> int:
    """Print a benchmark; gives 1 when a goal is missed."""
    print(title)
    for name, value in figures:
        print(f"  {name:<34}{value}")
    for goal in goals:
        verdict = "met" if goal.met else "MISSED"
        print(f"  {goal.what:<34}{goal.measured:.2f}{goal.unit}, goal ≤ {goal.most:g}{goal.unit}: {verdict}")
    return 0 if all(goal.met for goal in goals) else 1


def milliseconds(value: float) -> str:
    return f"{value * 1000:.2f} ms"
