from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from storage import migrate
from storage.database import Database

_ROWS = """
INSERT INTO authority (platform, workspace, name, language, zone, contact, breaks, smallest_group)
VALUES ('web', 'one', 'Malmö', 'sv', 'Europe/Stockholm', '', '[]', 5);
INSERT INTO school (authority_id, name) VALUES (1, 'Norra'), (1, 'Södra');
INSERT INTO framework (authority_id, hash, name, sources) VALUES (1, 'f', 'malmo', '{}');
INSERT INTO round (authority_id, title, kind, mode, leadership, framework_hash, opens_on, closes_on, decision,
planned_at) VALUES (1, '2026', 'yearly', 'individual', false, 'f', '2026-01-19', '2026-01-30', 'GRF', :now);
INSERT INTO school_window (authority_id, round_id, school_id, opens_on, closes_on, opens_at, closes_at, staff)
VALUES (1, 1, 1, '2026-01-19', '2026-01-30', :now, :now, 6);
INSERT INTO cohort (authority_id, name, begins_on, ends_on) VALUES (1, '2026', '2026-08-20', '2027-06-10');
INSERT INTO visit (authority_id, cohort_id, host_id, guest_id, status, protocol, ratings)
VALUES (1, 1, 1, 2, 'agreed', '{}', '{}');
INSERT INTO certificate (authority_id, school_id, number, issued_on, valid_until, reason)
VALUES (1, 1, 'x', '2026-06-10', '2029-06-10', '');
"""
_APPLY = text(
    "INSERT INTO application (authority_id, round_id, school_id, status, at, reason, form)"
    " VALUES (1, 1, 1, 'interest', :now, '', '{}')"
)


@pytest.fixture
def before(bare_database: Database) -> Database:
    """A database of the version before, with a school that has shown interest and has a certificate."""
    migrate.upgrade(bare_database, "0006")
    now = {"now": datetime(2026, 2, 2, 9, tzinfo=UTC)}
    with bare_database.engine.begin() as connection:
        for statement in filter(None, map(str.strip, _ROWS.split(";"))):
            connection.execute(text(statement), now if ":now" in statement else {})
        connection.execute(_APPLY, now)
    return bare_database


def test_an_interest_becomes_a_draft_and_can_no_longer_be_written(before: Database) -> None:
    migrate.upgrade(before)
    with before.engine.connect() as connection:
        row = connection.execute(text("SELECT status, exception, cohort_id FROM application")).one()
    assert tuple(row) == ("draft", "", None)
    with before.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE application SET status = 'interest'"))


def test_a_certificate_keeps_the_framework_that_it_was_given_by(before: Database) -> None:
    migrate.upgrade(before)
    with before.engine.connect() as connection:
        assert connection.execute(text("SELECT framework_hash FROM certificate")).scalar() == "f"


def test_what_was_there_is_there_on_the_way_back_with_all_its_checks(before: Database) -> None:
    migrate.upgrade(before)
    migrate.downgrade(before, "0006")
    with before.engine.connect() as connection:
        assert connection.execute(text("SELECT status FROM application")).scalar() == "draft"
        assert connection.execute(text("SELECT host_id, guest_id FROM visit")).one() == (1, 2)
    inspector = inspect(before.engine)
    assert {"person_id", "preparation"} <= {column["name"] for column in inspector.get_columns("attendance")}
    checks = sorted(
        str(each["name"])
        for table in ("application", "visit", "attendance")
        for each in inspector.get_check_constraints(table)
    )
    assert checks == [
        "ck_application_status",
        "ck_attendance_reply",
        "ck_visit_status",
        "ck_visit_two_schools",
    ]
    migrate.upgrade(before)
    assert not migrate.pending(before)


@pytest.mark.parametrize("url_of", ["sqlite"], indirect=True)
def test_no_number_is_used_twice_in_a_table_that_was_made_anew(before: Database) -> None:
    migrate.upgrade(before)
    with before.engine.begin() as connection:
        listed = text(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name IN ('visit', 'application')"
        )
        assert all("AUTOINCREMENT" in sql for sql in connection.execute(listed).scalars())
