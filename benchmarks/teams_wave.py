"""5 000 invitations to a tenant that keeps to Teams' limits, and how much longer they take than those.

Every limit is Teams' own, and the bot's pace is the one that it is delivered with. Everybody has the bot, and
it knows where each can be talked to.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks._in_teams import at_work, have_the_bot, tenant
from benchmarks._school import PLANNED, authority, memory
from benchmarks._wave import Wave

PEOPLE, PER_SECOND = 5000, 50
SCHOOLS, WORK_TEAMS = 100, (10, 10, 10, 10, 10)


def main() -> int:
    wave = Wave(PEOPLE, PEOPLE / PER_SECOND)
    with tempfile.TemporaryDirectory() as folder, tenant(Path(folder)) as place:
        with memory(place.url, place.keys) as (remembered, _):
            number = authority(remembered, SCHOOLS, WORK_TEAMS, ("teams", place.workspace))
            have_the_bot(place, remembered, number, 1, PEOPLE)
        with at_work(place, PLANNED) as bot:
            held = wave.memory(bot)
            told = place.ask("told")
    return wave.reported("A wave of invitations in Teams", told, held)


if __name__ == "__main__":
    sys.exit(main())
