"""When the clock speaks: in working hours, to those who work there now, and not twice in a row."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.dispatcher import Dispatcher
from bot.play.travel import travel
from conversations.turn import Respondent, To
from storage import reports, schedule, snapshots
from storage.database import Database
from storage.keys import KeyMissing, Keys, Poll
from storage.seal import Seal
from storage.tables import Outbox, Participation, Scheduled, Window
from tests.faults.town import ASTA, BO, KARIN, NORRA, RUT, SODRA, Town, memory, roster, town
from tests.storage.authorities import CALENDAR, Line

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CLOSE = datetime(2026, 1, 30, 23, tzinfo=UTC)


def local(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM)


def said(living: Town, to: To) -> list[tuple[str, datetime]]:
    """What has been said in a conversation: the kind of occasion, and when."""
    statement = (
        select(Outbox.dedupe_key, Outbox.created_at)
        .where(Outbox.to_kind == to.kind, Outbox.to_id == to.id)
        .order_by(Outbox.id)
    )
    with living.database.reading() as connection:
        return [(row.dedupe_key.split(":")[0], row.created_at) for row in connection.execute(statement)]


def to(living: Town, name: str) -> To:
    return To("person", living.authority.person(name))


def test_after_a_pause_nothing_is_said_on_a_saturday_night(database: Database, keys: Keys) -> None:
    living = town(database, keys)
    living.clock.move_to(local(24, 23, 30))
    living.dispatcher.tick()
    assert said(living, to(living, ASTA)) == []
    travel(database, living.dispatcher, living.clock, local(26, 16))
    assert said(living, to(living, ASTA)) == [("open", local(26, 8, 15))]


def test_a_reminder_does_not_follow_on_the_heels_of_a_late_one(database: Database, keys: Keys) -> None:
    living = town(database, keys)
    travel(database, living.dispatcher, living.clock, local(20, 9))
    living.clock.move_to(_due(living, "remind_second") - timedelta(hours=17))
    living.dispatcher.tick()
    travel(database, living.dispatcher, living.clock, _due(living, "remind_second") + timedelta(hours=5))
    kinds = [kind for kind, _ in said(living, to(living, ASTA))]
    assert kinds == ["open", "remind_first"]


def test_what_was_left_out_does_not_count_as_said(database: Database, keys: Keys) -> None:
    living = town(database, keys)
    travel(database, living.dispatcher, living.clock, local(20, 9))
    living.clock.move_to(_due(living, "remind_second") + timedelta(hours=1))
    living.dispatcher.tick()
    kinds = [kind for kind, _ in said(living, to(living, ASTA))]
    assert kinds == ["open", "remind_second"]


def _due(living: Town, kind: str) -> datetime:
    school = living.authority.school(NORRA)
    statement = select(Scheduled.due_at).where(Scheduled.kind == kind, Scheduled.school_id == school)
    with living.database.reading() as connection:
        found: datetime = connection.execute(statement).scalar_one()
    return found


def frozen(living: Town, school: str = NORRA) -> bool:
    with living.database.reading() as connection:
        found = snapshots.of_round(connection, living.id, living.authority.round)
    return living.authority.school(school) in {result.school for result in found}


@pytest.mark.parametrize("last", [date(2026, 2, 6), date(2027, 2, 6)])
def test_a_break_entered_over_the_window_does_not_stop_the_close(
    database: Database, keys: Keys, last: date
) -> None:
    living = town(database, keys)
    travel(database, living.dispatcher, living.clock, local(20, 9))
    calendar = replace(CALENDAR, breaks=((date(2026, 1, 19), last),))
    changed = replace(memory(database, keys, living.clock), calendars=lambda _connection, _number: calendar)
    dispatcher = Dispatcher(changed, living.chat)
    travel(database, dispatcher, living.clock, CLOSE)
    assert frozen(living)
    with database.reading() as connection:
        assert schedule.parked(connection, living.id) == 0


def test_a_close_is_tried_until_it_succeeds_and_then_the_result_is_told(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    living = town(database, keys)
    travel(database, living.dispatcher, living.clock, local(20, 9))
    living.others_answer()
    living.clock.move_to(CLOSE - timedelta(minutes=1))

    def away(_keys: Keys, poll: Poll) -> Seal:
        raise KeyMissing(f"the folder is not mounted, {poll}")

    with monkeypatch.context() as outage:
        outage.setattr(Keys, "seal", away)
        travel(database, living.dispatcher, living.clock, local(2, 12, month=2))
    assert not frozen(living)
    with database.reading() as connection:
        assert schedule.parked(connection, living.id) == 0
        assert reports.stuck(connection, living.clock(), timedelta(hours=2)).occasions == 2
    travel(database, living.dispatcher, living.clock, local(2, 14, month=2))
    assert frozen(living)
    assert [kind for kind, _ in said(living, to(living, RUT))][-1] == "summary"
    with database.reading() as connection:
        assert reports.stuck(connection, living.clock(), timedelta(hours=2)).occasions == 0


def test_the_roster_is_frozen_when_the_round_opens(database: Database, keys: Keys) -> None:
    living = town(database, keys)
    newcomer = Line(NORRA, "Ny Lärare", work_team="Lag ett")
    changed = [line for line in roster() if line.name != BO]
    living.authority.take([*changed, newcomer], local(12, 9))
    travel(database, living.dispatcher, living.clock, local(20, 9))
    with database.reading() as connection:
        taking_part = {
            row.respondent_id: row.team_id
            for row in connection.execute(
                select(Participation.respondent_id, Participation.team_id).where(
                    Participation.respondent_kind == "person",
                    Participation.school_id == living.authority.school(NORRA),
                )
            )
        }
        staff = connection.execute(
            select(Window.staff).where(Window.school_id == living.authority.school(NORRA))
        ).scalar_one()
    assert taking_part.get(living.authority.person("Ny Lärare")) == living.authority.team("Lag ett")
    assert living.authority.person(BO) not in taking_part
    assert (len(taking_part), staff) == (7, 7)
    assert said(living, to(living, "Ny Lärare")) == [("open", local(19, 8, 15))]
    assert said(living, to(living, BO)) == []
    living.press("Ny Lärare", living.action("answer", "plants", "2"))
    assert living.answers("Ny Lärare") == (2, 0, 0)


def test_a_school_that_grew_before_the_opening_answers_person_by_person(
    database: Database, keys: Keys
) -> None:
    living = town(database, keys)
    more = [Line(SODRA, f"{name} Ny", work_team="") for name in ("Ia", "Jo", "Kim")]
    living.authority.take([*roster(), *more], local(12, 9))
    travel(database, living.dispatcher, living.clock, local(20, 9))
    with database.reading() as connection:
        rows = connection.execute(
            select(Participation.respondent_kind).where(
                Participation.school_id == living.authority.school(SODRA)
            )
        ).scalars()
        kinds = sorted(rows)
    assert set(kinds) == {"leadership", "person"}
    assert kinds.count("person") >= 5


def test_after_the_opening_the_roster_stays_as_it_was(database: Database, keys: Keys) -> None:
    living = town(database, keys)
    travel(database, living.dispatcher, living.clock, local(20, 9))
    living.press(BO, living.action("answer", "plants", "2"))
    changed = [line for line in roster() if line.name != BO]
    living.authority.take([*changed, Line(NORRA, "Sen Lärare")], local(21, 9))
    travel(database, living.dispatcher, living.clock, local(23, 12))
    respondents = {Respondent("person", living.authority.person(name)) for name in (BO, "Sen Lärare")}
    with database.reading() as connection:
        rows = connection.execute(select(Participation.respondent_kind, Participation.respondent_id))
        found = {Respondent(*row) for row in rows} & respondents
    assert found == {Respondent("person", living.authority.person(BO))}


def test_a_school_without_a_principal_is_told_to_the_coordinators(database: Database, keys: Keys) -> None:
    living = town(database, keys, None)
    living.authority.take([line for line in roster() if line.name != RUT], local(7, 9))
    living.authority.plan()
    travel(database, living.dispatcher, living.clock, local(8, 12))
    messages = [each.message for each in living.chat.arrived if each.to == to(living, KARIN)]
    assert [message.summary for message in messages] == ["Norra saknar rektor i listan"]


def test_an_invitation_that_comes_too_late_on_the_last_day_is_left_out(
    database: Database, keys: Keys
) -> None:
    living = town(database, keys)
    living.clock.move_to(local(30, 16, 45))
    living.dispatcher.tick()
    travel(database, living.dispatcher, living.clock, local(2, 12, month=2))
    assert "invite" not in [kind for kind, _ in said(living, to(living, RUT))]
    with database.reading() as connection:
        assert schedule.parked(connection, living.id) == 0
    assert frozen(living)
