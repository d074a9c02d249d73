"""A visit's card: who visits whom and when, what comes next, and the buttons for it."""

from conversations.context import Context
from conversations.dialogs.certification.visit.visit import (
    Seen,
    about,
    calendar_file,
    seen,
    sees_host,
    standing,
    state,
    title,
    today,
)
from conversations.dialogs.parts import titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Facts, Message, Part, Text
from conversations.texts import say
from conversations.turn import Replace, Turn


def one(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """One visit's card; a list's form names the visit in its field."""
    picked = (fields or {}).get("visit", "") or action.item
    it = seen(context, Action("visit", item=picked))
    return Turn((Replace(card(context, it)),)) if it else refused(context, action.verb, "not theirs")


def card(context: Context, it: Seen) -> Message:
    """Who visits whom and when, what comes next, and the buttons for it."""
    visit, language = it.visit, context.language
    heading = title(language, visit)
    rows = (
        (say(language, "visit.card.host"), visit.host.name),
        (say(language, "visit.card.guest"), visit.guest.name),
        (say(language, "visit.card.state"), state(context, visit)),
    )
    parts: tuple[Part, ...] = (Facts(rows),)
    if it.mine:
        parts = (*parts, Text(_next(context, it)))
    if standing(context, visit) == "agreed":
        parts = (*parts, calendar_file(language, visit))
    buttons = _buttons(context, it)
    return titled(context, heading, heading, *parts, *((Buttons(buttons),) if buttons else ()))


def _next(context: Context, it: Seen) -> str:
    stands = standing(context, it.visit)
    if stands == "proposed":
        side = "theirs" if it.mine - {it.visit.proposed_by} else "ours"
    elif stands == "made" and it.guest and not it.visit.protocol:
        side = "unwritten"
    else:
        side = "guest" if it.guest else "host"
    return say(context.language, f"visit.next.{stands}_{side}", host=it.visit.host.name)


def _buttons(context: Context, it: Seen) -> tuple[Button, ...]:
    language, visit = context.language, it.visit
    verbs = _verbs(context, it)
    return tuple(
        Button(
            say(language, f"visit.button.{name}"),
            about(visit, verb, visit.day.isoformat() if verb == "visit_agree" and visit.day else ""),
            "primary" if place == 0 else "plain",
        )
        for place, (name, verb) in enumerate(verbs)
    )


def _verbs(context: Context, it: Seen) -> tuple[tuple[str, str], ...]:
    """What can be done now, as the button's word and its verb, the likeliest first."""
    guide, look = (
        ("guide", "visit_guide"),
        ("compare" if sees_host(context, it) else "own_rating", "calibration"),
    )
    stands = standing(context, it.visit)
    if not it.mine:
        return (look, guide) if stands == "made" else (guide,)
    if stands == "made":
        written = (("rewrite" if it.visit.protocol else "write", "visit_protocol"),) if it.guest else ()
        return (*written, *((("protocol", "visit_read"), look) if it.visit.protocol else ()))
    if stands == "cancelled":
        return ()
    if stands in {"open", "passed"}:
        began = it.cohort.begins_on <= today(context)
        held = (("been", "visit_protocol"),) if it.guest and began else ()
        return (("propose", "visit_propose"), guide, *held)
    if stands == "proposed":
        waits = (("agree", "visit_agree"),) if it.mine - {it.visit.proposed_by} else ()
        return (*waits, ("another", "visit_propose"), ("take_back", "visit_cancel"), guide)
    return (*_meeting(context, it), guide, ("another", "visit_propose"), ("take_back", "visit_cancel"))


def _meeting(context: Context, it: Seen) -> tuple[tuple[str, str], ...]:
    """What an agreed visit waits for from its day on."""
    if it.visit.day is None or it.visit.day > today(context):
        return ()
    return (("write", "visit_protocol"),) if it.guest else (("took_place", "visit_made"),)
