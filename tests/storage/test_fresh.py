from contextlib import closing
from pathlib import Path

from sqlalchemy import func, inspect, select

from storage import fresh, migrate
from storage.database import Database
from storage.tables import Base


def shape(database: Database) -> dict[str, object]:
    """Columns, keys, indexes and checks of every table, in no particular order."""
    found = inspect(database.engine)
    return {
        table: (
            {
                (column["name"], str(column["type"]), column["nullable"])
                for column in found.get_columns(table)
            },
            {
                (
                    index["name"],
                    *index["column_names"],
                    index["unique"],
                    str(index["dialect_options"].get("sqlite_where")),
                )
                for index in found.get_indexes(table)
            },
            {str(sorted(key.items(), key=str)) for key in found.get_foreign_keys(table)},
            {str(sorted(key.items(), key=str)) for key in found.get_unique_constraints(table)},
            {str(sorted(check.items(), key=str)) for check in found.get_check_constraints(table)},
        )
        for table in found.get_table_names()
    }


def rows(database: Database) -> dict[str, int]:
    tables = Base.metadata.tables
    with database.reading() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(tables[name])) or 0 for name in tables
        }


def test_a_fresh_database_is_what_the_migrations_make(tmp_path: Path) -> None:
    with (
        closing(Database(f"sqlite:///{tmp_path / 'fresh.db'}")) as made,
        closing(Database(f"sqlite:///{tmp_path / 'migrated.db'}")) as migrated,
    ):
        fresh.make(made)
        migrate.upgrade(migrated)
        assert shape(made) == shape(migrated)
        assert rows(made) == rows(migrated)
        assert migrate.current(made) == migrate.current(migrated)
        assert not migrate.pending(made)
