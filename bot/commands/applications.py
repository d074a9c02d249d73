"""``application``: what schools have applied for, and the coordinator's decisions."""

from typing import Annotated, Literal

import typer

from bot.commands.options import As, Authority, Round, School
from bot.commands.spoken import spoken

app = typer.Typer(no_args_is_help=True, help="What schools have applied for, and the decisions.")


@app.command("list", epilog="python -m bot application list")
@spoken
def all_of_them(*, after: Round = "", acting: As = "", authority: Authority = "") -> None:
    """List the applications after a round and where each stands."""
    from bot.commands.road import round_number  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting  # noqa: PLC0415
    from bot.commands.told import tell_tables  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        tell_tables(chat.asked(Action("applications", round_number(chat, after))))


@app.command(
    epilog='python -m bot application decide Oxievångsskolan returned --reason "Vem representerar er?"'
)
@spoken
def decide(
    school: School,
    decision: Annotated[
        Literal["accepted", "returned", "declined"],
        typer.Argument(metavar="accepted|returned|declined", help="Returned asks for completion."),
    ],
    *,
    reason: Annotated[
        str, typer.Option(help="Why, for the school to read; an acceptance may go without.")
    ] = "",
    after: Round = "",
    acting: As = "",
    authority: Authority = "",
) -> None:
    """Decide an application; the school's leaders hear what and why."""
    from bot.commands.mistakes import NotPossibleError  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.road import closed_in, round_number  # noqa: PLC0415
    from bot.commands.through_chat import chatting, filled  # noqa: PLC0415
    from bot.commands.told import objection, tell  # noqa: PLC0415
    from conversations.events import Submitted  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        number = round_number(chat, after)
        context = chat.context(Action("applications", number))
        view = closed_in(chat, context, school, number)
        here = (view.round.id, view.school.id)
        if context.certification.application(*here) is None:
            raise NotPossibleError(objection(chat.asked(Action("application", *here))))
        form = chat.form(Action("application_decide", *here, value=decision))
        tell(chat.decide(Submitted(form.action, filled(form, reason=reason))))
