"""The gate against an attacker who solves for every table of answers that would look the same.

Limits, openly: two colluding insiders are not covered, nor is a good guess where nearly everybody agrees, and
the attacker does not reason about why a group is missing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest

from conversations.rules import areas, bounds, disclosure, display
from conversations.rules.disclosure import Policy, disclose
from conversations.rules.sheets import Sheet
from conversations.rules.thresholds import Thresholds
from conversations.rules.words import words
from tests.conversations.rules.attacker import determined, smallest_atom
from tests.conversations.rules.published import Release
from tests.conversations.rules.schools import School, layout_of, school

FEW = range(60)
Publisher = Callable[[School], list[Release]]


@dataclass
class Figures:
    answers: int = 0
    teams: int = 0
    shown: int = 0
    smallest: int = 99


def release(of: School, present: Iterable[int]) -> Release:
    places = tuple(present)
    sheets = [of.sheets[place] for place in places]
    outcome = words(sheets, of.layout, Thresholds(), of.eligible)
    return Release(places, disclose(sheets, of.layout, Policy(), outcome), outcome)


def once(of: School) -> list[Release]:
    return [release(of, range(len(of.sheets)))]


def looked_at_twice(of: School) -> list[Release]:
    return [release(of, range(len(of.sheets) - 1)), *once(of)]


def attacked(schools: Iterable[School], publish: Publisher = once) -> Figures:
    figures = Figures()
    for made_up in schools:
        releases = publish(made_up)
        for insiders in (0, 1):
            figures.answers += determined(made_up.sheets, made_up.layout, releases, insiders=insiders)
        figures.smallest = min(figures.smallest, smallest_atom(made_up.sheets, made_up.layout, releases))
        figures.teams += len({sheet.team for sheet in made_up.sheets})
        figures.shown += sum(1 for group in releases[-1].disclosure.groups if group.team)
    return figures


def seeded(seeds: Iterable[int]) -> Iterable[School]:
    return (school(seed) for seed in seeds)


def of_teams(*teams: Sequence[tuple[int, ...]], eligible: int) -> School:
    sheets = tuple(Sheet(team, answers) for team, people in enumerate(teams, 1) for answers in people)
    return School(sheets, layout_of((len(sheets[0].answers),)), eligible)


def without_the_last_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "without_doubt", lambda *_: ())


def test_no_answer_of_300_schools_can_be_determined() -> None:
    figures = attacked(seeded(range(300)))
    assert figures.answers == 0
    assert figures.smallest >= 5
    assert figures.shown / figures.teams > 0.35, "a gate that shows nothing proves nothing"


@pytest.mark.slow
def test_no_answer_of_thousands_of_schools_can_be_determined() -> None:
    figures = attacked(seeded(range(10_000, 14_000)))
    assert figures.answers == 0
    assert figures.smallest >= 5


def test_a_floor_of_four_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas.Policy, "floor", property(lambda _: 4))
    assert attacked(seeded(FEW)).smallest == 4


def test_showing_the_result_before_the_close_gives_answers_away() -> None:
    assert attacked(seeded(range(20)), looked_at_twice).answers > 0


def test_the_first_two_locks_alone_hold_for_the_schools_on_which_they_are_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_the_last_lock(monkeypatch)
    assert attacked(seeded(FEW)).answers == 0


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"cap_tenths": lambda *_: 0, "slack": lambda *_: 0}, id="no end caps"),
        pytest.param({"grid_tenths": lambda _: 1}, id="a grid of 0.1 everywhere"),
        pytest.param({"slack": lambda *_: 2}, id="caps without slack"),
    ],
)
def test_a_weaker_display_gives_answers_away(
    monkeypatch: pytest.MonkeyPatch, broken: dict[str, Callable[..., int]]
) -> None:
    without_the_last_lock(monkeypatch)
    for name, weaker in broken.items():
        monkeypatch.setattr(display, name, weaker)
    monkeypatch.setattr(bounds, "slack", broken.get("slack", display.slack))
    assert attacked(seeded(FEW)).answers > 0


SUBTRACTED = of_teams(
    [(4, 4), (4, 3), (2, 2), (1, 1), (1, 1)], [(2, 1), (1, 1), (1, 1), (1, 1), (1, 1)], eligible=10
)
ALL_REACHING = of_teams([(4, 3), (3, 3), (3, 3), (3, 3), (3, 3)], eligible=12)


def test_subtracting_a_team_from_the_school_gives_answers_away_without_the_intervals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_the_last_lock(monkeypatch)
    assert attacked([SUBTRACTED]).answers == 0
    monkeypatch.setattr(bounds, "propagate", lambda start, _: start)
    assert attacked([SUBTRACTED]).answers > 0


def test_words_that_say_all_five_reached_the_level_give_answers_away_without_the_last_lock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert attacked([ALL_REACHING]).answers == 0
    without_the_last_lock(monkeypatch)
    assert attacked([ALL_REACHING]).answers > 0
