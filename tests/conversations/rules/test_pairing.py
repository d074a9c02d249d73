from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.pairing import Pair, pairs, repaired

SIZES = range(2, 31)
EACH = range(1, 5)


def met(school: int, visits: tuple[Pair, ...]) -> set[int]:
    return {other for pair in visits if school in pair for other in pair if other != school}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("each", EACH)
def test_everybody_hosts_and_visits_equally_often_and_no_pair_comes_twice(size: int, each: int) -> None:
    schools = range(100, 100 + size)
    visits = pairs(schools, each)
    times = min(each, size - 1)
    assert Counter(host for host, _ in visits) == dict.fromkeys(schools, times)
    assert Counter(guest for _, guest in visits) == dict.fromkeys(schools, times)
    assert all(host != guest for host, guest in visits)
    assert len(set(visits)) == len(visits)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("each", EACH)
def test_everybody_meets_as_many_others_as_there_can_be(size: int, each: int) -> None:
    visits = pairs(range(size), each)
    assert {len(met(school, visits)) for school in range(size)} == {min(2 * each, size - 1)}


@given(st.lists(st.integers(1, 10**9), unique=True, max_size=30), st.integers(0, 4))
def test_any_schools_can_be_paired(schools: list[int], each: int) -> None:
    visits = pairs(schools, each)
    assert {school for pair in visits for school in pair} <= set(schools)
    assert len(visits) == len(schools) * min(each, max(len(schools) - 1, 0))


@st.composite
def mended(draw: st.DrawFn) -> tuple[list[int], list[Pair], list[Pair], int]:
    before = list(range(1, draw(st.integers(2, 14)) + 1))
    each = draw(st.integers(1, 3))
    was = list(pairs(before, each))
    made = draw(st.lists(st.sampled_from(was), unique=True))
    left = draw(st.sets(st.sampled_from(before)))
    came = list(range(50, 50 + draw(st.integers(0, 3))))
    present = [school for school in before if school not in left] + came
    return present, made, [pair for pair in was if pair not in made], each


@given(mended())
def test_what_was_made_and_what_can_be_kept_stays_and_nobody_is_left_out(
    given_: tuple[list[int], list[Pair], list[Pair], int],
) -> None:
    present, made, planned, each = given_
    added, cancelled = repaired(present, made, planned, each)
    assert set(cancelled) == {pair for pair in planned if not set(pair) <= set(present)}
    after = [*made, *(pair for pair in planned if pair not in cancelled), *added]
    assert len(set(after)) == len(after)
    assert all(host != guest and {host, guest} <= set(present) for host, guest in added)
    times = min(each, len(present) - 1)
    for school in present:
        assert sum(host == school for host, _ in after) >= times
        assert sum(guest == school for _, guest in after) >= times


@given(mended())
def test_no_more_visits_are_added_than_somebody_lacks(
    given_: tuple[list[int], list[Pair], list[Pair], int],
) -> None:
    present, made, planned, each = given_
    added, cancelled = repaired(present, made, planned, each)
    kept = [*made, *(pair for pair in planned if pair not in cancelled)]
    times = min(each, len(present) - 1)
    lacking = [
        sum(max(times - sum(pair[side] == school for pair in kept), 0) for school in present)
        for side in (0, 1)
    ]
    assert len(added) <= sum(lacking)


@pytest.mark.parametrize("size", range(4, 31))
def test_after_one_has_left_those_who_lost_a_visit_have_each_other(size: int) -> None:
    added, cancelled = repaired(range(1, size), (), pairs(range(size)))
    assert len(cancelled) == 4
    assert len(added) == 2


def test_nothing_is_changed_where_nobody_came_or_left() -> None:
    assert repaired(range(9), pairs(range(9))[:3], pairs(range(9))[3:]) == ((), ())


def test_one_school_alone_has_nobody_to_visit() -> None:
    assert repaired([1], [(1, 2)], [(2, 1)]) == ((), ((2, 1),))
