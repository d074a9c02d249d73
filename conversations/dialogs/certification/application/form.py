"""The application as a form: saved as a draft as often as one likes, with examples from the teams' notes."""

from collections.abc import Mapping
from dataclasses import replace

from conversations.context import Context
from conversations.decisions import SaveApplication
from conversations.dialogs.applying import EXAMPLE, Applying, deadline_in_words
from conversations.dialogs.certification.application.card import card, hindered
from conversations.dialogs.certification.application.finding import missing, own, people, written
from conversations.dialogs.certification.application.words import part_name, represented_by
from conversations.dialogs.parts import about, beside, button, said, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Buttons, Field, Form, Message, Part, Text
from conversations.texts import say
from conversations.turn import Replace, Turn

LONGEST = 1000
LONGEST_EXAMPLE = 700


def fill(context: Context, action: Action) -> Turn:
    """Open the form with what is saved."""
    at = _to_change(context, action)
    if isinstance(at, Turn):
        return at
    return Turn((Replace(form(context, at)),))


def save(context: Context, action: Action, fields: dict[str, str]) -> Turn:
    """Save what is filled in, whether or not it is complete, and show what is missing."""
    at = own(context, action)
    if at is None:
        return refused(context, action.verb, "not theirs")
    # Whoever wrote while the exception was taken back keeps what they have written.
    if not at.changeable and not (at.barred and at.status == "draft"):
        return _not_now(context, at)
    filled = _read(context, at, fields)
    context_then, then = written(context, at, filled)
    errors = _errors(context_then, then)
    if errors:
        return Turn((Replace(form(context, at, filled, errors)),))
    saved = SaveApplication(at.view.round.id, at.view.school.id, filled)
    return Turn((saved, Replace(card(context_then, then))))


def examples(context: Context, action: Action) -> Turn:
    """Open the form with the teams' own notes as examples wherever the school has not written one."""
    at = _to_change(context, action)
    if isinstance(at, Turn):
        return at
    found = _noted(context, at)
    if not found:
        return beside(said(context, say(context.language, "application.form.no_notes")), context.place)
    kept = {name: value for name, value in at.form.items() if value.strip()}
    return Turn((Replace(form(context, at, {**found, **kept})),))


def form(
    context: Context,
    at: Applying,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Message:
    """The whole form, with what is saved unless other values are given."""
    language = context.language
    heading = say(language, "application.form.heading", school=at.view.school.name)
    until = deadline_in_words(context, at)
    shown = at.form if values is None else values
    fields = tuple(_field(context, at, name, shown, errors or {}) for name in at.fields)
    submit = say(
        language, "application.form.submit_sent" if at.status == "sent" else "application.form.submit"
    )
    parts: tuple[Part, ...] = (
        Text(say(language, "application.form.text")),
        *((Text(until, "quiet"),) if until else ()),
        *_help(context, at, given=values is not None),
        Form(about(at.view, "application_fill"), submit, fields),
    )
    return titled(context, heading, heading, *parts)


def _help(context: Context, at: Applying, *, given: bool) -> tuple[Part, ...]:
    """The way to the teams' notes; once they have been fetched, a word about reading them through."""
    if given or not _noted(context, at):
        return (Text(say(context.language, "application.form.read_through"), "quiet"),) if given else ()
    told = Text(say(context.language, "application.form.examples_text"), "quiet")
    return told, Buttons(
        (button(context, "application.form.examples", about(at.view, "application_examples")),)
    )


def _field(
    context: Context, at: Applying, name: str, values: Mapping[str, str], errors: Mapping[str, str]
) -> Field:
    language, value, error = context.language, values.get(name, ""), errors.get(name, "")
    label = part_name(context, at, name)
    # A draft may lack anything; what has been sent may not.
    field = Field(
        name, label, value=value, error=error, required=at.status == "sent", can_wait=at.status != "sent"
    )
    if name == "represents":
        options = people(context, at.view.school.id)
        hint = say(language, "application.form.hint_represents")
        chosen = value if value in dict(options) else ""
        return replace(field, type="choice", value=chosen, options=options, hint=hint)
    if name == "heard":
        hint = say(language, "application.form.hint_heard")
        return replace(field, type="checkbox", hint=hint)
    kind = "example" if name.startswith(EXAMPLE) else name
    hint = say(language, f"application.form.hint_{kind}")
    return replace(field, type="long_text", hint=hint, longest=_longest(name))


def _longest(name: str) -> int:
    return LONGEST_EXAMPLE if name.startswith(EXAMPLE) else LONGEST


def _read(context: Context, at: Applying, fields: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, tidied; whoever represents the school is kept by name too."""
    filled = {name: fields.get(name, "").strip()[: _longest(name)] for name in at.fields}
    filled["heard"] = "yes" if filled["heard"] == "yes" else ""
    filled = {name: value for name, value in filled.items() if value}
    _, then = written(context, at, filled)
    name = represented_by(context, then)
    return {**filled, "represents_name": name} if name else filled


def _errors(context: Context, then: Applying) -> dict[str, str]:
    """What is not right: somebody unknown, and in what has been sent everything that would be missing."""
    language, lacking = context.language, missing(context, then)
    if "represents" in lacking and then.form.get("represents"):
        return {"represents": say(language, "application.form.error_person")}
    if then.status != "sent":
        return {}
    return {name: say(language, "application.form.error_empty") for name in lacking}


def _noted(context: Context, at: Applying) -> dict[str, str]:
    """The teams' notes about each area, as examples."""
    found: dict[str, list[str]] = {}
    for each in context.notes:
        if each.school == at.view.school.id and each.note.strip():
            text = say(context.language, "application.form.noted", team=each.team, note=each.note.strip())
            found.setdefault(EXAMPLE + each.area, []).append(text)
    return {name: _cut("\n".join(found[name]), LONGEST_EXAMPLE) for name in at.fields if name in found}


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    return kept[: kept.rfind(" ")].rstrip() + "…" if " " in kept else kept + "…"


def _to_change(context: Context, action: Action) -> Applying | Turn:
    """My application that can be changed now, else why it cannot."""
    at = own(context, action)
    if at is None:
        return refused(context, action.verb, "not theirs")
    return at if at.changeable else _not_now(context, at)


def _not_now(context: Context, at: Applying) -> Turn:
    """It cannot be changed; the form that was filled in stays where it is."""
    return beside(said(context, hindered(context, at)), context.place)
