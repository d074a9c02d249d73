"""A fake Slack to try the bot in by hand: `python -m tests.contract.slack.fake --port 9000`.

It prints what the bot's process needs to know, and then reads what people do, one line each:
`anna: hej` writes, `anna press Börja` presses in the newest message that has the button, `anna home`,
`anna /hjälp` is the command, `anna` shows the conversation.
"""

import argparse
import sys

from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import User


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--bot", default="http://127.0.0.1:8080/slack/events")
    parser.add_argument("--people", nargs="*", default=["anna@example.se", "bo@example.se"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unlimited", action="store_true")
    options = parser.parse_args()
    with Slack(options.port, options.seed) as slack:
        slack.bot_at(options.bot)
        slack.limits.enforced = not options.unlimited
        for email in options.people:
            slack.user(email.partition("@")[0], email)
        _print(f"workspace {slack.workspace.id}", slack)
        for line in sys.stdin:
            _lived(slack, line.strip())


def _print(first: str, slack: Slack) -> None:
    lines = [first, *(f"export {name}={value}" for name, value in slack.environment().items())]
    lines.append(f"export SKOLSTEG_SLACK_APP_TOKEN={slack.app.app_token}  # only for Socket Mode")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _lived(slack: Slack, line: str) -> None:
    name, _, rest = line.replace(":", " :", 1).partition(" ")
    if not name:
        return
    user = slack.user(name)
    try:
        _done(slack, user, rest.strip())
    except LookupError as mistake:
        sys.stdout.write(f"{mistake}\n")
    slack.settle()
    for message in [*slack.conversation(user), *slack.ephemerals(user)]:
        sys.stdout.write(f"--- {message.ts} {message.user}\n{message.words}\n{message.labels}\n")
    for view in filter(None, (slack.home(user), slack.view(user))):
        sys.stdout.write(f"=== {view.kind}\n{view.words}\n{view.labels}\n")
    sys.stdout.write("\n".join(slack.violations) + "\n")
    sys.stdout.flush()


def _done(slack: Slack, user: User, rest: str) -> None:
    if rest.startswith(":"):
        slack.writes(user, rest.removeprefix(":").strip())
    elif rest.startswith("/"):
        slack.command(user, rest.removeprefix("/"))
    elif rest == "home":
        slack.opens_home(user)
    elif rest.startswith("press "):
        label = rest.removeprefix("press ")
        shown = [each for each in slack.conversation(user) if label in each.labels]
        if not shown:
            raise LookupError(f"no message has the button {label}")
        slack.presses(user, shown[-1], label)


if __name__ == "__main__":
    main()
