"""Where the database is, before anything connects to it."""

from pathlib import Path

from sqlalchemy.engine import URL

MIGRATE = "python -m bot migrate"


def missing_file(url: URL) -> Path | None:
    """The file of an SQLite database that is not there; merely connecting would make an empty one."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    path = Path(url.database)
    return None if path.exists() else path
