"""Two schools agree on the day of a visit: propose, propose another, agree, take back."""

from dataclasses import replace
from datetime import date

from conversations.cohorts import VisitFacts
from conversations.context import Context
from conversations.decisions import SetVisit
from conversations.dialogs.certification.visit.card import card
from conversations.dialogs.certification.visit.visit import (
    Seen,
    both,
    calendar_file,
    news,
    own_name,
    seen,
    standing,
    tell,
    title,
    to_visit,
    today,
)
from conversations.dialogs.certification.visit.visit import about as about_visit
from conversations.dialogs.parts import titled, written_day
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Turn

_WITHOUT_A_DAY = frozenset({"open", "passed", "proposed"})


def propose(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask for a day, or propose it to the other school once it is a good one."""
    it = seen(context, action)
    if it is None or not it.mine:
        return refused(context, action.verb, "not theirs")
    if standing(context, it.visit) in {"made", "cancelled"}:
        return Turn((Replace(card(context, it)),))
    if fields is None:
        return Turn((Replace(_asking(context, it)),))
    written = fields.get("day", "")
    wanted = written_day(written)
    error = problem(context, it, wanted)
    if error or wanted is None:
        return Turn((Replace(_asking(context, it, written, error)),))
    return _same(context, it, wanted) if it.visit.day == wanted else _proposed(context, it, wanted)


def agree(context: Context, action: Action) -> Turn:
    """The proposed day suits us too, if it is still the one that the button speaks of."""
    it = seen(context, action)
    if it is None or not it.mine:
        return refused(context, action.verb, "not theirs")
    visit = it.visit
    asked = visit.status == "proposed" and visit.day is not None and bool(it.mine - {visit.proposed_by})
    if not asked or visit.day is None or visit.day.isoformat() != action.value or visit.day < today(context):
        # Somebody was faster, or the button is an old one: the card says where it stands now.
        return Turn((Replace(card(context, it)),))
    return _agreed(context, it, visit.day)


def problem(context: Context, it: Seen, wanted: date | None) -> str:
    """Why a day will not do, in a sentence; empty when it will."""
    language, calendar = context.language, context.authority.calendar
    if wanted is None:
        example = calendar.next_school_day(today(context), 10).isoformat()
        return say(language, "visit.error.day", example=example)
    if wanted <= today(context):
        return say(language, "visit.error.in_the_past")
    if not it.cohort.begins_on <= wanted <= it.cohort.ends_on:
        first, last = (day(language, each) for each in (it.cohort.begins_on, it.cohort.ends_on))
        return say(language, "visit.error.outside", first=first, last=last)
    if not calendar.is_school_day(wanted):
        return say(language, "visit.error.no_school_day", day=day(language, wanted))
    return ""


def _same(context: Context, it: Seen, wanted: date) -> Turn:
    """Whoever proposes what the other school has proposed agrees with it."""
    if it.visit.status == "proposed" and it.mine - {it.visit.proposed_by}:
        return _agreed(context, it, wanted)
    return Turn((Replace(card(context, it)),))


def _proposed(context: Context, it: Seen, wanted: date) -> Turn:
    # Whoever leads both schools has nobody to wait for but themselves.
    changed = replace(it.visit, status="proposed", day=wanted, proposed_by=it.own)

    def told(heard: Context) -> Message:
        text = say(
            heard.language,
            "visit.propose.told",
            visit=title(heard.language, it.visit),
            day=day(heard.language, wanted),
            school=own_name(it),
        )
        suits = Button(
            say(heard.language, "visit.button.agree"),
            about_visit(changed, "visit_agree", wanted.isoformat()),
            "primary",
        )
        another = Button(say(heard.language, "visit.button.another"), about_visit(changed, "visit_propose"))
        return news(heard, "propose", text, suits, another)

    return Turn(
        (
            SetVisit(it.visit.id, "proposed", wanted, it.own),
            Replace(card(context, replace(it, visit=changed))),
            *tell(context, context.certification.leading(it.other), told),
        )
    )


def _agreed(context: Context, it: Seen, wanted: date) -> Turn:
    changed = replace(it.visit, status="agreed", day=wanted, proposed_by=0)

    def told(heard: Context) -> Message:
        text = say(
            heard.language,
            "visit.agree.told",
            visit=title(heard.language, changed),
            day=day(heard.language, wanted),
        )
        return _confirmed(heard, changed, text)

    return Turn(
        (
            SetVisit(it.visit.id, "agreed", wanted),
            Replace(card(context, replace(it, visit=changed))),
            *tell(context, both(context, it.visit), told),
        )
    )


def _confirmed(heard: Context, visit: VisitFacts, text: str) -> Message:
    summary = say(heard.language, "visit.agree.summary")
    guide = Button(say(heard.language, "visit.button.guide"), about_visit(visit, "visit_guide"))
    buttons = Buttons((to_visit(heard.language, visit), guide))
    return titled(heard, summary, summary, Text(text, "warm"), calendar_file(heard.language, visit), buttons)


def _asking(context: Context, it: Seen, value: str = "", error: str = "") -> Message:
    language, visit = context.language, it.visit
    key = "text" if standing(context, visit) in _WITHOUT_A_DAY else "text_agreed"
    tomorrow = context.authority.calendar.add_school_days(today(context), 1)
    first, last = (day(language, each) for each in (max(it.cohort.begins_on, tomorrow), it.cohort.ends_on))
    text = Text(say(language, f"visit.propose.{key}", first=first, last=last))
    field = Field("day", say(language, "visit.propose.field"), "date", value=value, error=error)
    form = Form(about_visit(visit, "visit_propose"), say(language, "visit.propose.submit"), (field,))
    return titled(context, say(language, "visit.propose.heading"), title(language, visit), text, form)
