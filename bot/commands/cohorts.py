"""``cohort``: the schools that go through the learning sessions together."""

from datetime import datetime
from typing import Annotated

import typer

from bot.commands.options import DAY, As, Authority, Cohort, Yes
from bot.commands.spoken import agreed, spoken, table

app = typer.Typer(no_args_is_help=True, help="The schools that go through the learning sessions together.")


@app.command("list", epilog="python -m bot cohort list")
@spoken
def all_of_them(*, acting: As = "", authority: Authority = "") -> None:
    """List the cohorts, newest first; without any, say what a cohort waits for."""
    from bot.commands.through_chat import chatting  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.told import plain, tell  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        asked = Action("cohorts")
        known = chat.context(asked).certification.cohorts
        if not known:
            tell(chat.asked(asked))
            return
    newest_first = sorted(known, key=lambda each: (each.begins_on, each.id), reverse=True)
    rows = [
        (
            plain(each.name),
            each.begins_on.isoformat(),
            each.ends_on.isoformat(),
            str(len(each.present)),
            str(len(each.sessions)),
        )
        for each in newest_first
    ]
    table("Cohorts", ("Cohort", "From", "To", "Schools", "Sessions"), rows)


@app.command(epilog='python -m bot cohort show "Kull 2027"')
@spoken
def show(wanted: Cohort, *, acting: As = "", authority: Authority = "") -> None:
    """Show a cohort as its card in the chat does: its schools, its sessions and its visits."""
    from bot.commands.road import cohort_in  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting  # noqa: PLC0415
    from bot.commands.told import tell  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        asked = Action("cohort")
        cohort = cohort_in(chat.context(asked), wanted)
        tell(chat.asked(Action("cohort", item=str(cohort.id))))


@app.command(
    epilog='python -m bot cohort make "Kull 2027" --first 2027-08-23 --last 2028-05-26 --time 13.00 '
    "--hours 3 --place Rådhuset"
)
@spoken
def make(  # noqa: PLR0913  # each parameter is an option of the command
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it will be called.", show_default=False)],
    *,
    first: Annotated[
        datetime, typer.Option(formats=DAY, metavar="YYYY-MM-DD", help="The first day that a session may be.")
    ],
    last: Annotated[
        datetime, typer.Option(formats=DAY, metavar="YYYY-MM-DD", help="The last day that a session may be.")
    ],
    time: Annotated[
        str, typer.Option(help="When each session begins, such as 13.00; otherwise as usual.")
    ] = "",
    hours: Annotated[str, typer.Option(help="How long each session is; otherwise as usual.")] = "",
    place: Annotated[str, typer.Option(help="Where the sessions are.")] = "",
    yes: Yes = False,
    acting: As = "",
    authority: Authority = "",
) -> None:
    """Make a cohort of the accepted schools that wait: show the proposal, ask, and tell their leaders."""
    from bot.commands.through_chat import chatting, filled, form_in  # noqa: PLC0415  # --help must not wait
    from bot.commands.told import tell  # noqa: PLC0415
    from conversations.events import Submitted  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    days = {"first": first.date().isoformat(), "last": last.date().isoformat()}
    with chatting(authority, acting) as chat:
        empty = chat.form(Action("cohort_make"))
        fields = filled(empty, name=name, **days, begins=time, length=hours, place=place)
        proposal = chat.sent(empty.action, fields)
        made = Submitted(form_in(proposal).action, fields)
        chat.check(made)
        tell(proposal)
        agreed("Make this cohort?", yes=yes)
        tell(chat.decide(made))
