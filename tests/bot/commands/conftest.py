import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.commands import certified
from tests.bot.commands.desk import Desk
from tests.quiet import log_unconfigured


@contextmanager
def _log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    log_unconfigured()


@pytest.fixture(autouse=True)
def _quiet_afterwards() -> Iterator[None]:
    with _log_as_it_was():
        yield


def desk_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for key in [key for key in os.environ if key.upper().startswith("SKOLSTEG_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("SKOLSTEG_DATABASE_URL", f"sqlite:///{folder / 'skolsteg.db'}")
    monkeypatch.setenv("SKOLSTEG_KEYS_DIR", str(folder / "keys"))
    desk = Desk(folder)
    monkeypatch.setattr("bot.clock.utc_now", lambda: desk.now)
    return desk


@pytest.fixture
def bare_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An installation that nothing has been done to."""
    return desk_in(tmp_path, monkeypatch)


@pytest.fixture
def desk(bare_desk: Desk, migrated_file: Path) -> Desk:
    """A migrated, empty database."""
    shutil.copyfile(migrated_file, bare_desk.folder / "skolsteg.db")
    return bare_desk


@pytest.fixture(scope="session")
def on_the_road(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """Two installations to copy: ``applied`` and, some commands later, ``together``."""
    root = tmp_path_factory.mktemp("road")
    folder = root / "applied"
    folder.mkdir()
    shutil.copyfile(migrated_file, folder / "skolsteg.db")
    with _log_as_it_was(), pytest.MonkeyPatch.context() as patch:
        desk = desk_in(folder, patch)
        certified.set_up(desk, certified.KARIN)
        certified.close(desk)
        certified.apply(desk)
        shutil.copytree(folder, root / "together")
        desk = desk_in(root / "together", patch)
        desk.now = certified.SPRING
        certified.make_cohort(desk)
    return root


@pytest.fixture
def applied(bare_desk: Desk, on_the_road: Path) -> Desk:
    """Two schools qualify and have applied; Karin coordinates."""
    shutil.copytree(on_the_road / "applied", bare_desk.folder, dirs_exist_ok=True)
    bare_desk.now = certified.SPRING
    return bare_desk


@pytest.fixture
def together(bare_desk: Desk, on_the_road: Path) -> Desk:
    """The same two schools in a cohort of their own."""
    shutil.copytree(on_the_road / "together", bare_desk.folder, dirs_exist_ok=True)
    bare_desk.now = certified.SPRING
    return bare_desk
