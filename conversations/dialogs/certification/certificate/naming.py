"""A principal lets others hear of the school by name, or no longer."""

from conversations.context import Context
from conversations.decisions import LetBeNamed
from conversations.dialogs.certification.certificate.certificate import about, newest
from conversations.dialogs.parts import beside, button, note, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Message
from conversations.texts import say
from conversations.turn import Replace, Turn

BESIDE = "beside"
"""What a button names that asks without taking the place of what it stands under."""


def be_named(context: Context, action: Action) -> Turn:
    """Explain what it means and ask, or change it as the button says."""
    schools = _mine(context)
    if not action.school and len(schools) > 1:
        return Turn((Replace(_which(context, schools)),))
    school = action.school or next(iter(schools), 0)
    if context.me is None or not school or not context.me.is_("principal", school):
        return refused(context, action.verb, "not theirs")
    if action.value not in {"yes", "no"}:
        asked = Turn((Replace(_asked(context, school)),))
        return beside(asked, context.place) if action.item == BESIDE else asked
    named = action.value == "yes"
    other = Button(
        say(context.language, "certificate.naming.undo"),
        Action("be_named", school=school, value="no" if named else "yes"),
    )
    text = say(context.language, f"certificate.naming.{'named' if named else 'unnamed'}")
    shown = note(context, "certificate.naming.summary", text, other, *_to_certificate(context, school))
    return Turn((LetBeNamed(school, named), Replace(shown)))


def _asked(context: Context, school: int) -> Message:
    language, named = context.language, school in context.certification.may_be_named
    state = say(language, f"certificate.naming.{'is_named' if named else 'is_not_named'}")
    text = f"{say(language, 'certificate.naming.text')} {state}"
    value = "no" if named else "yes"
    label = say(language, f"certificate.naming.say_{value}")
    change = Button(label, Action("be_named", school=school, value=value))
    return note(context, "certificate.naming.summary", text, change)


def _to_certificate(context: Context, school: int) -> tuple[Button, ...]:
    """A way back to the school's newest certificate, where it has one."""
    return tuple(
        button(context, "certificate.button.certificate", about(each, "certificate"))
        for each in newest(context)
        if each.school.id == school
    )


def _mine(context: Context) -> tuple[int, ...]:
    duties = context.me.duties if context.me else ()
    return tuple(dict.fromkeys(duty.school for duty in duties if duty.role == "principal" and duty.school))


def _which(context: Context, schools: tuple[int, ...]) -> Message:
    names = {view.school.id: view.school.name for view in context.schools}
    summary = say(context.language, "certificate.card.which")
    buttons = tuple(
        Button(names[school], Action("be_named", school=school)) for school in schools if school in names
    )
    return titled(context, summary, summary, Buttons(buttons))
