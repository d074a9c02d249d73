"""``doctor``: what is wrong with this installation, and how to mend it."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.mistakes import WRONG
from bot.commands.spoken import spoken

if TYPE_CHECKING:
    from bot.examination.findings import Finding

EXAMPLES = "python -m bot doctor --send-test astrid.ek@kommun.example"

_MARKS = {"well": "✓", "advice": "·", "wrong": "✗"}


@spoken
def doctor(
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only what the bot cannot work without; for health checks.")
    ] = False,
    send_test: Annotated[
        str,
        typer.Option("--send-test", metavar="MAIL", help="Send a message to yourself in the chat as well."),
    ] = "",
) -> None:
    """Look the installation over. Exit code 1 when something is wrong; nothing is changed."""
    from bot.examination.whole import examine  # noqa: PLC0415  # --help must not wait for it

    wrong = 0
    for finding in examine(quick=quick):
        # Each as soon as it is known: what is asked over a network may take a while.
        _tell(finding)
        wrong += finding.state == "wrong"
    if send_test:
        sent = _sent(send_test.strip())
        _tell(sent)
        wrong += sent.state == "wrong"
    if wrong:
        raise typer.Exit(WRONG)


def _tell(finding: "Finding") -> None:
    mending = f" {finding.mending}" if finding.mending else ""
    typer.echo(f"{_MARKS[finding.state]} {finding.subject}: {finding.told}{mending}")


def _sent(email: str) -> "Finding":
    from bot.commands.opened import opened  # noqa: PLC0415  # costs only when it is asked for
    from bot.examination.trial import trial  # noqa: PLC0415

    with opened() as installed:
        return trial(installed.settings, installed.memory, email)
