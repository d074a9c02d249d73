"""The coordinator lets a school off a requirement, with a reason, or takes that back."""

from collections.abc import Mapping
from dataclasses import replace

from conversations.context import Context
from conversations.decisions import Waive
from conversations.dialogs.certification.certificate.checklist import card
from conversations.dialogs.certification.certificate.checklist_facts import Followed, about, followed, name
from conversations.dialogs.certification.visit.visit import tell, today
from conversations.dialogs.parts import titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Text
from conversations.rules.checklist import requirements
from conversations.texts import say
from conversations.turn import Replace, Turn

_LONGEST_REASON = 500
_SHORTEST_REASON = 4
_MISSING = frozenset({"open", "to_come"})


def waive(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask which requirement and why, then let the school off it and tell its leaders."""
    it = followed(context, action)
    if it is None:
        return refused(context, action.verb, "not theirs")
    if not _choices(context, it, waived=False):
        return Turn((Replace(card(context, it)),))
    if fields is None:
        return Turn((Replace(_form(context, it, {}, {})),))
    picked, reason = fields.get("requirement", ""), _one_line(fields.get("reason", ""))
    errors = _errors(context, it, picked, reason)
    if errors:
        return Turn((Replace(_form(context, it, fields, errors)),))
    return _decided(context, it, picked, reason)


def undo(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask which requirement shall be met after all, then tell the school's leaders."""
    it = followed(context, action)
    if it is None:
        return refused(context, action.verb, "not theirs")
    choices = dict(_choices(context, it, waived=True))
    if not choices:
        return Turn((Replace(card(context, it)),))
    if fields is None:
        return Turn((Replace(_asking_back(context, it, {}, {})),))
    picked, reason = fields.get("requirement", ""), _one_line(fields.get("reason", ""))
    errors = _reason_errors(context, reason)
    if picked not in choices:
        errors["requirement"] = say(context.language, "certificate.waive.error_requirement")
    if errors:
        return Turn((Replace(_asking_back(context, it, fields, errors)),))
    return _decided(context, it, picked, reason, undone=True)


def _decided(context: Context, it: Followed, picked: str, reason: str, *, undone: bool = False) -> Turn:
    requirement = next((each for each in it.listed if each.name == picked), None)
    waived = {key: value for key, value in it.member.waived.items() if key != picked}
    waived |= {} if undone else {picked: reason}
    after = _with(context, it, waived)

    def news(heard: Context) -> Message:
        language = heard.language
        key = "undone" if undone else "told"
        summary = say(language, f"certificate.waive.{key}_summary")
        what = name(language, it.cohort, requirement) if requirement else ""
        school = it.member.school.name
        text = say(
            language, f"certificate.waive.{key}", school=school, requirement=what, reason=reason.rstrip(".")
        )
        way = Button(say(language, "certificate.button.checklist"), about(it, "checklist"))
        return titled(heard, summary, summary, Text(text), Buttons((way,)))

    return Turn(
        (
            Waive(it.cohort.id, it.member.school.id, picked, reason, undone=undone),
            Replace(card(context, after)),
            *tell(context, context.certification.leading(it.member.school.id), news),
        )
    )


def _with(context: Context, it: Followed, waived: Mapping[str, str]) -> Followed:
    """The same school as it stands once the decision is carried out."""
    member = replace(it.member, waived=waived)
    schools = tuple(member if each is it.member else each for each in it.cohort.schools)
    cohort = replace(it.cohort, schools=schools)
    return replace(
        it,
        cohort=cohort,
        member=member,
        listed=requirements(cohort, member.school.id, today(context)),
    )


def _choices(context: Context, it: Followed, *, waived: bool) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.name, name(context.language, it.cohort, each))
        for each in it.listed
        if (each.state == "waived" if waived else each.state in _MISSING)
    )


def _errors(context: Context, it: Followed, picked: str, reason: str) -> dict[str, str]:
    errors = _reason_errors(context, reason)
    if picked not in dict(_choices(context, it, waived=False)):
        errors["requirement"] = say(context.language, "certificate.waive.error_requirement")
    return errors


def _reason_errors(context: Context, reason: str) -> dict[str, str]:
    if len(reason) >= _SHORTEST_REASON:
        return {}
    return {"reason": say(context.language, "certificate.waive.error_reason")}


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_REASON]


def _form(context: Context, it: Followed, values: Mapping[str, str], errors: Mapping[str, str]) -> Message:
    action = about(it, "waive")
    return _asked(context, it, (action, _choices(context, it, waived=False)), (values, errors))


def _asking_back(
    context: Context, it: Followed, values: Mapping[str, str], errors: Mapping[str, str]
) -> Message:
    action = about(it, "waive_undo")
    return _asked(context, it, (action, _choices(context, it, waived=True)), (values, errors))


def _asked(
    context: Context,
    it: Followed,
    asking: tuple[Action, tuple[tuple[str, str], ...]],
    filled: tuple[Mapping[str, str], Mapping[str, str]],
) -> Message:
    language, (action, options), (values, errors) = context.language, asking, filled
    fields = (
        Field("requirement", say(language, "certificate.waive.requirement"), "choice", options=options),
        Field("reason", say(language, "certificate.waive.reason"), "long_text", longest=_LONGEST_REASON),
    )
    kept = tuple(
        replace(field, value=values.get(field.name, ""), error=errors.get(field.name, "")) for field in fields
    )
    key = "heading" if action.verb == "waive" else "undo_heading"
    heading = say(language, f"certificate.waive.{key}", school=it.member.school.name)
    form = Form(action, say(language, "certificate.waive.submit"), kept)
    text = Text(say(language, "certificate.waive.text"), "quiet")
    return titled(context, heading, heading, text, form)
