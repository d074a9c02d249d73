"""A fake Teams to try the bot in by hand: `python -m tests.contract.teams.fake --port 9001`.

It prints what the bot's process needs to know, and then reads what people do, one line each: `anna install`,
`anna: hej` writes, `anna press Börja` presses in the newest message that has the button, `anna submit Spara`
presses in the dialog, `anna close` closes it, `anna` shows the conversation.
"""

import argparse
import sys

from tests.contract.teams.fake.state import User
from tests.contract.teams.fake.teams import Teams


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=9001)
    parser.add_argument("--bot", default="http://127.0.0.1:8080/api/messages")
    parser.add_argument("--people", nargs="*", default=["anna@example.se", "bo@example.se"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unlimited", action="store_true")
    options = parser.parse_args()
    with Teams(options.port, options.seed) as teams:
        teams.bot_at(options.bot)
        teams.limits.enforced = not options.unlimited
        for email in options.people:
            teams.user(email.partition("@")[0], email)
        lines = [f"export {name}={value}" for name, value in teams.environment().items()]
        _print(f"tenant {teams.tenant.id}", *lines)
        for line in sys.stdin:
            _lived(teams, line.strip())


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _lived(teams: Teams, line: str) -> None:
    name, _, rest = line.replace(":", " :", 1).partition(" ")
    if not name:
        return
    user = teams.user(name)
    try:
        _done(teams, user, rest.strip())
    except (LookupError, AssertionError) as mistake:
        _print(str(mistake))
    teams.settle()
    for message in teams.conversation(user):
        _print(f"--- {message.id} {'bot' if message.bot else user.name}", message.words, str(message.labels))
    dialog = teams.dialog(user)
    if dialog:
        _print("=== dialog", dialog.words, str(dialog.labels))
    _print(*teams.violations)


def _done(teams: Teams, user: User, rest: str) -> None:
    word, _, more = rest.partition(" ")
    if rest.startswith(":"):
        teams.writes(user, rest.removeprefix(":").strip())
    elif word == "install":
        teams.installs(user)
    elif word == "submit":
        teams.submits(user, more)
    elif word == "close":
        teams.closes(user)
    elif word == "press":
        shown = [each for each in teams.conversation(user) if more in each.labels]
        if not shown:
            raise LookupError(f"no message has the button {more}")
        teams.presses(user, shown[-1], more)


if __name__ == "__main__":
    main()
