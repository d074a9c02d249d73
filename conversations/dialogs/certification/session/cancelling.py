"""The coordinator calls a learning session off, or lets it take place after all."""

from dataclasses import replace

from conversations.context import Context
from conversations.decisions import CancelSession
from conversations.dialogs.certification.session.session import answered
from conversations.dialogs.certification.session.telling import tell_cancelled, tell_changed
from conversations.dialogs.certification.session.who import Known, at_session, run_by_me
from conversations.dialogs.certification.session.words import standing, title
from conversations.dialogs.certification.session.written import line
from conversations.dialogs.parts import titled
from conversations.messages import Action, Field, Form, Message, Text
from conversations.texts import say
from conversations.turn import Replace, Turn

_LONGEST_REASON = 500
_SHORTEST_REASON = 3


def cancel(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Call a session off, with a reason that everybody who would have come gets to read."""
    known = run_by_me(context, action)
    if isinstance(known, Turn):
        return known
    state = standing(context, known[1])
    if state in {"past", "cancelled"}:
        return Turn((answered(context, *known, say(context.language, f"session.cancel.{state}")),))
    reason = line((fields or {}).get("reason", ""), _LONGEST_REASON)
    if len(reason) < _SHORTEST_REASON:
        wrong = say(context.language, "session.cancel.why") if fields is not None else ""
        return Turn((Replace(_reason_form(context, known, reason, wrong)),))
    cancelled = replace(known[1], cancelled_at=context.now)
    said = say(context.language, "session.cancel.done")
    return Turn(
        (
            CancelSession(known[1].id, reason),
            answered(context, known[0], cancelled, said),
            *tell_cancelled(context, known[0], known[1], reason),
        )
    )


def restore(context: Context, action: Action) -> Turn:
    """A session that was called off takes place after all; one whose day has passed needs another day."""
    known = run_by_me(context, action)
    if isinstance(known, Turn):
        return known
    cohort, session = known
    if session.cancelled_at is None:
        return Turn((answered(context, cohort, session, say(context.language, "session.restore.already")),))
    back = replace(session, cancelled_at=None, revision=session.revision + 1)
    if standing(context, back) == "past":
        return Turn((answered(context, cohort, session, say(context.language, "session.restore.past")),))
    said = say(context.language, "session.restore.done")
    return Turn(
        (
            CancelSession(session.id, "", undone=True),
            answered(context, cohort, back, said),
            *tell_changed(context, cohort, session, back),
        )
    )


def _reason_form(context: Context, known: Known, reason: str, wrong: str) -> Message:
    language = context.language
    asked = Field(
        "reason",
        say(language, "session.cancel.reason"),
        "long_text",
        reason,
        error=wrong,
        longest=_LONGEST_REASON,
    )
    form = Form(at_session("session_cancel", known[1]), say(language, "session.cancel.save"), (asked,))
    text = Text(say(language, "session.cancel.text"), "warning")
    return titled(context, say(language, "session.cancel.summary"), title(language, *known), text, form)
