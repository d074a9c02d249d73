"""What a principal follows: participation as counts, more days for the school, and the frozen result."""

from conversations.context import Context, SchoolView
from conversations.dialogs import result
from conversations.dialogs.explain import missing, outcome
from conversations.dialogs.parts import button, note, titled, written_day
from conversations.dialogs.planning import settings_of
from conversations.messages import Action, Button, Buttons, Facts, Field, Form, Message, Part, Text
from conversations.rules.areas import FLOOR
from conversations.rules.timetable import Window, check_extension, extended, timetable
from conversations.snapshot import Snapshot
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Extend, Interest, Replace, Say, Show, To, Turn


def participation(context: Context, action: Action) -> Turn:
    """How many have answered at my school, as counts and never as names."""
    view = _followed(context, action)
    if view is None:
        return _sentence(context, "overview.participation.none")
    state = view.window.state(context.now)
    if state != "open":
        return Turn((Replace(_not_open(context, view, state)),))
    heading = say(context.language, "overview.participation.heading", school=view.school.name)
    summary = say(
        context.language,
        "overview.participation.summary",
        done=view.counts.finished,
        total=view.counts.invited,
    )
    parts: tuple[Part, ...] = (Text(_progress(context, view)),)
    if _teams(context, view):
        parts = (*parts, Facts(_teams(context, view)))
    private = Text(say(context.language, "overview.participation.private"), "quiet")
    extend_button = button(context, "overview.participation.extend", about(view, "extend"))
    return Turn((Replace(titled(context, summary, heading, *parts, private, Buttons((extend_button,)))),))


def results(context: Context, action: Action) -> Turn:
    """The newest frozen result, as far as my role lets me see it."""
    view = _frozen(context, action)
    if view is None or view.snapshot is None:
        return _sentence(context, "overview.result.waiting")
    if _leads(context, view):
        return Turn((Replace(result.summary(context, view, view.snapshot)),))
    return Turn((Replace(_staff_result(context, view, view.snapshot)),))


def criteria(context: Context, action: Action) -> Turn:
    """Every criterion of a frozen result."""
    view = _frozen(context, action)
    if view is None or view.snapshot is None:
        return _sentence(context, "overview.result.waiting")
    return Turn((Show(result.criteria_table(context, view, view.snapshot)),))


def teams(context: Context, action: Action) -> Turn:
    """The work teams of a frozen result; only for those who lead the school."""
    view = _frozen(context, action)
    if view is None or view.snapshot is None or not _leads(context, view):
        return _sentence(context, "home.unknown.not_yours")
    return Turn((Show(result.teams_table(context, view, view.snapshot)),))


