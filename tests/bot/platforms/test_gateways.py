"""What is set up and not installed is said in a sentence, before anything is listened to."""

import os
import subprocess
import sys

from tests.bot.processes import REPOSITORY

ONE, TWO = "01234567-89ab-cdef-0123-456789abcdef", "11111111-89ab-cdef-0123-456789abcdef"
_WITHOUT = (
    "import sys; sys.modules['microsoft_teams'] = None; sys.argv = ['skolsteg', 'serve'];"
    "from bot.cli import main; main()"
)


def test_teams_without_its_library_is_told_with_how_to_install_it() -> None:
    environment = os.environ | {
        "SKOLSTEG_TEAMS_APP_ID": ONE,
        "SKOLSTEG_TEAMS_APP_SECRET": "hemlig",
        "SKOLSTEG_TEAMS_TENANT": TWO,
        "SKOLSTEG_DATABASE_URL": "sqlite:///nowhere.sqlite3",
        "SKOLSTEG_PORT": "18765",
    }
    ended = subprocess.run(  # noqa: S603  -- this very interpreter
        [sys.executable, "-c", _WITHOUT],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = f"{ended.stdout} {ended.stderr}"
    assert ended.returncode == 2
    assert "SKOLSTEG_TEAMS_APP_ID is set" in " ".join(told.split())
    assert "skolsteg[teams]" in told
    assert "Traceback" not in told
