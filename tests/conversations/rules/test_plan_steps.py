from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.framework import load, packaged
from conversations.plans import MeasureFacts
from conversations.rules.plan_steps import LAST, Offer, follow_up, left, offers, same, wrong_day
from conversations.snapshot import CriterionResult, Snapshot, Suggestion

FRAMEWORK = load(packaged("malmo-2022-2025"))
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
STATES = st.sampled_from(["planned", "on_the_way", "stuck", "done", "dropped"])
IDS = [criterion.id for criterion in FRAMEWORK.criteria]


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    chosen = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=5))
    results = tuple(CriterionResult(each, 1, reached=False, shown=draw(st.booleans())) for each in chosen)
    steps = tuple(Suggestion(each, draw(st.sampled_from(["to_2", "to_3", "to_4"]))) for each in chosen)
    return Snapshot("", "yearly", "individual", (), 30, 30, shown=True, criteria=results, suggestions=steps)


@given(snapshots())
def test_only_what_may_be_told_is_offered_and_every_measure_of_it(snapshot: Snapshot) -> None:
    told = {each.id for each in snapshot.criteria if each.shown}
    shown = [each for each in snapshot.suggestions if each.criterion in told]
    offered = offers(snapshot, FRAMEWORK)
    expected = [
        wording
        for each in shown
        for wording in FRAMEWORK.words("sv").criterion(each.criterion).measures_to(int(each.step[-1]))
    ]
    assert [each.wordings[0] for each in offered] == expected
    assert all(len(each.wordings) == len(FRAMEWORK.languages) for each in offered)


def measures_from(offered: tuple[Offer, ...]) -> st.SearchStrategy[list[MeasureFacts]]:
    one = st.sampled_from(offered).flatmap(
        lambda offer: st.builds(
            MeasureFacts,
            st.integers(1, 99),
            st.just(offer.criterion),
            st.sampled_from(offer.wordings),
            status=STATES,
        )
    )
    return st.lists(one, max_size=8)


@given(snapshots().filter(lambda each: bool(offers(each, FRAMEWORK))), st.data())
def test_what_is_left_and_what_is_in_the_plan_are_all_that_was_offered(
    snapshot: Snapshot, data: st.DataObject
) -> None:
    offered = offers(snapshot, FRAMEWORK)
    measures = data.draw(measures_from(offered))
    open_offers = left(offered, measures)
    in_plan = {each.wording for each in measures if each.status != "dropped"}
    assert [each for each in offered if each in open_offers] == list(open_offers)
    for offer in offered:
        assert (offer in open_offers) is not bool(in_plan & set(offer.wordings))
    for offer in open_offers:
        chosen = same(offer, measures)
        assert chosen is None or chosen.status == "dropped"


@given(DAYS, st.integers(-400, 400))
def test_follow_ups_come_in_order_and_never_too_often(due_on: date, offset: int) -> None:
    numbers = [follow_up(due_on, due_on + timedelta(days=day)) for day in range(offset, offset + 60)]
    told = [number for number in numbers if number is not None]
    assert told == sorted(told)
    assert set(told) <= set(range(LAST + 1))
    assert len(set(told[:14])) <= 3


@given(DAYS)
def test_each_follow_up_begins_on_its_day(due_on: date) -> None:
    first: dict[int, int] = {}
    for day in range(-40, 400):
        number = follow_up(due_on, due_on + timedelta(days=day))
        if number is not None:
            first.setdefault(number, day)
    assert first == {0: -7, 1: 0, 2: 14, 3: 28, 4: 42}


@pytest.mark.parametrize("days", [-3, -2, -1, -8, -100])
def test_close_to_the_day_and_long_before_it_nobody_is_asked(days: int) -> None:
    assert follow_up(date(2027, 4, 12), date(2027, 4, 12) + timedelta(days=days)) is None


def test_even_the_last_day_there_is_can_be_counted_with() -> None:
    assert follow_up(date.max, date(2027, 1, 1)) is None
    assert follow_up(date.min, date.max) == LAST
    assert wrong_day(date.max, date(2027, 1, 1)) == "too_far"


@given(DAYS, DAYS, st.none() | DAYS)
def test_a_day_is_right_when_it_is_to_come_or_is_kept(day: date, today: date, before: date | None) -> None:
    problem = wrong_day(day, today, before)
    assert (problem == "in_the_past") is (day < today and day != before)
    assert wrong_day(None, today, before) == "missing"
    if today <= day <= today + timedelta(days=365):
        assert problem is None
