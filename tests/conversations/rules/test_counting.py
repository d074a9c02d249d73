from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.areas import FLOOR
from conversations.rules.counting import countable

team_sizes = st.lists(st.integers(1, 12), max_size=7).map(lambda sizes: dict(enumerate(sizes, 1)))
without_team = st.integers(0, 8)


@given(team_sizes, without_team)
def test_no_shown_counts_let_anybody_work_out_those_of_one_to_four_people(
    teams: dict[int, int], alone: int
) -> None:
    invited = sum(teams.values()) + alone
    shown = sorted(countable(invited, teams))
    sums = [
        sum(teams[team] for team in chosen)
        for size in range(len(shown) + 1)
        for chosen in combinations(shown, size)
    ]
    assert all(size == 0 or size >= FLOOR for size in sums)
    if invited >= FLOOR:
        assert all(not 0 < invited - size < FLOOR for size in sums)


@given(team_sizes, without_team)
def test_at_most_one_team_that_is_large_enough_is_kept_back(teams: dict[int, int], alone: int) -> None:
    large = {team for team, size in teams.items() if size >= FLOOR}
    kept_back = large - countable(sum(teams.values()) + alone, teams)
    assert len(kept_back) <= 1
    assert all(teams[team] == min(teams[each] for each in large) for team in kept_back)


@given(team_sizes, without_team)
def test_which_teams_are_counted_does_not_depend_on_the_order_they_come_in(
    teams: dict[int, int], alone: int
) -> None:
    invited = sum(teams.values()) + alone
    assert countable(invited, teams) == countable(invited, dict(reversed(teams.items())))


def test_one_person_beside_two_teams_takes_the_smaller_one_along() -> None:
    assert countable(12, {1: 6, 2: 5, 3: 1}) == {1}


def test_where_everybody_is_in_a_large_team_all_are_counted() -> None:
    assert countable(11, {1: 6, 2: 5}) == {1, 2}


def test_five_people_outside_the_teams_are_enough_to_stay_together() -> None:
    assert countable(11, {1: 6, 2: 3, 3: 2}) == {1}
