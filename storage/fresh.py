"""A database made from nothing with all tables at once, for a made-up world; one that is kept is migrated."""

import secrets
from pathlib import Path

from sqlalchemy import insert, text

from storage.database import Database
from storage.tables import Base, Signet

_REVISIONS = Path(__file__).parent / "migrations" / "versions"
_NOTEBOOK = """
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
"""
_NOTE = text("INSERT INTO alembic_version (version_num) VALUES (:revision)")


def make(database: Database) -> None:
    """Make every table in an empty database and note the newest revision, as if it had been migrated."""
    newest = max(path.stem.partition("_")[0] for path in _REVISIONS.glob("[0-9]*_*.py"))
    with database.writing() as connection:
        Base.metadata.create_all(connection, checkfirst=False)
        connection.execute(text(_NOTEBOOK))
        connection.execute(_NOTE, {"revision": newest})
        connection.execute(insert(Signet).values(id=1, mark=secrets.token_hex(16)))
