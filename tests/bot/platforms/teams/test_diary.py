from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.platforms.teams.diary import Diary
from conversations.cohorts import SessionFacts
from conversations.decisions import CancelSession, ChangeSession, Decided, MakeCohort, SessionPlan
from conversations.framework import load, packaged
from storage import certification, decisions
from storage.decisions import Deciding
from storage.tables import Application, Round, School
from tests.bot.platforms.teams.graph_desk import GraphDesk, Services, at

FIRST = datetime(2027, 10, 5, 11, 0, tzinfo=UTC)
THEME = load(packaged("malmo-2022-2025")).areas[0].id
PLAN = SessionPlan(1, THEME, FIRST, FIRST + timedelta(hours=2), "Norra skolan")


@pytest.fixture
def diary(place: GraphDesk, services: Services) -> Iterator["Office"]:
    place.teams.user("Anna", at("Anna"))
    lines = (f"Norra;;;{name};{at(name)};{role};" for name, role in (("Rut", "rektor"), ("Bo", "lärare")))
    place.desk.done("roster", "import", place.desk.file("staff.csv", *lines), "--yes")
    place.desk.plan()
    office = Office(place, services)
    office.decide(
        MakeCohort("Kull 2027", date(2027, 8, 16), date(2028, 6, 9), (office.accepted(),), (PLAN,), ())
    )
    return office


class Office:
    """A cohort with one session, and the calendar of whoever invites."""

    def __init__(self, place: GraphDesk, services: Services) -> None:
        self.place, self.memory = place, services.installed.memory
        settings = services.settings.model_copy(update={"teams_organiser": at("Anna")})
        self.diary = Diary(self.memory, services.tenants, settings)

    def accepted(self) -> int:
        with self.memory.database.writing() as connection:
            school, round_id = (
                connection.execute(select(each)).scalar_one() for each in (School.id, Round.id)
            )
            values = {"authority_id": 1, "round_id": round_id, "school_id": school, "status": "accepted"}
            made = insert(Application).values(**values, at=self.memory.now()).returning(Application.id)
            number: int = connection.execute(made).scalar_one()
            return number

    def decide(self, decided: Decided) -> None:
        with self.memory.database.writing() as connection:
            decisions.carry_out(connection, Deciding(1, 0, self.memory.now()), decided)

    def session(self) -> SessionFacts:
        with self.memory.database.reading() as connection:
            (cohort,) = certification.load(connection, 1, date(2027, 1, 4)).cohorts
        (session,) = cohort.sessions
        return session

    def look(self) -> None:
        self.place.desk.now += timedelta(minutes=20)
        self.diary.look()

    def events(self) -> list[dict[str, object]]:
        return self.place.teams.events(self.place.teams.user("Anna", at("Anna")))

    def move(self, days: int) -> None:
        planned = self.session()
        later = timedelta(days=days)
        self.decide(
            ChangeSession(planned.id, planned.begins_at + later, planned.ends_at + later, planned.place)
        )


def test_a_session_comes_into_the_calendar_with_an_address_to_join_at(diary: Office) -> None:
    diary.look()
    [event] = diary.events()
    assert event["subject"] == "Lärtillfälle 1: Ledarskap och planering"
    assert [each["emailAddress"]["address"] for each in event["attendees"]] == [at("Rut")]  # type: ignore[attr-defined]
    assert diary.session().join_url == event["onlineMeeting"]["joinUrl"]  # type: ignore[index]


def test_what_is_in_the_calendar_is_left_alone(diary: Office) -> None:
    diary.look()
    before = len(diary.place.teams.calls)
    diary.look()
    assert len(diary.place.teams.calls) == before


def test_a_session_that_moves_is_moved_in_the_calendar(diary: Office) -> None:
    diary.look()
    diary.move(days=7)
    diary.look()
    [event] = diary.events()
    assert event["start"] == {"dateTime": "2027-10-12T11:00:00", "timeZone": "UTC"}


def test_a_session_that_is_called_off_is_called_off_there_and_can_come_back(diary: Office) -> None:
    diary.look()
    diary.decide(CancelSession(diary.session().id, "Snöstorm"))
    diary.look()
    [event] = diary.events()
    assert event["isCancelled"] is True
    diary.decide(CancelSession(diary.session().id, "Vädret är bättre", undone=True))
    diary.look()
    assert [each["isCancelled"] for each in diary.events()].count(False) == 1


def test_a_session_that_somebody_took_out_of_the_calendar_comes_back_when_it_changes(diary: Office) -> None:
    diary.look()
    diary.place.teams.fails("graph.events.change", "ErrorItemNotFound", status=404)
    diary.move(days=1)
    diary.look()
    assert len(diary.events()) == 2


def test_while_the_calendar_is_away_nothing_is_lost(diary: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.teams.graph_asking._growing", lambda _: 0.01)
    diary.place.teams.fails("graph.events.create", "ErrorAccessDenied", status=403)
    diary.look()
    assert diary.events() == []
    diary.look()
    assert len(diary.events()) == 1


def test_without_an_organiser_nothing_is_asked_of_the_calendar(diary: Office) -> None:
    diary.diary._settings = diary.diary._settings.model_copy(update={"teams_organiser": ""})
    diary.look()
    assert diary.events() == []


def test_a_session_that_has_been_is_not_brought_in(diary: Office) -> None:
    diary.place.desk.now = FIRST + timedelta(days=1)
    diary.look()
    assert diary.events() == []
