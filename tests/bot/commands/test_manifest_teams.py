import json
import re
import struct
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.platforms.teams import about
from bot.platforms.teams.manifest import OTHER, PERSONAL, SHARED, App, manifest, translation
from bot.platforms.teams.package import UnfitError, contents, packaged, written
from conversations.dialogs.understanding import verb_in
from conversations.dialogs.verbs import VERBS
from conversations.texts import languages
from tests.bot.commands.desk import Desk

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "manifests" / "teams"
APP_ID = "01234567-89ab-4cde-8f01-23456789abcd"
EXAMPLE = ("--url", "https://skolsteg.example", "--app-id", APP_ID)
FIT = App(APP_ID, "Skolsteg", "https://skolsteg.example")
# What the schema of this version lets stand at the top, and what it asks for.
REQUIRED = {"manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor"}
KNOWN = REQUIRED | {
    "$schema",
    "localizationInfo",
    "bots",
    "permissions",
    "validDomains",
    "webApplicationInfo",
    "defaultInstallScope",
}


def made(desk: Desk, *words: str) -> dict[str, bytes]:
    out = desk.folder / "skolsteg.zip"
    desk.done("manifest", "teams", *EXAMPLE, "--out", str(out), *words)
    with ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def commands(tree: Any) -> list[dict[str, str]]:  # noqa: ANN401  # JSON
    return [command for each in tree["bots"][0]["commandLists"] for command in each["commands"]]


def test_the_manifest_in_the_repository_is_the_one_that_is_printed(bare_desk: Desk) -> None:
    assert (KEPT / "manifest.json").read_text("utf-8") == bare_desk.done("manifest", "teams", *EXAMPLE)
    assert (KEPT / "en.json").read_text("utf-8") == written(translation(FIT))
    icons = ROOT / "bot" / "platforms" / "teams" / "icons"
    for name in ("color.svg", "outline.svg"):
        assert (KEPT / name).read_text("utf-8") == (icons / name).read_text("utf-8")


def test_the_package_holds_what_is_printed_and_is_the_same_every_time(bare_desk: Desk) -> None:
    parts = made(bare_desk)
    assert set(parts) == {"manifest.json", "en.json", "color.png", "outline.png"}
    assert parts == contents(FIT)
    assert packaged(FIT) == (bare_desk.folder / "skolsteg.zip").read_bytes()


def test_the_manifest_is_as_the_schema_wants_it() -> None:
    found: Any = manifest(FIT)
    assert set(found) >= REQUIRED
    assert set(found) <= KNOWN
    assert found["manifestVersion"] == "1.24"
    assert found["$schema"].endswith("/teams/v1.24/MicrosoftTeams.schema.json")
    assert re.fullmatch("#[0-9a-f]{6}", found["accentColor"])
    assert set(found["developer"]) == {"name", "websiteUrl", "privacyUrl", "termsOfUseUrl"}
    [bot] = found["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert bot["supportsFiles"] is True
    assert bot["botId"] == found["id"] == found["webApplicationInfo"]["id"] == APP_ID
    assert found["validDomains"] == ["skolsteg.example"]
    assert [len(each["commands"]) <= 12 for each in bot["commandLists"]] == [True, True]
    assert found["localizationInfo"]["additionalLanguages"] == [{"languageTag": "en", "file": "en.json"}]


def test_every_text_is_there_in_both_languages_and_short_enough() -> None:
    found: Any = manifest(FIT)
    words = translation(FIT)
    assert len(found["description"]["short"]) <= 80
    assert len(str(words["description.short"])) <= 80
    places = {
        f"bots[0].commandLists[{number}].commands[{place}].{name}"
        for number, each in enumerate(found["bots"][0]["commandLists"])
        for place, command in enumerate(each["commands"])
        for name in command
    }
    named = {"$schema", "name.short", "name.full", "description.short", "description.full"}
    assert set(words) == places | named


def test_every_command_is_understood_when_it_is_typed() -> None:
    assert [verb_in(command["title"]) for command in commands(manifest(FIT))] == [*PERSONAL, *SHARED]
    words = translation(FIT)
    titles = [str(text) for name, text in words.items() if name.endswith(".title")]
    assert [verb_in(title) for title in titles] == [*PERSONAL, *SHARED]
    assert OTHER in languages()


def test_nothing_private_is_proposed_where_others_read() -> None:
    assert [verb for verb in SHARED if VERBS[verb].private] == []


def test_the_icons_are_of_the_sizes_that_teams_asks_for_and_the_outline_is_white() -> None:
    parts = contents(FIT)
    for name, side in (("color", 192), ("outline", 32)):
        assert struct.unpack(">II", parts[f"{name}.png"][16:24]) == (side, side)
    outline = (KEPT / "outline.svg").read_text("utf-8")
    assert set(re.findall("#[0-9a-f]{6}", outline)) == {"#ffffff"}
    assert "<rect" not in outline


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--url", "https://localhost"), "validDomains"),
        (("--url", "http://127.0.0.1:8765"), "https://"),
        (("--app-id", "abc"), "registration's id"),
        (("--app-version", "1.0"), "1.0.0"),
        (("--app-version", "1.01.0"), "1.0.0"),
        (("--name", "x" * 31), "--name"),
        (("--name", "a\u202eb"), "--name"),
        (("--developer", ""), "developer.name"),
        (("--developer", "x" * 33), "developer.name"),
    ],
)
def test_what_teams_would_refuse_is_refused_before_anything_is_written(
    bare_desk: Desk, words: tuple[str, ...], said: str
) -> None:
    out = bare_desk.folder / "skolsteg.zip"
    assert said in bare_desk.refused("manifest", "teams", *EXAMPLE, "--out", str(out), *words, code=2)
    assert not out.exists()


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(UnfitError) as told:
        packaged(App("", "", "", "", ""))
    for name in ("name.short", "version", "id", "developer.name", "privacyUrl", "validDomains"):
        assert name in str(told.value)


def test_the_registration_in_the_settings_is_the_apps(
    bare_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKOLSTEG_PUBLIC_URL", "https://bot.kommun.example")
    assert "SKOLSTEG_TEAMS_APP_ID" in bare_desk.refused("manifest", "teams", code=2)
    monkeypatch.setenv("SKOLSTEG_TEAMS_APP_ID", APP_ID.upper())
    monkeypatch.setenv("SKOLSTEG_TEAMS_APP_SECRET", "hemligt")
    monkeypatch.setenv("SKOLSTEG_TEAMS_TENANT", APP_ID)
    said = bare_desk.done("manifest", "teams")
    assert json.loads(said)["id"] == APP_ID
    assert "hemligt" not in said
    monkeypatch.delenv("SKOLSTEG_PUBLIC_URL")
    assert "--url" in bare_desk.refused("manifest", "teams", code=2)


def test_the_page_that_the_manifest_links_to_is_there_in_both_languages() -> None:
    found: Any = manifest(FIT)
    page = about.page()
    for link in found["developer"].values():
        if link.startswith("https"):
            path, _, part = link.removeprefix("https://skolsteg.example").partition("#")
            assert path == about.routes()[0].path
            assert not part or f'id="{part}"' in page
    for language in languages():
        assert f'<article lang="{language}">' in page
