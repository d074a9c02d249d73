"""``plan``: schools' action plans as documents."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.options import As, Authority, Round, School
from bot.commands.spoken import spoken

app = typer.Typer(no_args_is_help=True, help="Schools' action plans as documents.")

_KINDS = {".pdf": "pdf", ".docx": "docx"}
_NOT_PRINTED = (
    "There is no such document. A plan is printed with its school's result, and what prints is an extra: "
    "pip install 'skolsteg[documents]'"
)


@app.command(epilog="python -m bot plan export Oxievångsskolan --out plan.pdf")
@spoken
def export(
    school: School,
    *,
    out: Annotated[Path, typer.Option(dir_okay=False, help="The file to write.")],
    kind: Annotated[
        Literal["pdf", "docx"] | None, typer.Option("--format", help="Otherwise as the file's name ends.")
    ] = None,
    after: Round = "",
    acting: As = "",
    authority: Authority = "",
) -> None:
    """Write a school's action plan with its result to a file."""
    from bot import files  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.road import plan_in, round_number  # noqa: PLC0415
    from bot.commands.through_chat import chatting  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    wanted = kind or _KINDS.get(out.suffix.lower())
    if wanted is None:
        raise NotPossibleError(f"Give --format pdf or docx, or let --out {out} end so.", MISUSED)
    with chatting(authority, acting) as chat:
        number = round_number(chat, after)
        plan = plan_in(chat.context(Action("action_plan", number)), school, number)
        name = f"plan/{plan.round}/{plan.school.id}/{wanted}"
        file = files.fetch(chat.memory, chat.authority, chat.person, name)
    if file is None:
        raise NotPossibleError(_NOT_PRINTED)
    out.write_bytes(file.content)
    typer.echo(f"Wrote {out}: {plan.school.name}, {plan.round_title}.")
