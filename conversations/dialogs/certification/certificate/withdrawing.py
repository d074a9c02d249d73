"""The coordinator withdraws a certificate with a reason, or lets it hold again."""

from collections.abc import Mapping
from dataclasses import replace

from conversations.certification import CertificateFacts
from conversations.context import Context
from conversations.decisions import WithdrawCertificate
from conversations.dialogs.certification.certificate.certificate import about, card, dated, named
from conversations.dialogs.certification.visit.visit import tell, today
from conversations.dialogs.parts import titled, written_day
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Text
from conversations.texts import say
from conversations.turn import Replace, Turn

_LONGEST_REASON = 500
_SHORTEST_REASON = 4


def withdraw(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask from which day and why, then withdraw the certificate and tell the school's leaders."""
    it = named(context, action.item)
    if it is None:
        return refused(context, action.verb, "not theirs")
    if it.withdrawn_on is not None:
        return Turn((Replace(card(context, it)),))
    if fields is None:
        values = {"day": today(context).isoformat()}
        return Turn((Replace(_form(context, it, values, {})),))
    errors = _errors(context, it, fields)
    day = written_day(fields.get("day", ""))
    if errors or day is None:
        return Turn((Replace(_form(context, it, fields, errors)),))
    reason = _one_line(fields.get("reason", ""))
    changed = replace(it, withdrawn_on=day, reason=reason)
    return _decided(context, changed, WithdrawCertificate(it.id, day, reason))


def restore(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask why, then let a withdrawn certificate hold again and tell the school's leaders."""
    it = named(context, action.item)
    if it is None:
        return refused(context, action.verb, "not theirs")
    if it.withdrawn_on is None:
        return Turn((Replace(card(context, it)),))
    if fields is None:
        return Turn((Replace(_form(context, it, {}, {})),))
    reason = _one_line(fields.get("reason", ""))
    if len(reason) < _SHORTEST_REASON:
        errors = {"reason": say(context.language, "certificate.withdraw.error_reason")}
        return Turn((Replace(_form(context, it, fields, errors)),))
    changed = replace(it, withdrawn_on=None, reason="")
    decision = WithdrawCertificate(it.id, it.withdrawn_on, reason, undone=True)
    return _decided(context, changed, decision)


def _decided(context: Context, it: CertificateFacts, decision: WithdrawCertificate) -> Turn:
    def news(heard: Context) -> Message:
        language, key = heard.language, "restored" if decision.undone else "told"
        summary = say(language, f"certificate.withdraw.{key}_summary", school=it.school.name)
        day = dated(language, decision.day)
        text = say(
            language,
            f"certificate.withdraw.{key}",
            school=it.school.name,
            day=day,
            reason=decision.reason.rstrip("."),
        )
        way = Button(say(language, "certificate.button.certificate"), about(it, "certificate"))
        return titled(heard, summary, summary, Text(text), Buttons((way,)))

    told = tell(context, context.certification.leading(it.school.id), news)
    return Turn((decision, Replace(card(context, it)), *told))


def _errors(context: Context, it: CertificateFacts, fields: Mapping[str, str]) -> dict[str, str]:
    language, errors = context.language, {}
    if len(_one_line(fields.get("reason", ""))) < _SHORTEST_REASON:
        errors["reason"] = say(language, "certificate.withdraw.error_reason")
    day = written_day(fields.get("day", ""))
    if day is None or not it.issued_on <= day <= today(context):
        errors["day"] = say(
            language,
            "certificate.withdraw.error_day",
            first=it.issued_on.isoformat(),
            last=today(context).isoformat(),
        )
    return errors


def _form(
    context: Context, it: CertificateFacts, values: Mapping[str, str], errors: Mapping[str, str]
) -> Message:
    language, back = context.language, it.withdrawn_on is not None
    verb, key = ("certificate_restore", "restore") if back else ("certificate_withdraw", "withdraw")
    reason = Field(
        "reason", say(language, "certificate.withdraw.reason"), "long_text", longest=_LONGEST_REASON
    )
    day = Field("day", say(language, "certificate.withdraw.day"), "date")
    fields = tuple(
        replace(field, value=values.get(field.name, ""), error=errors.get(field.name, ""))
        for field in ((reason,) if back else (day, reason))
    )
    heading = say(language, f"certificate.withdraw.{key}_heading", school=it.school.name)
    text = Text(say(language, f"certificate.withdraw.{key}_text"), "quiet")
    form = Form(about(it, verb), say(language, f"certificate.button.{key}"), fields)
    return titled(context, heading, heading, text, form)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_REASON]
