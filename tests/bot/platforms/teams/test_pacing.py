"""Teams' limits for each conversation and each tenant are kept, whatever is asked for and almost used up."""

from heapq import heappop, heappush

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.teams.pacing import Pacing

_SECONDS = st.sampled_from([0.0, 0.01, 0.3, 2.0])
CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _all(pacing: Pacing, clock: Clock, conversations: list[str]) -> list[tuple[float, str]]:
    made = []
    for conversation in conversations:
        while wait := pacing.turn(1, conversation):
            clock.now += wait
        made.append((clock.now, conversation))
        pacing.done(1, conversation)
    return made


def _most(instants: list[float], seconds: float) -> int:
    return max(sum(start <= each < start + seconds for each in instants) for start in instants)


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=200))
def test_no_window_ever_holds_more_than_it_may(conversations: list[str]) -> None:
    clock = Clock()
    made = _all(Pacing(clock), clock, conversations)
    assert _most([at for at, _ in made], 1.0) <= 50
    for name in set(conversations):
        instants = [at for at, conversation in made if conversation == name]
        for most, seconds in CONVERSATION:
            assert _most(instants, seconds) <= most


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), _SECONDS, _SECONDS), min_size=40, max_size=200))
def test_no_window_holds_more_however_long_a_call_is_on_its_way(
    calls: list[tuple[str, float, float]],
) -> None:
    clock = Clock()
    pacing = Pacing(clock)
    arrived: list[tuple[float, str]] = []
    under_way: list[tuple[float, str]] = []
    for conversation, there, back in calls:
        while wait := pacing.turn(1, conversation):
            clock.now += wait
            _answer(pacing, clock, under_way)
        arrived.append((clock.now + there, conversation))
        heappush(under_way, (clock.now + there + back, conversation))
        _answer(pacing, clock, under_way)
    assert _most([at for at, _ in arrived], 1.0) <= 50
    for name in {name for _, name in arrived}:
        instants = [at for at, conversation in arrived if conversation == name]
        for most, seconds in CONVERSATION:
            assert _most(instants, seconds) <= most


def _answer(pacing: Pacing, clock: Clock, under_way: list[tuple[float, str]]) -> None:
    while under_way and under_way[0][0] <= clock.now:
        pacing.done(1, heappop(under_way)[1])


def test_one_conversation_is_served_at_nearly_two_messages_a_second() -> None:
    clock = Clock()
    _all(Pacing(clock), clock, ["a"] * 600)
    assert clock.now < 600 / 2 * 1.15


def test_a_tenant_is_served_at_nearly_fifty_messages_a_second() -> None:
    clock = Clock()
    _all(Pacing(clock), clock, [str(number) for number in range(5000)])
    assert clock.now < 5000 / 50 * 1.15


def test_an_hour_in_one_conversation_holds_no_more_than_teams_says() -> None:
    clock = Clock()
    made = _all(Pacing(clock), clock, ["a"] * 1900)
    assert made[1800][0] >= 3600


def test_another_authority_waits_for_nobody() -> None:
    clock = Clock()
    pacing = Pacing(clock)
    while not pacing.turn(1, "a"):
        pass
    assert not pacing.turn(2, "a")
    assert not pacing.turn(2, "")
