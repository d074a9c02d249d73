"""5 000 invitations to a workspace that keeps to Slack's limits, and how much longer they take than those.

Both the workspace and the bot are set to 6 000 messages a minute instead of some hundreds, so that a wave
takes a minute instead of a quarter of an hour; every other limit is Slack's own. Nobody's account is known
beforehand.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks._in_slack import at_work, have_accounts, workspace
from benchmarks._school import PLANNED, authority, memory
from benchmarks._wave import Wave

PEOPLE, PER_MINUTE = 5000, 6000
SCHOOLS, WORK_TEAMS = 100, (10, 10, 10, 10, 10)


def main() -> int:
    wave = Wave(PEOPLE, PEOPLE / PER_MINUTE * 60)
    with tempfile.TemporaryDirectory() as folder, workspace(Path(folder)) as place:
        with memory(place.url, place.keys) as (remembered, _):
            number = authority(remembered, SCHOOLS, WORK_TEAMS, ("slack", place.workspace))
            have_accounts(place, remembered, number, 1, PEOPLE)
        with at_work(place, PLANNED, PER_MINUTE) as bot:
            held = wave.memory(bot)
            told = place.ask("told")
    return wave.reported("A wave of invitations in Slack", told, held)


if __name__ == "__main__":
    sys.exit(main())
