import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from storage import migrate
from storage.database import Database
from storage.tables import Base


def test_the_migrations_make_every_table_and_take_it_away_again(bare_database: Database) -> None:
    assert migrate.pending(bare_database)
    migrate.upgrade(bare_database)
    assert not migrate.pending(bare_database)
    assert migrate.current(bare_database) == "0008"
    assert set(Base.metadata.tables) <= set(inspect(bare_database.engine).get_table_names())
    migrate.downgrade(bare_database)
    assert inspect(bare_database.engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(bare_database)
    assert not migrate.pending(bare_database)


def test_the_migrated_tables_do_not_differ_from_the_tables_in_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_checks_are_in_the_migrated_database_too(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        declared = {c.name for c in table.constraints if type(c).__name__ == "CheckConstraint"}
        assert {c["name"] for c in inspector.get_check_constraints(table.name)} == declared
        declared_indexes = {index.name for index in table.indexes}
        found = {i["name"] for i in inspector.get_indexes(table.name) if not i.get("duplicates_constraint")}
        assert found == declared_indexes


def test_replicas_that_start_together_do_not_race(bare_database: Database) -> None:
    problems: list[BaseException] = []

    def start() -> None:
        try:
            migrate.upgrade(bare_database)
        except BaseException as problem:  # noqa: BLE001  -- whatever it is, the test shows it
            problems.append(problem)

    replicas = [threading.Thread(target=start) for _ in range(3)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join()
    assert problems == []
    assert not migrate.pending(bare_database)


def test_a_migration_that_fails_changes_nothing(bare_database: Database) -> None:
    with bare_database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE cohort (id INTEGER)"))
    with pytest.raises(Exception, match="cohort"):
        migrate.upgrade(bare_database)
    assert migrate.current(bare_database) is None
    assert inspect(bare_database.engine).get_table_names() == ["cohort"]


@pytest.mark.parametrize("url_of", ["sqlite"], indirect=True)
def test_a_migration_that_would_lose_parents_is_refused(bare_database: Database) -> None:
    migrate.upgrade(bare_database, "0001")
    with bare_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("INSERT INTO school (id, authority_id, name) VALUES (1, 99, 'x')")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    with pytest.raises(RuntimeError, match="school"):
        migrate.upgrade(bare_database)
    assert migrate.current(bare_database) == "0001"


def test_one_message_at_a_time_is_still_kept_to_where_sqlite_made_the_table_anew(database: Database) -> None:
    partial = {"ix_outbox_queued", "uq_outbox_one_in_flight"}
    option = f"{database.engine.dialect.name}_where"
    found = {
        index["name"]: str(index["dialect_options"][option])
        for index in inspect(database.engine).get_indexes("outbox")
        if option in index.get("dialect_options", {})
    }
    assert set(found) == partial
    assert "sending" in found["uq_outbox_one_in_flight"]
