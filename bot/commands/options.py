"""The options that commands through the chat share."""

from typing import Annotated

import typer

As = Annotated[
    str, typer.Option("--as", metavar="NAME", help="The coordinator who decides, where there are several.")
]
Authority = Annotated[str, typer.Option(help="Name or number, where there are several.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Go on unasked.")]
Reason = Annotated[str, typer.Option(help="Why; it goes into the log, and those concerned read it.")]
Cohort = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's name.", show_default=False)]
School = Annotated[str, typer.Argument(metavar="SCHOOL", help="The school's name.", show_default=False)]
Round = Annotated[str, typer.Option("--round", help="The round's number or title; otherwise the newest.")]

DAY = ["%Y-%m-%d"]
