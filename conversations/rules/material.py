"""All that one school's close has at hand, and the shape of the round that it was asked in."""

from dataclasses import dataclass, field
from typing import Literal

from conversations.framework.schema import Criterion, Framework
from conversations.rules.areas import FLOOR, Policy
from conversations.rules.sheets import Layout, Sheet
from conversations.rules.thresholds import Mode, Thresholds


@dataclass(frozen=True, slots=True)
class Material:
    """The opened sheets of one school; ``teams`` are (id, name). Lives only inside the close."""

    framework: Framework
    kind: Literal["yearly", "pulse"]
    mode: Literal["individual", "team"]
    eligible: int
    sheets: tuple[Sheet, ...] = field(default=(), repr=False)
    team_sheets: tuple[Sheet, ...] = field(default=(), repr=False)
    leadership: Sheet | None = field(default=None, repr=False)
    joint: Sheet | None = field(default=None, repr=False)
    teams: tuple[tuple[int, str], ...] = ()

    @property
    def selection(self) -> tuple[Criterion, ...]:
        """What was asked; a criterion's place here is its place on every sheet."""
        return self.framework.selection(self.kind)

    @property
    def counting(self) -> tuple[Mode, int, tuple[Sheet, ...]]:
        """How the sheets count, how many there could have been, and the sheets themselves."""
        if self.joint is not None:
            return Mode.JOINT, 1, (self.joint,)
        if self.mode == "team":
            return Mode.TEAM_CONSENSUS, max(len(self.teams), 1), self.team_sheets
        return Mode.INDIVIDUAL, self.eligible, self.sheets

    @property
    def layout(self) -> Layout:
        """The places of each area's criteria, in the order in which the areas are asked."""
        areas = dict.fromkeys(criterion.area for criterion in self.selection)
        places = tuple(
            tuple(place for place, criterion in enumerate(self.selection) if criterion.area == area)
            for area in areas
        )
        return Layout(places, len(self.framework.levels), self.framework.qualifying_level)

    @property
    def thresholds(self) -> Thresholds:
        """The numbers of the scoring rule, never below the floor."""
        return Thresholds(
            share_of_answers=self.framework.thresholds.share_of_answers,
            share_of_staff=self.framework.thresholds.share_of_staff,
            smallest=self.policy.floor,
            qualifying_level=self.framework.qualifying_level,
            levels=len(self.framework.levels),
            near=self.framework.thresholds.near,
        )

    @property
    def policy(self) -> Policy:
        """What the gate holds to."""
        return Policy(smallest=max(FLOOR, self.framework.smallest_group))
