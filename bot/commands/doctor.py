"""``doctor``: what is wrong with this installation, and how to mend it."""

from typing import Annotated

import typer

from bot.commands.mistakes import WRONG
from bot.commands.spoken import spoken

EXAMPLES = "python -m bot doctor --quick"

_MARKS = {"well": "✓", "advice": "·", "wrong": "✗"}


@spoken
def doctor(
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only what the bot cannot work without; for health checks.")
    ] = False,
) -> None:
    """Look the installation over. Exit code 1 when something is wrong; nothing is changed."""
    from bot.examination.whole import examine  # noqa: PLC0415  # --help must not wait for it

    findings = examine(quick=quick)
    for finding in findings:
        mending = f" {finding.mending}" if finding.mending else ""
        typer.echo(f"{_MARKS[finding.state]} {finding.subject}: {finding.told}{mending}")
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(WRONG)
