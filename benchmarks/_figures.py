"""How the benchmarks measure and what they print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that a figure may be, or the least it must be; the unit is written behind it."""

    what: str
    measured: float
    bound: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


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
        sign = "≥" if goal.at_least else "≤"
        print(
            f"  {goal.what:<34}{goal.measured:.2f}{goal.unit}, "
            f"goal {sign} {goal.bound:g}{goal.unit}: {verdict}"
        )
    return 0 if all(goal.met for goal in goals) else 1


def milliseconds(value: float) -> str:
    return f"{value * 1000:.2f} ms"
