"""Every school's certificate, for the coordinator."""

from conversations.context import Context
from conversations.dialogs.certification.certificate.certificate import certificate, dated, newest, state
from conversations.dialogs.parts import sentence, titled
from conversations.messages import Action, Field, Form, Table
from conversations.texts import say
from conversations.turn import Replace, Turn

_MOST_OPTIONS = 100


def certificates(context: Context, _action: Action) -> Turn:
    """A table of the newest certificate of each school, and a way to each."""
    found = newest(context)
    if not found:
        return sentence(context, "certificate.list.none")
    language = context.language
    heading = say(language, "certificate.list.heading")
    names = ("school", "number", "until", "state")
    columns = tuple(say(language, f"certificate.list.column_{name}") for name in names)
    rows = tuple(
        (each.school.name, each.number, dated(language, each.valid_until), state(context, each))
        for each in found
    )
    options = tuple((str(each.id), each.school.name) for each in found[:_MOST_OPTIONS])
    field = Field("certificate", say(language, "certificate.list.column_school"), "choice", options=options)
    form = Form(Action("certificate"), say(language, "certificate.list.show"), (field,))
    return Turn((Replace(titled(context, heading, heading, Table(columns, rows, heading), form)),))


def certificate_or_all(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """One certificate; all of them for a coordinator who names none and works at no school."""
    me = context.me
    everywhere = me is not None and me.is_("coordinator") and not any(duty.school for duty in me.duties)
    if everywhere and not action.item and not fields:
        return certificates(context, action)
    return certificate(context, action, fields)
