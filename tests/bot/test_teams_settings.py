"""What can be set for Teams, and how a mistake is told: which key, what is wrong, never a secret."""

from pathlib import Path

import pytest

from bot.config import ConfigurationError, Settings, settings
from bot.teams_settings import CONNECTOR

ONE, TWO = "01234567-89ab-cdef-0123-456789abcdef", "11111111-89ab-cdef-0123-456789abcdef"
SECRET = "KANARIE-hemlig"  # noqa: S105  -- nobody's


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"SKOLSTEG_{name}", value)
    return settings()


def _wrong(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    with pytest.raises(ConfigurationError) as told:
        _set(monkeypatch, **values)
    assert SECRET not in str(told.value)
    return str(told.value)


def test_nothing_set_means_no_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _set(monkeypatch)
    assert not found.on_teams
    assert found.registrations == ()
    assert found.teams_connector_urls == (CONNECTOR,)


def test_one_registration_is_three_values(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _set(monkeypatch, TEAMS_APP_ID=ONE.upper(), TEAMS_APP_SECRET=SECRET, TEAMS_TENANT=TWO)
    assert found.on_teams
    assert [(each.app_id, each.tenant) for each in found.registrations] == [(ONE, TWO)]
    assert SECRET not in f"{found!r} {found.registrations!r}"


@pytest.mark.parametrize("missing", ["TEAMS_APP_SECRET", "TEAMS_TENANT"])
def test_a_registration_needs_all_three(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    whole = {"TEAMS_APP_ID": ONE, "TEAMS_APP_SECRET": SECRET, "TEAMS_TENANT": TWO}
    del whole[missing]
    assert _wrong(monkeypatch, **whole).startswith(f"SKOLSTEG_{missing} is missing")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEAMS_APP_ID", "skolsteg"),
        ("TEAMS_LOGIN_URL", "https://login.evil.example/"),
        ("TEAMS_CONNECTOR_URLS", "https://smba.trafficmanager.net.evil.example/"),
        ("TEAMS_CONNECTOR_URLS", "http://smba.trafficmanager.net/"),
        ("TEAMS_CONNECTOR_URLS", f"{CONNECTOR}, https://10.0.0.1/"),
        ("TEAMS_MESSAGES_PER_MINUTE", "0"),
        ("GRAPH_URL", "https://graph.evil.example/"),
        ("TEAMS_REGISTRATIONS", "/nowhere/at/all.toml"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert _wrong(monkeypatch, **{name: value}).startswith(f"SKOLSTEG_{name} ")


def test_several_registrations_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "registrations.toml"
    file.write_text(_registration(ONE, TWO) + _registration(TWO, ONE), "utf-8")
    found = _set(monkeypatch, TEAMS_REGISTRATIONS=str(file))
    assert [each.app_id for each in found.registrations] == [ONE, TWO]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not toml",
        "registration = 3",
        f'[[registration]]\napp_id = "{ONE}"\nsecret = "{SECRET}"\n',
        f'[[registration]]\napp_id = "{ONE}"\nsecret = ""\ntenant = "{TWO}"\n',
        f'[[registration]]\napp_id = "x"\nsecret = "{SECRET}"\ntenant = "{TWO}"\n',
        f'[[registration]]\napp_id = "{ONE}"\nsecret = "{SECRET}"\ntenant = "{TWO}"\n' * 2,
    ],
)
def test_a_mistake_in_the_file_is_told_without_its_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "registrations.toml"
    file.write_text(content, "utf-8")
    assert _wrong(monkeypatch, TEAMS_REGISTRATIONS=str(file)).startswith("SKOLSTEG_TEAMS_REGISTRATIONS ")


def _registration(app_id: str, tenant: str) -> str:
    return f'[[registration]]\napp_id = "{app_id}"\nsecret = "{SECRET}"\ntenant = "{tenant}"\n'