def extend(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask for a later last day, or carry it out once a good one is given."""
    view = _followed(context, action)
    if view is None or not _leads(context, view):
        return _sentence(context, "overview.participation.none")
    if view.window.state(context.now) in {"closing", "closed"}:
        return _sentence(context, "overview.extend.already_closed")
    if fields is None:
        return Turn((Replace(_extend_form(context, view)),))
    new_day = written_day(fields.get("closes_on", ""))
    error = _extension_error(context, view, fields.get("closes_on", ""))
    if error or new_day is None:
        return Turn((Replace(_extend_form(context, view, fields.get("closes_on", ""), error)),))
    calendar, today = context.authority.calendar, context.authority.calendar.local_date(context.now)
    window = extended(Window(view.window.opens_on, view.window.closes_on), new_day, today)
    occasions = timetable(window, calendar, context.now, settings_of(view.round.kind))
    done = say(
        context.language,
        "overview.extend.done",
        school=view.school.name,
        round=view.round.title,
        day=day(context.language, new_day),
    )
    return Turn(
        (
            Extend(view.round.id, view.school.id, new_day, occasions),
            Replace(note(context, "overview.extend.done_summary", done)),
        )
    )


def apply(context: Context, action: Action) -> Turn:
    """Take down that the school wants to apply, and tell the coordinators."""
    view = _frozen(context, action)
    if view is None or view.snapshot is None or not _leads(context, view):
        return _sentence(context, "home.unknown.not_yours")
    school = view.school.name
    if view.round.kind == "pulse":
        return _sentence(context, "overview.outcome.pulse")
    if not view.snapshot.qualifies:
        why = missing(context.language, view.round, view.snapshot)
        return _said(context, say(context.language, "overview.qualifies.cannot", school=school, missing=why))
    if view.interest:
        return _said(context, say(context.language, "overview.qualifies.again", school=school))
    thanks = _said(context, say(context.language, "overview.qualifies.thanks", school=school))
    told = tuple(
        Say(
            To("person", each.id),
            _wants_to_apply(view, each.language),
            f"interest:{view.round.id}:{view.school.id}:{each.id}",
        )
        for each in context.audience.coordinators
    )
    return Turn((Interest(view.round.id, view.school.id), *thanks.effects, *told))


def about(view: SchoolView, verb: str) -> Action:
    """An action that concerns this school's round."""
    return Action(verb, view.round.id, view.school.id)


def _wants_to_apply(view: SchoolView, language: str) -> Message:
    award = view.round.framework.words(language).award
    summary = say(language, "overview.tell.summary", school=view.school.name)
    text = say(language, "overview.tell.text", school=view.school.name, round=view.round.title, award=award)
    return Message(summary, (Text(text),), language)


def _followed(context: Context, action: Action) -> SchoolView | None:
    """The round to follow: the one named, else the one that is open, else the one to come."""
    mine = [view for view in context.schools if _leads(context, view)]
    if action.round:
        return next(
            (view for view in mine if (view.round.id, view.school.id) == (action.round, action.school)), None
        )
    order = {"open": 0, "closing": 1, "planned": 2, "closed": 3}
    return min(mine, key=lambda view: (order[view.window.state(context.now)], -view.round.id), default=None)


def _frozen(context: Context, action: Action) -> SchoolView | None:
    """The frozen result that is named, else the newest one of a school of mine."""
    frozen = [view for view in context.schools if view.snapshot is not None]
    if action.round:
        return next(
            (view for view in frozen if (view.round.id, view.school.id) == (action.round, action.school)),
            None,
        )
    own = [
        view
        for view in frozen
        if context.me and any(duty.school == view.school.id for duty in context.me.duties)
    ]
    return max(own, key=lambda view: view.round.id, default=None)


def _leads(context: Context, view: SchoolView) -> bool:
    me = context.me
    return me is not None and (
        me.is_("principal", view.school.id) or me.is_("representative", view.school.id)
    )


def _staff_result(context: Context, view: SchoolView, snapshot: Snapshot) -> Message:
    """Staff see their school's levels, and their own team where it may be shown."""
    heading = say(context.language, "overview.result.heading", school=view.school.name)
    if not snapshot.shown:
        return titled(context, heading, heading, Text(say(context.language, "overview.result.hidden")))
    own = {duty.team for duty in context.me.duties} if context.me else set()
    mine = tuple(team for team in snapshot.teams if team.id in own)
    tables: tuple[Part, ...] = (result.area_table(context, view, snapshot),)
    for team in mine:
        tables = (*tables, result.team_facts(context, view, snapshot, team))
    see_criteria = button(context, "overview.result.criteria", about(view, "criteria"))
    text = Text(outcome(context.language, view.round, snapshot), "warm")
    return titled(context, heading, heading, text, *tables, Buttons((see_criteria,)))


def _not_open(context: Context, view: SchoolView, state: str) -> Message:
    opens = day(context.language, view.window.opens_on)
    text = say(context.language, f"overview.participation.{state}", round=view.round.title, day=opens)
    heading = say(context.language, "overview.participation.heading", school=view.school.name)
    see = Button(say(context.language, "overview.participation.results"), about(view, "results"))
    return titled(context, heading, heading, Text(text), *((Buttons((see,)),) if state == "closed" else ()))


def _progress(context: Context, view: SchoolView) -> str:
    last = day(context.language, view.window.closes_on)
    if view.counts.invited == 1:
        key = "joint_done" if view.counts.finished else "joint"
        return say(context.language, f"overview.participation.{key}", round=view.round.title, day=last)
    return say(
        context.language,
        "overview.participation.text",
        done=view.counts.finished,
        total=view.counts.invited,
        begun=view.counts.begun,
        round=view.round.title,
        day=last,
    )


def _teams(context: Context, view: SchoolView) -> tuple[tuple[str, str], ...]:
    if view.round.mode == "team" or view.counts.invited < FLOOR:
        return ()
    small = say(context.language, "overview.participation.small")
    return tuple(
        (
            team.name,
            say(context.language, "overview.participation.of", done=team.finished, total=team.members)
            if team.members >= FLOOR
            else small,
        )
        for team in view.teams
    )


def _extend_form(context: Context, view: SchoolView, value: str = "", error: str = "") -> Message:
    language = context.language
    heading = say(language, "overview.extend.heading", school=view.school.name)
    text = say(language, "overview.extend.text", day=day(language, view.window.closes_on))
    field = Field("closes_on", say(language, "overview.extend.field"), "date", value=value, error=error)
    form = Form(about(view, "extend"), say(language, "overview.extend.submit"), (field,))
    return titled(context, say(language, "overview.extend.summary"), heading, Text(text), form)


def _extension_error(context: Context, view: SchoolView, written: str) -> str:
    calendar, language = context.authority.calendar, context.language
    new_day, today = written_day(written), calendar.local_date(context.now)
    if new_day is None:
        return say(language, "overview.extend.missing", example=today.isoformat())
    if not calendar.is_school_day(new_day):
        return say(language, "overview.extend.not_school_day", day=day(language, new_day))
    problem = check_extension(Window(view.window.opens_on, view.window.closes_on), new_day, today)
    last = day(language, view.window.closes_on)
    if problem == "not_later":
        return say(language, "overview.extend.not_later", day=last)
    return say(language, f"overview.extend.{problem}") if problem else ""


def _sentence(context: Context, key: str) -> Turn:
    return _said(context, say(context.language, key))


def _said(context: Context, text: str) -> Turn:
    return Turn((Replace(Message(text, (Text(text),), context.language)),))
