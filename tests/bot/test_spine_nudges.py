"""Nudges that wait to be sent: taken back, expired, and planned anew when a school gets more days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.play.travel import travel
from conversations.messages import Action
from conversations.rules.timetable import Window, timetable
from conversations.turn import Extend, RoundPlan, To
from storage import rounds
from storage.database import Database
from storage.keys import Keys
from storage.sending import Delivery
from tests.faults.town import ASTA, KARIN, NORRA, PLAN, RUT, Town, town
from tests.storage.authorities import CALENDAR, Line

OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
REMINDED = datetime(2026, 1, 23, 9, tzinfo=UTC)
LAST = datetime(2026, 1, 30, 9, tzinfo=UTC)
LATER = date(2026, 2, 6)
NEW_LAST = datetime(2026, 2, 6, 9, tzinfo=UTC)
CRITERIA = ("plants", "meals")


@pytest.fixture
def living(database: Database, keys: Keys) -> Town:
    """With an open round, and a network that can be taken away."""
    made = town(database, keys)
    travel(database, made.dispatcher, made.clock, OPEN)
    return made


def cut(living: Town) -> None:
    def broken(_delivery: Delivery) -> None:
        raise ConnectionError

    living.chat.before = broken


def mend(living: Town, now: datetime) -> list[str]:
    """The network comes back; gives the summaries of what now arrives for Asta."""
    living.chat.before = lambda _delivery: None
    living.chat.arrived.clear()
    living.clock.move_to(now)
    for _ in range(3):
        living.clock.move_to(living.clock() + timedelta(minutes=10))
        living.dispatcher.deliver()
    return summaries(living, To("person", living.authority.person(ASTA)))


def summaries(living: Town, to: To) -> list[str]:
    return [each.message.summary for each in living.chat.arrived if each.to == to]


def finish(living: Town) -> None:
    for criterion in CRITERIA:
        living.press(ASTA, living.action("answer", criterion, "2"))


def mute(living: Town) -> None:
    living.press(ASTA, living.action("mute"))


@pytest.mark.parametrize("act", [finish, mute])
def test_a_reminder_that_waits_is_taken_back_when_it_has_lost_its_point(
    living: Town, act: Callable[[Town], None]
) -> None:
    cut(living)
    living.clock.move_to(REMINDED)
    living.dispatcher.tick()
    act(living)
    arrived = mend(living, living.clock())
    assert arrived, "what was pressed is answered"
    assert "Det finns tid kvar att svara" not in arrived


def test_a_reminder_that_waits_still_comes_the_same_day(living: Town) -> None:
    cut(living)
    living.clock.move_to(REMINDED)
    living.dispatcher.tick()
    assert "Det finns tid kvar att svara" in mend(living, living.clock())


def test_a_reminder_that_could_not_leave_all_day_is_never_sent(living: Town) -> None:
    cut(living)
    living.clock.move_to(REMINDED)
    living.dispatcher.tick()
    assert mend(living, REMINDED + timedelta(days=3)) == []
    assert summaries(living, To("team", living.authority.team("Lag ett"))) == []


def test_a_school_with_more_days_is_reminded_of_its_new_last_day_and_its_teams_are_told(living: Town) -> None:
    living.press(ASTA, living.action("answer", "plants", "2"))
    travel(living.database, living.dispatcher, living.clock, LAST)
    asta, team = To("person", living.authority.person(ASTA)), To("team", living.authority.team("Lag ett"))
    assert summaries(living, asta).count("Sista dagen") == 1
    living.submit(RUT, living.action("extend"), {"closes_on": LATER.isoformat()})
    living.dispatcher.deliver()
    assert summaries(living, team)[-1] == "Fler dagar att svara"
    assert "6 februari" in text(living, team)
    travel(living.database, living.dispatcher, living.clock, NEW_LAST)
    assert summaries(living, asta).count("Sista dagen") == 2


def text(living: Town, to: To) -> str:
    return str([each.message for each in living.chat.arrived if each.to == to][-1])


FORM = {
    "title": "En till",
    "opens_on": "2026-01-21",
    "closes_on": "2026-01-28",
    "framework": "malmo-2022-2025",
    "mode": "individual",
    "decision": "GRF-2026-1",
}


def test_a_plan_with_nobody_on_the_roster_gets_a_sentence(database: Database, keys: Keys) -> None:
    living = town(database, keys, None)
    living.authority.take([Line("", KARIN, ("coordinator",))])
    living.submit(KARIN, Action("plan", value="yearly"), FORM)
    living.dispatcher.deliver()
    assert "Det finns ingen personal i listan" in text(living, To("person", living.authority.person(KARIN)))
    assert keys.kept() == []


def test_a_plan_that_meets_a_round_it_could_not_see_gets_a_sentence(database: Database, keys: Keys) -> None:
    living = town(database, keys)
    for number in (1, 2):
        opens = date(2026, 2 + number, 2)
        living.authority.plan(_moved(opens))
    living.submit(KARIN, Action("plan", value="yearly"), FORM)
    living.dispatcher.deliver()
    assert "en omgång av samma slag" in text(living, To("person", living.authority.person(KARIN)))


def _moved(opens: date) -> RoundPlan:
    return RoundPlan(
        title=f"Omgång {opens}",
        kind="yearly",
        framework="tiny",
        mode="individual",
        leadership=False,
        opens_on=opens,
        closes_on=opens + timedelta(days=4),
        decision="GRF-2026-2",
    )


def test_an_extension_that_meets_another_is_decided_anew(
    living: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, met = rounds.extend, []

    def extend(connection: object, authority: int, effect: Extend, calendar: object) -> None:
        if not met:
            met.append(effect)
            raise rounds.NotPossible("not_now", "there is no open window to extend")
        original(connection, authority, effect, calendar)  # type: ignore[arg-type]

    monkeypatch.setattr(rounds, "extend", extend)
    reply = living.submit(RUT, living.action("extend"), {"closes_on": LATER.isoformat()})
    assert reply.replaced is not None
    assert reply.replaced.summary == "Skolan har fått fler dagar"
    occasions = timetable(Window(PLAN.opens_on, LATER), CALENDAR, OPEN)
    with living.database.writing() as connection, pytest.raises(rounds.NotPossible):
        original(connection, living.id, _again(living, occasions), CALENDAR)


def _again(living: Town, occasions: tuple[object, ...]) -> Extend:
    return Extend(living.authority.round, living.authority.school(NORRA), LATER, occasions)  # type: ignore[arg-type]


def test_a_folder_of_keys_that_is_anothers_is_said_in_a_sentence(database: Database, keys: Keys) -> None:
    keys.claim("another database")
    living = town(database, keys, None)
    living.submit(KARIN, Action("plan", value="yearly"), FORM)
    living.dispatcher.deliver()
    assert "Det gick inte att spara" in text(living, To("person", living.authority.person(KARIN)))
