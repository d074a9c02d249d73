"""The fake slows down, breaks and comes back as it is told to."""

import httpx
import pytest

from tests.contract.teams.asking import message, refusal
from tests.contract.teams.fake.faults import Faults
from tests.contract.teams.fake.limits import Limits
from tests.contract.teams.fake.state import User
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.small_bot import SmallBot


def send(bot: SmallBot, user: User) -> httpx.Response:
    chat = bot.teams.world.personal(user).id
    url = f"{bot.tenant.service_url}v3/conversations/{chat}/activities"
    return bot.run(bot.app.api.http.post(url, json=message()))


@pytest.fixture
def anna(teams: Teams) -> User:
    return teams.user("Anna", "anna@example.se", installed=True)


def test_who_writes_too_often_is_told_when_to_come_back(teams: Teams, bot: SmallBot, anna: User) -> None:
    for _ in range(7):
        send(bot, anna)
    with pytest.raises(httpx.HTTPStatusError) as caught:
        send(bot, anna)
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    assert teams.rate_limited == {"activities.post": 1}
    send(bot, teams.user("Bo", "bo@example.se", installed=True))
    teams.passes(2)
    send(bot, anna)


@pytest.mark.parametrize(("calls", "seconds", "wait"), [(8, 0.15, 1), (60, 0.45, 3), (1800, 1.9, 180)])
def test_each_window_of_a_conversation_holds(calls: int, seconds: float, wait: int) -> None:
    limits = Limits(per_second=10**6)
    for number in range(calls):
        assert limits.retry_after("t", "activities.put", "c", number * seconds) == 0
    assert limits.retry_after("t", "activities.put", "c", calls * seconds) >= 1
    assert limits.retry_after("t", "activities.put", "d", calls * seconds) == 0
    assert limits.retry_after("t", "activities.put", "c", calls * seconds + 3600) == 0
    assert wait


def test_an_app_has_fifty_a_second_in_each_tenant() -> None:
    limits = Limits()
    found = [limits.retry_after("t", "activities.post", str(each), 1.0) for each in range(51)]
    assert (sum(found), limits.refused["activities.post"]) == (1, 1)
    assert limits.retry_after("other", "activities.post", "c", 1.0) == 0
    assert limits.retry_after("t", "activities.post", "c", 2.01) == 0


def test_errors_come_on_demand(teams: Teams, bot: SmallBot, anna: User) -> None:
    teams.fails("activities.post", "MessageWritesBlocked")
    assert refusal(lambda: send(bot, anna))[1]["code"] == "MessageWritesBlocked"
    teams.fails("activities.post", "ratelimited", retry_after=7)
    with pytest.raises(httpx.HTTPStatusError) as caught:
        send(bot, anna)
    assert caught.value.response.headers["Retry-After"] == "7"
    teams.fails("*", "412")
    with pytest.raises(httpx.HTTPStatusError, match="412"):
        send(bot, anna)
    send(bot, anna)
    assert teams.faults.happened == {"MessageWritesBlocked": 1, "ratelimited": 1, "412": 1}


def test_a_message_can_be_posted_and_its_answer_lost(teams: Teams, bot: SmallBot, anna: User) -> None:
    teams.fails("activities.post", "reset")
    teams.fails("activities.post", "lost_reset")
    teams.fails("activities.post", "lost")
    for standing in (0, 1, 2):
        with pytest.raises(httpx.HTTPError):
            send(bot, anna)
        assert len(teams.said(anna)) == standing


def test_an_answer_that_never_comes(teams: Teams, bot: SmallBot, anna: User) -> None:
    teams.faults.timeout = 5
    teams.fails("activities.post", "timeout")
    with pytest.raises(httpx.ReadTimeout):
        send(bot, anna)


def test_a_fault_can_be_for_one_conversation_only(teams: Teams, bot: SmallBot, anna: User) -> None:
    bo = teams.user("Bo", "bo@example.se", installed=True)
    teams.fails("activities.post", "502", place=teams.world.personal(bo).id)
    send(bot, anna)
    with pytest.raises(httpx.HTTPStatusError, match="502"):
        send(bot, bo)


def test_chance_is_the_same_with_the_same_seed() -> None:
    def happened() -> list[str]:
        faults = Faults()
        faults.at_random(7, 0.5)
        return [fault.kind if (fault := faults.take("activities.post")) else "" for _ in range(40)]

    assert happened() == happened()
    assert len(set(happened())) > 3
    assert Faults().take("activities.post") is None


def test_after_a_restart_everything_is_still_there(teams: Teams, bot: SmallBot, anna: User) -> None:
    send(bot, anna)
    teams.stop()
    with pytest.raises(httpx.ConnectError):
        send(bot, anna)
    teams.start()
    send(bot, anna)
    assert len(teams.said(anna)) == 2


def test_nothing_reached_is_undelivered_and_a_5xx_a_violation(
    teams: Teams, bot: SmallBot, anna: User
) -> None:
    bot.answers = lambda _: (500, None)
    teams.writes(anna, "Hej")
    assert "after which Teams delivers no more" in teams.violations[0]
    teams.bot_at("http://127.0.0.1:9/api/messages")
    teams.writes(anna, "Hej")
    assert teams.undelivered == ["message"]
