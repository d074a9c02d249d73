"""People who are not on the roster, whose account is no good, or who are no people."""

import json
from collections.abc import Iterator
from datetime import timedelta

from storage import strangers
from storage.tables import Account
from tests.contract.open_town import LENA, ONE
from tests.contract.teams.attempts import (
    CANARY,
    CHANNEL,
    PRESSES,
    Attempt,
    activity,
    answer,
    carried,
    questioned,
    value_of,
)
from tests.contract.teams.fake.forgery import header
from tests.contract.teams.fake.state import User
from tests.contract.teams.open_town import OpenTown
from tests.contract.trying import ANOTHER, SOMEBODY, THIRD

CONTACT = "dataskydd@malmo.example"
HALF_A_DAY = timedelta(hours=13)


def _newcomer(town: OpenTown, name: str, email: str, **flags: object) -> User:
    """Somebody new in the tenant, who gets the bot and hears nothing from it."""
    user = town.teams.user(name, email, **flags)
    assert town.teams.installs(user).ok
    return user


def unknown_workspace(town: OpenTown) -> Iterator[str]:
    """Neither a tenant that has a bot of its own nor one that has taken ours."""
    teams, name = town.teams, ONE[0]
    card = questioned(town, name)
    press = {"type": "invoke", "name": PRESSES, "value": value_of(carried(card)), "replyToId": card.id}
    other = teams.add_tenant("En annan kommun")
    yield name
    for more in ({"text": "3"}, press):
        with teams.forging("tenant"):
            assert teams.sends(town.user(name), {"type": "message"} | more).status == 403
        theirs = json.dumps(activity(town, name, more)).encode()
        for signed in (header(other), header(teams.tenant).replace("Bearer ", "Bearer x")):
            headers = {"Authorization": signed, "Content-Type": "application/json"}
            assert teams.post(theirs, headers).status == 401


def stranger(town: OpenTown) -> Iterator[str]:
    teams, user = town.teams, _newcomer(town, SOMEBODY, "olsson@annan.example")
    known = town.read(lambda found: strangers.count(found, town.authority))
    yield SOMEBODY
    for _ in range(3):
        assert teams.writes(user, CANARY).ok
        teams.settle()
    (told,) = teams.said(user)
    assert CONTACT in told.words
    town.live_until(town.now + timedelta(hours=25))
    assert teams.writes(user, CANARY).ok
    teams.until(lambda: len(teams.said(user)) == 2)
    assert town.read(lambda found: strangers.count(found, town.authority)) == known + 1


def stranger_in_channel(town: OpenTown) -> Iterator[str]:
    """Teams shows nothing to one person alone in a channel: what all can read says nothing of anybody."""
    teams, channel = town.teams, town.channel(CHANNEL)
    user = _newcomer(town, ANOTHER, "persson@annan.example")
    assert teams.enters_team(user, town.school).ok
    before = len(channel.standing)
    yield ANOTHER
    assert teams.mentions(user, channel, CANARY).ok
    teams.until(lambda: len(channel.standing) == before + 2)
    told = channel.standing[-1]
    assert "på tu man hand" in told.words
    assert CONTACT not in told.words
    assert teams.writes(user, CANARY).ok
    teams.until(lambda: any(CONTACT in each.words for each in teams.said(user)))


def stranger_presses(town: OpenTown) -> Iterator[str]:
    teams, user = town.teams, _newcomer(town, THIRD, "qvist@annan.example")
    card = questioned(town, ONE[1])
    data = carried(card) | {"a": answer(town, ONE[1]).encode()}
    yield THIRD
    ack = teams.invokes(user, PRESSES, value_of(data))
    assert CONTACT in ack.body["value"]
    teams.told[user.id] = ack.body["value"]


def bot(town: OpenTown) -> Iterator[str]:
    teams, user = town.teams, town.user(ONE[2])
    questioned(town, ONE[2])
    yield ONE[2]
    weather = {"id": "28:6f1a5f0e-0000-4000-8000-000000000001", "name": "Väderboten"}
    for who in (weather, weather | {"role": "bot"}, {"id": teams.tenant.bot}, {"id": user.id}):
        assert teams.sends(user, {"type": "message", "text": "3", "from": who}).ok
        assert teams.sends(user, {"type": "message", "text": CANARY, "from": who}, town.channel(CHANNEL)).ok


def guest(town: OpenTown) -> Iterator[str]:
    user = _newcomer(town, "Gäst Gästsson", "gast@annan.example", guest=True)
    user.email = "asta.berg@malmo.example"
    yield user.name
    assert town.teams.writes(user, "3").ok
    town.teams.until(lambda: town.teams.said(user))
    assert "Asta" not in town.teams.said(user)[-1].words


def deactivated(town: OpenTown) -> Iterator[str]:
    teams, user = town.teams, town.user(LENA)
    questioned(town, LENA)
    user.enabled = False
    town.live_until(town.now + HALF_A_DAY)
    teams.until(lambda: _state(town, user) == "blocked")
    yield LENA
    assert teams.writes(user, "3").ok
    teams.settle()
    user.enabled = True


def _state(town: OpenTown, user: User) -> object:
    return next(row["state"] for row in town.rows(Account) if row["user_id"] == user.aad_id)


PEOPLE: dict[str, Attempt] = {
    "unknown-workspace": unknown_workspace,
    "stranger": stranger,
    "stranger-in-channel": stranger_in_channel,
    "stranger-presses": stranger_presses,
    "bot": bot,
    "guest": guest,
    "deactivated": deactivated,
}
