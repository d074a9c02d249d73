"""Places in time: a few at once, then one after the other, and never more than Slack takes in a minute."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack import send
from bot.platforms.slack.pacing import Pacing

MINUTE, LIMIT = 60.0, 50


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_few_go_at_once_and_then_one_after_the_other() -> None:
    pacing = Pacing(2.0, 3, Clock())
    assert [pacing.wait("line", who) for who in range(6)] == [0, 0, 0, 2, 4, 6]


def test_lines_do_not_wait_for_each_other() -> None:
    pacing = Pacing(2.0, 1, Clock())
    assert [pacing.wait(line, 1) for line in ("one", "two")] == [0, 0]
    assert pacing.wait("one", 2) == 2


def test_whoever_comes_back_in_time_has_kept_the_place() -> None:
    clock = Clock()
    pacing = Pacing(2.0, 1, clock)
    assert [pacing.wait("line", who) for who in (1, 2, 3)] == [0, 2, 4]
    assert pacing.wait("line", 2) == 2, "asking twice takes no second place"
    clock.now += 2
    assert [pacing.wait("line", who) for who in (2, 3)] == [0, 2]


def test_whoever_comes_too_late_takes_a_new_place() -> None:
    clock = Clock()
    pacing = Pacing(1.0, 1, clock)
    assert [pacing.wait("line", who) for who in range(4)] == [0, 1, 2, 3]
    clock.now += 10
    assert [pacing.wait("line", who) for who in (1, 2, 3)] == [0, 1, 2]


def test_what_is_over_is_forgotten() -> None:
    clock = Clock()
    pacing = Pacing(0.01, 1, clock)
    for number in range(500):
        pacing.wait(number, number)
        pacing.wait(number, -number - 1)
        clock.now += 1
    assert len(pacing._taken_until) < 10
    assert len(pacing._kept) < 10


@given(st.lists(st.floats(0, 1.9), min_size=150, max_size=150))
def test_no_minute_holds_more_changes_than_slack_takes_however_late_they_come(lates: list[float]) -> None:
    clock = Clock()
    pacing = Pacing(*send._CHANGES, clock)
    began = clock.now
    due = [(began + pacing.wait("workspace", who), who) for who in range(len(lates))]
    made = []
    for at, who in sorted((at + (lates[who] if at > began else 0), who) for at, who in due):
        clock.now = at
        assert at == began or pacing.wait("workspace", who) == 0
        made.append(at)
    assert all(sum(at <= other < at + MINUTE for other in made) <= LIMIT for at in made)
