import io
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.commands.mistakes import NotPossibleError
from bot.commands.spoken import spoken, table
from tests.bot.commands.desk import Desk

ROOT = Path(__file__).parents[3]
COMMANDS = [
    ["demo"],
    ["serve"],
    ["simulate"],
    ["migrate"],
    ["doctor"],
    ["authority", "create"],
    ["authority", "list"],
    ["roster", "import"],
    ["roster", "entra"],
    ["framework", "check"],
    ["framework", "add"],
    ["framework", "list"],
    ["round", "open"],
    ["round", "extend"],
    ["round", "close"],
    ["round", "status"],
    ["results", "show"],
    ["results", "export"],
    ["application", "list"],
    ["application", "decide"],
    ["cohort", "list"],
    ["cohort", "show"],
    ["cohort", "make"],
    ["session", "list"],
    ["session", "change"],
    ["session", "cancel"],
    ["visit", "list"],
    ["certificate", "list"],
    ["certificate", "issue"],
    ["certificate", "verify"],
    ["certificate", "withdraw"],
    ["plan", "export"],
    ["manifest", "slack"],
    ["manifest", "teams"],
    ["slack", "look"],
    ["slack", "channels"],
    ["teams", "install"],
]


def python(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(bare_desk: Desk, command: list[str]) -> None:
    said = bare_desk.done(*command, "--help")
    assert "Usage:" in said
    assert not list(bare_desk.folder.iterdir())


def test_the_list_of_commands_above_is_complete() -> None:
    group = typer.main.get_command(app)
    found = []
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found += [[name, each] for each in inner] if inner else [[name]]
    assert sorted(found) == sorted(COMMANDS)


def test_help_loads_none_of_what_the_bot_works_with() -> None:
    script = (
        "import sys, bot.cli; from typer.testing import CliRunner; "
        "assert CliRunner().invoke(bot.cli.app, ['--help']).exit_code == 0; "
        "print([name for name in ('sqlalchemy', 'pydantic', 'alembic', 'holidays', 'xlsxwriter', 'uvicorn',"
        " 'structlog', 'python_calamine', 'slack_sdk', 'aiohttp') if name in sys.modules])"
    )
    assert python("-c", script).strip() == "[]"


def test_python_m_bot_says_its_version() -> None:
    said = python("-m", "bot", "--version")
    assert re.match(r"skolsteg(, not installed| \d+\.\d+)", said)


def test_an_unknown_option_is_a_usage_error(desk: Desk) -> None:
    assert "--loud" in desk.refused("migrate", "--loud", code=2)


def test_migrate_makes_the_tables_once(bare_desk: Desk) -> None:
    assert "python -m bot migrate" in bare_desk.refused("migrate", "--check")
    assert not (bare_desk.folder / "skolsteg.db").exists()
    assert "now at" in bare_desk.done("migrate")
    assert "Nothing to do" in bare_desk.done("migrate")
    assert "at this version" in bare_desk.done("migrate", "--check")


def test_migrate_goes_back_only_when_it_may(desk: Desk) -> None:
    assert "Nothing was changed" in desk.refused("migrate", "--down-to", "base", answer="n\n")
    assert "Nothing was changed" in desk.refused("migrate", "--down-to", "base")
    assert "at this version" in desk.done("migrate", "--check")
    assert "no tables" in desk.done("migrate", "--down-to", "base", "--yes")
    with sqlite3.connect(desk.folder / "skolsteg.db") as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'authority'").fetchall()
    connection.close()
    assert tables == []


def test_migrate_knows_no_such_revision(desk: Desk) -> None:
    assert "9999" in desk.refused("migrate", "--down-to", "9999", "--yes")
    assert "--check" in desk.refused("migrate", "--down-to", "base", "--check", code=2)


@pytest.mark.parametrize(
    "words",
    [
        ("authority", "list"),
        ("roster", "import", "STAFF"),
        ("round", "status"),
        ("results", "show", "1"),
        ("results", "export", "1", "--out", "x.csv"),
        ("round", "close", "1"),
        ("slack", "look"),
        ("slack", "channels"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_without_a_database_a_command_says_how_to_make_it(bare_desk: Desk, words: tuple[str, ...]) -> None:
    staff = bare_desk.file("staff.csv", "Norr;;;Bo Ek;bo@skola.example;;")
    typed = [staff if word == "STAFF" else word for word in words]
    assert "python -m bot migrate" in bare_desk.refused(*typed)
    assert not (bare_desk.folder / "skolsteg.db").exists()


def test_a_database_of_another_version_is_not_touched(desk: Desk) -> None:
    desk.done("migrate", "--down-to", "0002", "--yes")
    assert "not at this version" in desk.refused("authority", "list")


def test_a_wrong_setting_is_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_ZONE", "Europe/Malmö")
    assert "SKOLSTEG_ZONE" in desk.refused("authority", "list", code=2)


def test_an_unreachable_database_is_told_without_its_password(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKOLSTEG_DATABASE_URL", "postgresql+psycopg://bot:hemligt@127.0.0.1:1/skolsteg")
    said = desk.refused("authority", "list")
    assert "cannot be used" in said
    assert "hemligt" not in said
    monkeypatch.setenv("SKOLSTEG_DATABASE_URL", "sqlite:////there/is/no/such/folder/x.db")
    assert "cannot be used" in desk.refused("migrate")


def test_an_authority_is_made_once_per_workspace(desk: Desk) -> None:
    made = ("authority", "create", "Malmö stad", "--contact", "d@malmo.example")
    assert "authority 1" in desk.done(*made, "--breaks", "2027-02-15/2027-02-19, 2027-10-25/2027-10-29")
    assert "already" in desk.refused(*made)
    assert "authority 2" in desk.done(*made, "--workspace", "two")
    assert [row[1] for row in desk.type("authority", "list").lines] == ["Name", "Malmö stad", "Malmö stad"]


@pytest.mark.parametrize(
    "breaks", ["sportlov", "2027-02-15", "2027-02-19/2027-02-15", "2027-02-30/2027-03-01"]
)
def test_a_break_that_is_none_is_said(desk: Desk, breaks: str) -> None:
    said = desk.refused(
        "authority", "create", "Malmö", "--contact", "d@m.example", "--breaks", breaks, code=2
    )
    assert breaks in said


def test_what_nobody_foresaw_shows_a_reference_and_no_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @spoken
    def broken() -> None:
        raise RuntimeError("the answer was 3")

    with pytest.raises(typer.Exit) as ended:
        broken()
    assert ended.value.exit_code == 1
    said = capsys.readouterr().err
    reference = re.search(r"report it with ([0-9a-f]{8})", said)
    assert reference
    assert said.count(reference[1]) == 2
    assert "the answer was 3" not in said
    assert "RuntimeError" in said


def test_a_mistake_is_said_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    @spoken
    def mistaken() -> None:
        raise NotPossibleError("No.", 2)

    with pytest.raises(typer.Exit) as ended:
        mistaken()
    assert (ended.value.exit_code, capsys.readouterr().err) == (2, "No.\n")


def test_a_table_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    table("Omgångar", ("Skola", "Läge"), [("[red]Åsaskolan[/]", "öppen")])
    assert "[red]Åsaskolan[/]" in terminal.getvalue()
    assert "│" in terminal.getvalue()


def test_a_terminal_without_our_signs_gets_question_marks(bare_desk: Desk) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "bot", "doctor"]
    done = subprocess.run(  # noqa: S603  # our own
        command, cwd=ROOT, env=environment, capture_output=True, encoding="latin-1", check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("? Configuration")
    assert str(bare_desk.folder) in done.stdout


def test_demo_serve_and_simulate_get_what_was_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = []

    class Stand:
        @staticmethod
        def run(*arguments: object, **options: object) -> int:
            handed.append((arguments, options))
            return len(handed) > 3

    for name in ("demo", "serve", "simulate"):
        monkeypatch.setitem(sys.modules, f"bot.{name}", Stand)
    desk.done("demo", "--port", "9000", "--no-browser")
    desk.done("serve")
    desk.done("simulate", "--schools", "3", "--seed", "7")
    assert handed[0] == ((9000,), {"open_browser": False})
    assert handed[1][0][0].port == 8765
    assert handed[2] == ((), {"schools": 3, "staff": 60, "seed": 7, "database": None})
    assert desk.type("simulate").code == 1
