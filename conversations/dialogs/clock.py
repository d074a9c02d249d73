"""What happens when something planned comes due, for one school in one round."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from conversations.context import Context, SchoolView
from conversations.dialogs import result, tending
from conversations.dialogs.action_plan.last_year import looking_back
from conversations.dialogs.digest import digest
from conversations.dialogs.parts import heard_by, titled
from conversations.dialogs.planning import settings_of
from conversations.dialogs.reminders import invitations, reminders, tonight
from conversations.dialogs.team import pack
from conversations.events import TEND, Due
from conversations.facts import Listener
from conversations.messages import Facts, Message, Text
from conversations.rules.timetable import REMINDERS, Window, ending, minutes_left, still_worth, timetable
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Close, Effect, Say, To, Turn


def due(context: Context, event: Due) -> Turn:
    """Say and do what an occasion is for; one that has lost its point leads to nothing."""
    if event.kind == TEND:
        return Turn(tuple(tending.tend(context)))
    view = next(iter(context.schools), None)
    if view is None or not _worth(context, view, event.kind):
        return Turn()
    return Turn(tuple(_OCCASIONS[event.kind](context, view, event.kind)))


def _worth(context: Context, view: SchoolView, kind: str) -> bool:
    window = Window(view.window.opens_on, view.window.closes_on)
    if view.window.frozen and kind != "summary":
        return False
    return still_worth(kind, context.now, window, context.authority.calendar, settings_of(view.round.kind))


def _invite_principal(context: Context, view: SchoolView, _kind: str) -> Iterator[Effect]:
    for principal in context.audience.principals:
        message = _invitation(heard_by(context, principal), view, principal)
        yield Say(
            To("person", principal.id), message, f"invite:{view.round.id}:{view.school.id}:{principal.id}"
        )
    if not context.audience.principals:
        yield from _nobody_leads(context, view)


def _nobody_leads(context: Context, view: SchoolView) -> Iterator[Say]:
    """Nobody at the school would follow the round or hear of its result: the coordinators can mend that."""
    for listener in context.audience.coordinators:
        summary, text = (
            say(
                listener.language,
                f"coordinator.no_principal.{part}",
                school=view.school.name,
                round=view.round.title,
            )
            for part in ("summary", "text")
        )
        key = f"no-principal:{view.round.id}:{view.school.id}:{listener.id}"
        yield Say(To("person", listener.id), Message(summary, (Text(text),), listener.language), key)


def _discussion_pack(context: Context, _view: SchoolView, _kind: str) -> Iterator[Effect]:
    for team in context.audience.teams:
        yield from pack(_in_channel(context, team.team.id), team)


def _open(context: Context, view: SchoolView, _kind: str) -> Iterator[Effect]:
    yield from invitations(context, view)
    as_one = view.counts.invited == 1
    if (view.round.mode == "team" and not as_one) or view.round.kind == "pulse":
        return
    for team in context.audience.teams:
        spoken = _in_channel(context, team.team.id)
        summary = say(spoken.language, "team.opened.summary", round=view.round.title)
        text = say(
            spoken.language,
            f"team.opened.{'school' if as_one else 'text'}",
            round=view.round.title,
            day=day(spoken.language, view.window.closes_on),
        )
        message = Message(summary, (Text(text),), spoken.language)
        yield _to_team(view, team.team.id, "open", message, view.window.closes_at)


def _remind(context: Context, view: SchoolView, kind: str) -> Iterator[Effect]:
    yield from reminders(context, view, kind)
    if view.round.mode == "team" or view.round.kind == "pulse":
        return
    for team in context.audience.teams:
        if team.team.finished == team.team.members:
            continue
        spoken = _in_channel(context, team.team.id)
        words = {
            "done": team.team.finished,
            "total": team.team.members,
            "round": view.round.title,
            "day": day(spoken.language, view.window.closes_on),
        }
        shown = ("text" if team.team.counted else "small") + ("_last" if kind == REMINDERS[-1] else "")
        text = say(spoken.language, f"team.reminder.{shown}", **words)
        message = Message(text, (Text(text),), spoken.language)
        yield _to_team(view, team.team.id, f"{kind}:{view.window.closes_on}", message, tonight(context))


def _close(context: Context, view: SchoolView, _kind: str) -> Iterator[Effect]:
    window = Window(view.window.opens_on, view.window.closes_on)
    _, told = ending(window, context.authority.calendar)
    yield Close(view.round.id, view.school.id, (told,))


def _summary(context: Context, view: SchoolView, _kind: str) -> Iterator[Effect]:
    if view.snapshot is None:
        return
    for principal in context.audience.principals:
        yield from _to_principal(heard_by(context, principal), view, principal)
    for team in context.audience.teams:
        spoken = _in_channel(context, team.team.id)
        summary = say(spoken.language, "team.closed.summary", round=view.round.title)
        text = say(spoken.language, "team.closed.text", round=view.round.title)
        yield _to_team(view, team.team.id, "closed", Message(summary, (Text(text),), spoken.language))
    if context.audience.all_closed:
        for listener in context.audience.coordinators:
            views = tuple(each for each in context.schools if each.round.id == view.round.id)
            message = digest(heard_by(context, listener), view.round, views, listener)
            yield Say(To("person", listener.id), message, f"digest:{view.round.id}:{listener.id}")


def _to_principal(context: Context, view: SchoolView, principal: Listener) -> Iterator[Effect]:
    if view.snapshot is None:
        return
    to, key = To("person", principal.id), f"{view.round.id}:{view.school.id}:{principal.id}"
    yield Say(to, result.summary(context, view, view.snapshot), f"summary:{key}")
    if view.snapshot.qualifies and view.round.kind == "yearly":
        yield Say(to, result.good_news(context, view, principal), f"qualifies:{key}")


def _invitation(context: Context, view: SchoolView, principal: Listener) -> Message:
    language, calendar = context.language, context.authority.calendar
    window = Window(view.window.opens_on, view.window.closes_on)
    when = {
        occasion.kind: day(language, occasion.local_day)
        for occasion in timetable(window, calendar, context.now, settings_of(view.round.kind))
    }
    text = {
        name: say(language, f"overview.invitation.{name}")
        for name in ("pack", "opens", "closes", "reminders", "reminders_text", "summary_day", "questions")
    }
    pack = when.get("discussion_pack")
    pack_row = ((text["pack"], say(language, "overview.invitation.pack_when", day=pack)),) if pack else ()
    length = say(
        language,
        "overview.invitation.questions_text",
        count=len(view.round.criteria),
        minutes=minutes_left(len(view.round.criteria), view.round.framework.minutes_per_criterion),
    )
    rows = (
        *pack_row,
        (text["opens"], when["open"]),
        (text["closes"], day(language, view.window.closes_on)),
        (text["reminders"], text["reminders_text"]),
        (text["summary_day"], say(language, "overview.invitation.summary_text", day=when["summary"])),
        (text["questions"], length),
    )
    return titled(
        context,
        say(language, "overview.invitation.summary", round=view.round.title, school=view.school.name),
        say(language, "overview.invitation.heading", name=principal.name.split()[0], round=view.round.title),
        Text(say(language, "overview.invitation.text", school=view.school.name)),
        Facts(rows),
        *looking_back(context, view),
        Text(say(language, "overview.invitation.decision"), "quiet"),
    )


def _to_team(
    view: SchoolView, team: int, occasion: str, message: Message, until: datetime | None = None
) -> Say:
    return Say(To("team", team), message, f"team-{occasion}:{view.round.id}:{team}", until)


def _in_channel(context: Context, team: int) -> Context:
    return replace(context, me=None, place=To("team", team))


_OCCASIONS: dict[str, Callable[[Context, SchoolView, str], Iterator[Effect]]] = {
    "invite_principal": _invite_principal,
    "discussion_pack": _discussion_pack,
    "open": _open,
    **dict.fromkeys(REMINDERS, _remind),
    "close": _close,
    "summary": _summary,
}
