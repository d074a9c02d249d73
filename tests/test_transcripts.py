"""Conversations that a principal could read: played through the dispatcher, compared word for word.

``UPDATE_TRANSCRIPTS=1`` writes down what the bot says now; read the difference before keeping it.
"""

import os
import shutil
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.theatre.play import performed

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.md"))


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_reads_word_for_word_as_written(
    transcript: Path, migrated_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "house.db"
    shutil.copyfile(migrated_file, file)
    written = transcript.read_text("utf-8")
    spoken = performed(written, file)
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        transcript.write_text(spoken, "utf-8")
        return
    changes = unified_diff(written.splitlines(), spoken.splitlines(), "written", "spoken", lineterm="")
    assert spoken == written, "\n".join(changes)
