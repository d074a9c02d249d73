"""The three keys that a criterion must turn to be reached, and what the silent could still change."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Certainty = Literal["certain", "likely", "uncertain"]


@dataclass(frozen=True, slots=True, repr=False)
class Votes:
    """The numbers that the three keys look at."""

    high: int
    rated: int
    declined: int
    eligible: int
    respondents: int

    @property
    def rest(self) -> int:
        """Those who have neither named a level nor declined."""
        return self.eligible - self.rated - self.declined

    def joined_by(self, *, high: int = 0, low: int = 0, declined: int = 0) -> "Votes":
        """Add answers of the rest: at the qualifying level or higher, below it, or declining to rate."""
        answered = self.rated + self.declined + high + low + declined
        return Votes(
            high=self.high + high,
            rated=self.rated + high + low,
            declined=self.declined + declined,
            eligible=self.eligible,
            respondents=max(self.respondents, answered),
        )


@dataclass(frozen=True, slots=True)
class Keys:
    """The three keys that a criterion must turn to be reached."""

    share_of_answers: Fraction
    share_of_staff: Fraction
    smallest: int

    def share_met(self, votes: Votes) -> bool:
        """First key: enough of the answers are at the qualifying level or higher."""
        # Whole numbers on both sides: as exact as fractions, and the gate asks this many thousand times.
        share = self.share_of_answers
        return votes.rated > 0 and votes.high * share.denominator >= share.numerator * votes.rated

    def more_for_staff(self, votes: Votes) -> int:
        """Second key: how many answers short of the share of all staff who can rate the criterion."""
        share, staff = self.share_of_staff, votes.eligible - votes.declined
        return max(0, -(-share.numerator * staff // share.denominator) - votes.high)

    def more_for_answers(self, votes: Votes) -> int:
        """Third key: how many answers short of the smallest number and of half the respondents."""
        # Those who began and skipped the criterion come first; newcomers after them raise the number of
        # respondents as well, hence the comparison with those who declined.
        needed = max(self.smallest, -(-votes.respondents // 2), votes.declined)
        return max(0, needed - votes.rated)

    def reached(self, votes: Votes) -> bool:
        """Say whether all three keys turn."""
        return self.share_met(votes) and not self.more_for_staff(votes) and not self.more_for_answers(votes)


def certainty(votes: Votes, keys: Keys) -> Certainty:
    """Ask what those who have not answered could still change.

    Certain: nothing that they answer changes the outcome. Likely: the outcome stays even if one in three of
    them speaks for it and two in three against it.
    """
    outcome, rest = keys.reached(votes), votes.rest
    extremes = (votes.joined_by(high=rest), votes.joined_by(low=rest), votes.joined_by(declined=rest))
    if all(keys.reached(extreme) == outcome for extreme in extremes):
        return "certain"
    third = rest // 3
    high = third if outcome else rest - third
    mix = votes.joined_by(high=high, low=rest - high)
    return "likely" if keys.reached(mix) == outcome else "uncertain"
