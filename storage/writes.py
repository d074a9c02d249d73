"""Inserts that know what to do when the row is already there, prepared once for both engines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute

from storage.columns import Base
from storage.prepared import Prepared

Row = dict[str, Any]

# Without this, SQLAlchemy does not keep how many rows an insert wrote.
_COUNTED = {"preserve_rowcount": True}


@dataclass(frozen=True, slots=True)
class Write:
    """One statement in the words of each engine."""

    sqlite: Executable
    postgresql: Executable

    def prepared(self, connection: Connection, values: Row) -> int:
        """Write one row whose columns are all given, on the short way; gives the number of rows written."""
        return _prepared(self._in(connection)).count(connection, values)

    def run(self, connection: Connection, values: Row | Sequence[Row]) -> int:
        """Write one row or many; gives the number of rows written (for one row)."""
        return self._result(connection, values).rowcount

    def number(self, connection: Connection, values: Row) -> int | None:
        """Write one row; gives the number that the statement returns, None when it left the row alone."""
        number: int | None = self._result(connection, values).scalar()
        return number

    def _result(self, connection: Connection, values: Row | Sequence[Row]) -> CursorResult[Any]:
        return connection.execute(self._in(connection), values, execution_options=_COUNTED)

    def _in(self, connection: Connection) -> Executable:
        return self.sqlite if connection.dialect.name == "sqlite" else self.postgresql


@cache
def _prepared(statement: Executable) -> Prepared:
    return Prepared(statement)


def insert_ignore(table: type[Base], returning: InstrumentedAttribute[int] | None = None) -> Write:
    """An insert that leaves a row alone that is already there."""
    one = sqlite.insert(table).on_conflict_do_nothing()
    other = postgresql.insert(table).on_conflict_do_nothing()
    if returning is None:
        return Write(one, other)
    return Write(one.returning(returning), other.returning(returning))


def upsert(
    table: type[Base], key: Sequence[str], changed: Sequence[str], where: ColumnElement[bool] | None = None
) -> Write:
    """An insert that renews ``changed`` in a row with the same ``key``, if ``where`` holds for that row."""
    one = sqlite.insert(table)
    other = postgresql.insert(table)
    return Write(
        one.on_conflict_do_update(
            index_elements=key, set_={name: one.excluded[name] for name in changed}, where=where
        ),
        other.on_conflict_do_update(
            index_elements=key, set_={name: other.excluded[name] for name in changed}, where=where
        ),
    )
