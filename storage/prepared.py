"""Statements of every press, taken to the driver's cursor on the shortest way.

SQLAlchemy writes each one once in the words of the engine; from then on only values go in and rows come out,
which takes a third of the time.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

_LONGEST_LIST = 16
"""For each length of a list the words are others; up to here they are worth remembering."""

Values = Mapping[str, Any]
Turned = Callable[[Any], Any]


class Prepared:
    """A statement to be run with values alone; a list fills a parameter that expands.

    Rows are named tuples. Raises what SQLAlchemy raises.
    """

    def __init__(self, statement: Any) -> None:  # noqa: ANN401  # whatever compiles, with or without rows
        self._statement = statement
        self._written: dict[tuple[object, ...], _Written] = {}

    def all(self, connection: Connection, values: Values) -> Sequence[Any]:
        """All rows."""
        if any(isinstance(value, list) and len(value) > _LONGEST_LIST for value in values.values()):
            return connection.execute(self._statement, values).all()
        written = self._in(connection, values)
        cursor = written.run(connection, values)
        found = [written.row(each) for each in cursor.fetchall()]
        cursor.close()
        return found

    def first(self, connection: Connection, values: Values) -> Any:  # noqa: ANN401  # a named tuple
        """The first row, None when there is none."""
        return next(iter(self.all(connection, values)), None)

    def count(self, connection: Connection, values: Values) -> int:
        """How many rows it has written."""
        cursor = self._in(connection, values).run(connection, values)
        written: int = cursor.rowcount
        cursor.close()
        return written

    def _in(self, connection: Connection, values: Values) -> "_Written":
        lengths = (len(value) for value in values.values() if isinstance(value, list))
        key = (connection.dialect.name, *lengths)
        found = self._written.get(key)
        if found is None:
            found = self._written[key] = _written(self._statement, connection.dialect, values)
        return found


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in an engine's words: what it needs beside the values, and what turns them and the rows."""

    text: str
    constants: Values
    places: Sequence[str] | None
    into: Sequence[tuple[str, Turned]]
    out: Sequence[tuple[int, Turned]]
    named: Callable[[Sequence[Any]], Any]

    def run(self, connection: Connection, values: Values) -> Any:  # noqa: ANN401  # the driver's own cursor
        given = {**self.constants, **dict(_expanded(values))}
        for name, turned in self.into:
            given[name] = turned(given[name])
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.text, given if self.places is None else [given[name] for name in self.places])
        except connection.dialect.loaded_dbapi.Error as error:
            raise _meant(connection, self.text, error) from error
        return cursor

    def row(self, found: Sequence[Any]) -> Any:  # noqa: ANN401  # a named tuple
        if not self.out:
            return self.named(found)
        read = list(found)
        for place, turned in self.out:
            read[place] = turned(read[place])
        return self.named(read)


def _written(statement: Any, dialect: Dialect, values: Values) -> _Written:  # noqa: ANN401  # see Prepared
    compiled = statement.compile(dialect=dialect, column_keys=list(values))
    state = compiled.construct_expanded_state(dict(values))
    given = dict(_expanded(values))
    columns = tuple(getattr(statement, "exported_columns", ()))
    into = [(name, _into(bind.type, dialect)) for name, bind in compiled.binds.items()]
    out = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return _Written(
        state.statement,
        {name: value for name, value in state.parameters.items() if name not in given},
        state.positiontup,
        [(name, turned) for name, turned in into if name in given and turned],
        [(place, turned) for place, turned in enumerate(out) if turned],
        _named(column.key for column in columns),
    )


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Turned | None:
    # An element of a list is a number or a word, which go in as they are.
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _named(names: Iterable[str]) -> Callable[[Sequence[Any]], Any]:
    make: Any = namedtuple  # noqa: PYI024  # its fields are known to the statement alone
    made: Callable[[Sequence[Any]], Any] = make("Found", tuple(names))._make
    return made


def _expanded(values: Values) -> Iterator[tuple[str, Any]]:
    """The values under the names that SQLAlchemy gives to the elements of a list, and of pairs in it."""
    for name, value in values.items():
        if not isinstance(value, list):
            yield name, value
            continue
        for place, element in enumerate(value, 1):
            if isinstance(element, tuple):
                yield from ((f"{name}_{place}_{inner}", each) for inner, each in enumerate(element, 1))
            else:
                yield f"{name}_{place}", element


def _meant(connection: Connection, text: str, error: Exception) -> DBAPIError:
    dialect: Any = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection, None)
    if lost:
        connection.invalidate(error)
    meant = DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    return meant if isinstance(meant, DBAPIError) else DBAPIError(text, None, error, hide_parameters=True)
