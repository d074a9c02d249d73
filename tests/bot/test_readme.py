"""The README says what the code does."""

import re
from pathlib import Path

from bot.config import PREFIX, Settings
from bot.platforms.slack.scopes import SCOPES
from bot.platforms.teams.permissions import PERMISSIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table with this first line."""
    lines = [line.strip() for line in README.partition(heading)[2].splitlines()[2:]]
    rows = lines[: next(number for number, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_scope_stands_there_with_its_reason() -> None:
    assert table("| scope | reason |") == [[f"`{scope.name}`", scope.reason] for scope in SCOPES]


def test_every_permission_stands_there_with_its_reason() -> None:
    listed = [[f"`{each.name}`", each.reason] for each in PERMISSIONS]
    assert table("| permission | reason |") == listed


def test_every_setting_stands_there_and_no_other() -> None:
    named = {name for row in table("| variable | default |") for name in re.findall(r"`([A-Z_]+)`", row[0])}
    assert named == {f"{PREFIX}{name}".upper() for name in Settings.model_fields}


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 3
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []
