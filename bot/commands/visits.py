"""``visit``: who visits whom in a cohort, and when."""

import typer

from bot.commands.options import As, Authority, Cohort
from bot.commands.spoken import spoken

app = typer.Typer(no_args_is_help=True, help="Who visits whom in a cohort, and when.")


@app.command("list", epilog='python -m bot visit list "Kull 2027"')
@spoken
def all_of_them(wanted: Cohort, *, acting: As = "", authority: Authority = "") -> None:
    """List a cohort's visits and where each stands; the schools themselves agree on the days."""
    from bot.commands.road import cohort_in  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting  # noqa: PLC0415
    from bot.commands.told import tabulate  # noqa: PLC0415
    from conversations.dialogs.certification.visit.visits import table  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        context = chat.context(Action("visits"))
        cohort = cohort_in(context, wanted)
        tabulate(table(context, tuple(each for each in cohort.visits if each.status != "cancelled")))
