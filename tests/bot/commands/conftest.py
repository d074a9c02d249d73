import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.bot.commands.desk import Desk


@pytest.fixture(autouse=True)
def _quiet_afterwards() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def bare_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An installation that nothing has been done to."""
    for key in [key for key in os.environ if key.upper().startswith("SKOLSTEG_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("SKOLSTEG_DATABASE_URL", f"sqlite:///{tmp_path / 'skolsteg.db'}")
    monkeypatch.setenv("SKOLSTEG_KEYS_DIR", str(tmp_path / "keys"))
    desk = Desk(tmp_path)
    monkeypatch.setattr("bot.clock.utc_now", lambda: desk.now)
    return desk


@pytest.fixture
def desk(bare_desk: Desk, migrated_file: Path) -> Desk:
    """A migrated, empty database."""
    shutil.copyfile(migrated_file, bare_desk.folder / "skolsteg.db")
    return bare_desk
