import os
from datetime import date
from pathlib import Path

import pytest

from bot.config import ConfigurationError, SchoolBreak, settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in os.environ:
        if key.upper().startswith("SKOLSTEG_"):
            monkeypatch.delenv(key)


def test_the_demo_needs_no_setting() -> None:
    found = settings()
    assert found.database_url.get_secret_value() == "sqlite:///skolsteg.db"
    assert (found.keys_dir, found.host, found.port) == (Path("keys"), "127.0.0.1", 8765)
    assert (found.zone, found.log_format, found.breaks) == ("Europe/Stockholm", "console", ())


def test_breaks_and_local_holidays_are_read_with_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_BREAKS", "2026-02-16/2026-02-20 Sportlov, 2026-10-26/2026-10-30 Höstlov;")
    monkeypatch.setenv("SKOLSTEG_LOCAL_HOLIDAYS", "2026-05-15\n2026-11-02")
    found = settings()
    assert found.breaks[0] == SchoolBreak(date(2026, 2, 16), date(2026, 2, 20), "Sportlov")
    assert [each.name for each in found.breaks] == ["Sportlov", "Höstlov"]
    assert found.local_holidays == (date(2026, 5, 15), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("SKOLSTEG_PORT", "åtta", "from 1 to 65535"),
        ("SKOLSTEG_PORT", "70000", "from 1 to 65535"),
        ("SKOLSTEG_ZONE", "Europe/Malmö", "is not a time zone"),
        ("SKOLSTEG_ZONE", "/etc/passwd", "is not a time zone"),
        ("SKOLSTEG_LOG_FORMAT", "xml", "console or json"),
        ("SKOLSTEG_BREAKS", "2026-02-16 Sportlov", "lacks a last day"),
        ("SKOLSTEG_BREAKS", "2026-02-20/2026-02-16", "ends before it begins"),
        ("SKOLSTEG_BREAKS", "2026-02-30/2026-03-01", "not a day like"),
        ("SKOLSTEG_LOCAL_HOLIDAYS", "igår", "not a day like"),
        ("SKOLSTEG_DATABASE_URL", "mysql://me:hemligt@host/db", "neither a SQLite nor a PostgreSQL"),
        ("SKOLSTEG_KEYS_DIR", " ", "is empty"),
    ],
)
def test_a_wrong_value_is_explained_with_its_key(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, said: str
) -> None:
    monkeypatch.setenv(key, value)
    with pytest.raises(ConfigurationError) as caught:
        settings()
    assert caught.value.key == key
    assert said in str(caught.value)
    assert "hemligt" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_misspelt_key_is_not_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_DATABSE_URL", "sqlite:///annan.db")
    with pytest.raises(ConfigurationError, match="Did you mean SKOLSTEG_DATABASE_URL"):
        settings()


def test_the_password_in_the_database_address_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_DATABASE_URL", "postgresql://skolsteg:hemligt@db/skolsteg")
    found = settings()
    assert "hemligt" not in f"{found!r} {found} {found.model_dump_json()}"
