import shutil
from pathlib import Path

import pytest

from tests.bot.commands.desk import Desk

TINY = Path(__file__).parents[2] / "conversations" / "framework" / "tiny"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "our-framework"))


def test_a_framework_in_order_is_said_to_be(desk: Desk, folder: Path) -> None:
    assert desk.done("framework", "check", str(folder)) == "tiny is in order.\n"


def test_every_mistake_is_named_by_file_line_and_key(desk: Desk, folder: Path) -> None:
    swedish = folder / "sv.toml"
    swedish.write_text(swedish.read_text("utf-8").replace("levels = [", 'levels = ["En till",', 1), "utf-8")
    (folder / "en.toml").unlink()
    said = desk.type("framework", "check", str(folder))
    assert said.code == 1
    assert "sv.toml:" in said.err
    assert ".levels: There should be 3" in said.err
    assert "en.toml" in said.err
    assert "to mend in" in said.err


def test_an_authority_adds_its_own_and_plans_a_round_with_it(desk: Desk, folder: Path) -> None:
    desk.done("authority", "create", "Ängsby", "--contact", "dataskydd@skola.example")
    before = desk.done("framework", "list")
    assert "tiny" not in before
    assert "tiny can be used" in desk.done("framework", "add", str(folder))
    assert "tiny\tThe green school" in desk.done("framework", "list")
    desk.done("framework", "add", str(folder))
    assert desk.done("framework", "list").count("tiny") == 1


def test_a_framework_with_the_bots_own_id_is_refused(desk: Desk, folder: Path) -> None:
    settings = folder / "framework.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('id = "tiny"', 'id = "malmo-2022-2025"', 1), "utf-8"
    )
    desk.done("authority", "create", "Ängsby", "--contact", "dataskydd@skola.example")
    said = desk.type("framework", "add", str(folder))
    assert (said.code, "another id" in said.err) == (2, True)
