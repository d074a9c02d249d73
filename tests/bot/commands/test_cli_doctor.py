from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.examination.place import MIGRATE
from storage.tables import Outbox, Scheduled
from tests.bot.commands.desk import Desk


@pytest.fixture
def planned(desk: Desk) -> Desk:
    desk.set_up()
    desk.plan()
    return desk


def wrong(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("✗")]


def test_an_empty_migrated_database_is_healthy(desk: Desk) -> None:
    assert wrong(desk.done("doctor", "--quick")) == []
    assert wrong(desk.done("doctor")) == []
    assert not (desk.folder / "keys").exists()


def test_a_planned_round_is_healthy(planned: Desk) -> None:
    said = planned.done("doctor")
    assert wrong(said) == []
    assert "all 3 that open rounds need" in said
    assert "School breaks: Malmö stad has none to come" in said


def test_a_missing_database_is_found_and_not_made(bare_desk: Desk) -> None:
    said = bare_desk.type("doctor", "--quick")
    assert (said.code, len(wrong(said.out))) == (1, 1)
    assert "python -m bot migrate" in said.out
    assert list(bare_desk.folder.iterdir()) == []


def test_an_unmigrated_database_is_found(bare_desk: Desk) -> None:
    (bare_desk.folder / "skolsteg.db").touch()
    said = bare_desk.type("doctor")
    assert said.code == 1
    assert wrong(said.out) == [f"✗ Tables: they are missing, or not of this version. Run: {MIGRATE}"]


def test_an_unreachable_database_is_found_without_its_password(
    bare_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKOLSTEG_DATABASE_URL", "postgresql+psycopg://bot:hemligt@127.0.0.1:1/skolsteg")
    said = bare_desk.type("doctor")
    assert said.code == 1
    assert "does not answer" in said.out
    assert "hemligt" not in said.out + said.err


def test_a_wrong_setting_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_PRT", "1")
    said = desk.type("doctor")
    assert said.code == 1
    assert "Did you mean SKOLSTEG_PORT?" in said.out


@pytest.mark.parametrize("words", [("doctor",), ("doctor", "--quick")])
def test_a_missing_key_is_found(planned: Desk, words: tuple[str, ...]) -> None:
    next((planned.folder / "keys").glob("*.key")).unlink()
    said = planned.type(*words)
    assert said.code == 1
    assert "1 are missing: round 1 at school" in said.out


def test_keys_that_others_can_read_are_found_and_left_alone(planned: Desk) -> None:
    folder = planned.folder / "keys"
    folder.chmod(0o755)
    next(folder.glob("*.key")).chmod(0o644)
    said = planned.type("doctor")
    assert said.code == 1
    assert ["chmod 700" in line or "chmod 600" in line for line in wrong(said.out)] == [True, True]
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_whole_folder_of_keys_that_is_gone_is_found(planned: Desk) -> None:
    (planned.folder / "keys").rename(planned.folder / "elsewhere")
    said = planned.type("doctor", "--quick")
    assert said.code == 1
    assert "there is no folder" in said.out


def test_a_key_that_has_had_its_day_is_told(planned: Desk) -> None:
    folder = planned.folder / "keys"
    (folder / "1-1-99.key").write_bytes(bytes(32))
    (folder / "1-1-99.key").chmod(0o600)
    said = planned.done("doctor")
    assert "1 of closed rounds are still there" in said


def test_a_clock_before_what_has_happened_is_found(planned: Desk) -> None:
    planned.now -= timedelta(days=2)
    said = planned.type("doctor")
    assert said.code == 1
    assert "later things have happened" in said.out


def test_nobody_keeping_time_is_found(planned: Desk) -> None:
    planned.now += timedelta(hours=1)
    said = planned.type("doctor")
    assert said.code == 1
    assert "planned things are late. See that this is running: python -m bot serve" in said.out
    assert planned.type("doctor", "--quick").code == 0


def test_what_was_given_up_is_found(planned: Desk) -> None:
    installed = planned.installed()
    at = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    with installed.memory.database.writing() as connection:
        connection.execute(update(Scheduled).values(parked_at=at))
        connection.execute(
            Outbox.__table__.insert().values(
                authority_id=1,
                dedupe_key="x",
                to_kind="person",
                to_id=1,
                body="{}",
                state="parked",
                due_at=at,
                created_at=at,
            )
        )
    installed.close()
    said = planned.type("doctor")
    assert said.code == 1
    assert "given up after five tries" in said.out
    assert "1 messages could not be delivered" in said.out


def test_school_breaks_to_come_need_no_advice(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_BREAKS", "2027-02-15/2027-02-19 Sportlov")
    assert "School breaks" not in planned.done("doctor")


def test_a_year_without_known_holidays_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bot.examination.clockwork.public_holidays", lambda year: frozenset() if year == 2028 else {year}
    )
    said = desk.type("doctor")
    assert said.code == 1
    assert "no holidays are known for 2028" in said.out
