"""``session``: a cohort's learning sessions, moved and called off."""

from datetime import datetime
from typing import Annotated

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.options import DAY, As, Authority, Cohort, Reason
from bot.commands.spoken import spoken

app = typer.Typer(no_args_is_help=True, help="A cohort's learning sessions, moved and called off.")

Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help="Its number in the cohort.", show_default=False)
]


@app.command("list", epilog='python -m bot session list "Kull 2027"')
@spoken
def all_of_them(wanted: Cohort, *, acting: As = "", authority: Authority = "") -> None:
    """List a cohort's sessions: when they are and how many schools come."""
    from bot.commands.road import cohort_in  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting  # noqa: PLC0415
    from bot.commands.told import tell_tables  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        cohort = cohort_in(chat.context(Action("sessions")), wanted)
        tell_tables(chat.asked(Action("sessions", item=str(cohort.id))))


@app.command(epilog='python -m bot session change "Kull 2027" 3 --day 2027-11-17 --time 8.30')
@spoken
def change(  # noqa: PLR0913  # each parameter is an option of the command
    wanted: Cohort,
    number: Number,
    *,
    day: Annotated[
        datetime | None, typer.Option(formats=DAY, metavar="YYYY-MM-DD", help="Its new day.")
    ] = None,
    time: Annotated[str, typer.Option(help="When it begins, such as 8.30.")] = "",
    hours: Annotated[str, typer.Option(help="How long it is, such as 2,5.")] = "",
    place: Annotated[str, typer.Option(help="Where it is.")] = "",
    acting: As = "",
    authority: Authority = "",
) -> None:
    """Move a session to another day, time or place; everybody who would come hears what was and what is."""
    from bot.commands.road import cohort_in, session_in  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting, filled  # noqa: PLC0415
    from bot.commands.told import tell  # noqa: PLC0415
    from conversations.events import Submitted  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    given = {"day": day.date().isoformat() if day else "", "begins": time, "length": hours, "place": place}
    if not any(given.values()):
        raise NotPossibleError("Say what to change: --day, --time, --hours or --place.", MISUSED)
    with chatting(authority, acting) as chat:
        session = session_in(cohort_in(chat.context(Action("sessions")), wanted), number)
        form = chat.form(Action("session_change", item=str(session.id)))
        tell(chat.decide(Submitted(form.action, filled(form, **given))))


@app.command(epilog='python -m bot session cancel "Kull 2027" 3 --reason "Storm"')
@spoken
def cancel(
    wanted: Cohort, number: Number, *, reason: Reason, acting: As = "", authority: Authority = ""
) -> None:
    """Call a session off; everybody who would have come gets to read why."""
    from bot.commands.road import cohort_in, session_in  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting  # noqa: PLC0415
    from bot.commands.told import tell  # noqa: PLC0415
    from conversations.events import Submitted  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        session = session_in(cohort_in(chat.context(Action("sessions")), wanted), number)
        cancelled = Action("session_cancel", item=str(session.id))
        tell(chat.decide(Submitted(cancelled, {"reason": reason})))
