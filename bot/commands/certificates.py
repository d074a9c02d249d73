"""``certificate``: issued, checked and withdrawn."""

from typing import Annotated

import typer

from bot.commands.mistakes import WRONG, NotPossibleError
from bot.commands.options import As, Authority, Reason, School, Yes
from bot.commands.spoken import agreed, spoken

app = typer.Typer(no_args_is_help=True, help="Certificates, issued, checked and withdrawn.")

Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="The number that stands on it.", show_default=False)
]


@app.command("list", epilog="python -m bot certificate list")
@spoken
def all_of_them(*, acting: As = "", authority: Authority = "") -> None:
    """List every school's newest certificate and whether it holds."""
    from bot.commands.through_chat import chatting  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.told import tell_tables  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        tell_tables(chat.asked(Action("certificates")))


@app.command(epilog="python -m bot certificate issue Oxievångsskolan")
@spoken
def issue(school: School, *, yes: Yes = False, acting: As = "", authority: Authority = "") -> None:
    """Certify a school that has done what is required, and tell its leaders; else say what is missing."""
    from bot.commands.road import member_in  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting  # noqa: PLC0415
    from bot.commands.told import tell  # noqa: PLC0415
    from conversations.dialogs.certification.certificate.certificate import newest  # noqa: PLC0415
    from conversations.dialogs.certification.certificate.checklist_facts import about  # noqa: PLC0415
    from conversations.events import Pressed  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    asked = Action("certificates")
    with chatting(authority, acting) as chat:
        it = member_in(chat.context(asked), school)
        certified = Pressed(about(it, "certify_yes"))
        chat.check(certified)
        tell(chat.asked(about(it, "certify")))
        agreed("Certify?", yes=yes)
        tell(chat.decide(certified))
        theirs = (each for each in newest(chat.context(asked)) if each.school.id == it.member.school.id)
    for issued in theirs:
        typer.echo(f"Certificate {issued.number}, valid until {issued.valid_until}.")


@app.command(epilog="python -m bot certificate verify DS-2027-7Q4TM-0X9KD")
@spoken
def verify(number: Number) -> None:
    """Say whether a certificate is valid, expired or withdrawn; only a valid one ends with 0."""
    from bot.commands.opened import opened  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.verifying import found, verdict  # noqa: PLC0415

    with opened() as installed:
        it = found(installed.memory, number)
        if it is None:
            raise NotPossibleError(
                f"There is no certificate with the number {number}. Is it typed as it stands?"
            )
        said, valid = verdict(installed.memory, it)
    typer.echo(said)
    if not valid:
        raise typer.Exit(WRONG)


@app.command(epilog='python -m bot certificate withdraw DS-2027-7Q4TM-0X9KD --reason "Skolan har lagts ned"')
@spoken
def withdraw(
    number: Number, *, reason: Reason, yes: Yes = False, acting: As = "", authority: Authority = ""
) -> None:
    """Withdraw a certificate from today on, and tell the school's leaders why."""
    from bot.commands.road import certificate_in  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.through_chat import chatting, filled  # noqa: PLC0415
    from bot.commands.told import tell  # noqa: PLC0415
    from conversations.dialogs.certification.certificate.certificate import about  # noqa: PLC0415
    from conversations.events import Submitted  # noqa: PLC0415
    from conversations.messages import Action  # noqa: PLC0415

    with chatting(authority, acting) as chat:
        it = certificate_in(chat, chat.context(Action("certificates")), number)
        form = chat.form(about(it, "certificate_withdraw"))
        withdrawn = Submitted(form.action, filled(form, reason=reason))
        chat.check(withdrawn)
        tell(chat.asked(about(it, "certificate")))
        agreed("Withdraw it from today on?", yes=yes)
        tell(chat.decide(withdrawn))
