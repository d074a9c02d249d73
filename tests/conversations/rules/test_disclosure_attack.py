"""The gate against an attacker who solves for every table of answers that would look the same."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from tests.conversations.rules.attacker import Release, determined
from tests.conversations.rules.schools import School, school

from conversations.rules.disclosure import Policy, disclose
from conversations.rules.thresholds import Thresholds
from conversations.rules.words import words


@dataclass
class Figures:
    schools: int = 0
    broken: int = 0
    answers: int = 0
    teams: int = 0
    shown: int = 0


def release(of: School, present: Iterable[int]) -> Release:
    places = tuple(present)
    sheets = [of.sheets[place] for place in places]
    outcome = words(sheets, of.layout, Thresholds(), of.eligible)
    return Release(places, disclose(sheets, of.layout, Policy(), outcome), outcome)


def frozen(of: School) -> list[Release]:
    return [release(of, range(len(of.sheets)))]


def attacked(seeds: Iterable[int], publish=frozen, insiders=(0, 1)) -> Figures:
    figures = Figures()
    for seed in seeds:
        made_up = school(seed)
        releases = publish(made_up)
        found = sum(
            determined(made_up.sheets, made_up.layout, releases, insiders=number) for number in insiders
        )
        figures.schools += 1
        figures.broken += bool(found)
        figures.answers += found
        figures.teams += len({sheet.team for sheet in made_up.sheets})
        figures.shown += sum(1 for group in releases[-1].disclosure.groups if group.team)
    return figures


def test_no_answer_of_300_schools_can_be_determined() -> None:
    figures = attacked(range(300))
    print(figures)
    assert figures.answers == 0
    assert figures.shown >= 100
