"""The base, the column types and the small declarations that all tables share."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

# SQLite gives a deleted row's id to a new row unless told not to, and an old button must not point at it.
LASTING = {"sqlite_autoincrement": True}
# A row number would keep the order in which rows came.
ORDERLESS = {"sqlite_with_rowid": False}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values with ValueError and gives back aware UTC on every engine."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Say the zone that SQLite does not keep, and leave the server's own zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Folded(TypeDecorator[str]):
    """Text that is the same in upper and lower case, such as an e-mail address; kept case-folded."""

    impl = String(320)
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Fold what is written and what is asked for alike."""
        return None if value is None else value.strip().casefold()


def belongs_to(table: str) -> MappedColumn[Any]:
    """A reference to the row that owns this one: it goes when the owner goes."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"))


def refers_to(table: str) -> MappedColumn[Any]:
    """A reference that is forgotten when the other row goes; the row itself stays."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="SET NULL"))


def one_of(column: str, *words: str) -> CheckConstraint:
    """A check that a text column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def owner() -> MappedColumn[Any]:
    """The authority as part of the key of a row that has a text of its own instead of a number."""
    return mapped_column(ForeignKey("authority.id", ondelete="CASCADE"), primary_key=True)


class Base(DeclarativeBase):
    """What all tables have in common."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: String(200),
        datetime: UTCDateTime(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class Numbered:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)


class Owned:
    """A row that belongs to one authority."""

    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id", ondelete="CASCADE"), sort_order=-1)
