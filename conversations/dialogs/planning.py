"""The coordinator plans a round: a form, checked word by word before anything happens."""

from dataclasses import dataclass, replace
from typing import Literal

from conversations.context import Context
from conversations.dialogs.parts import note, titled, written_day
from conversations.messages import Action, Field, Form, Message, Text
from conversations.rules.timetable import PULSE, YEARLY, Occasion, Settings, Window, check_window, timetable
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import OpenRound, Replace, RoundPlan, Turn

Kind = Literal["yearly", "pulse"]

_LONGEST_TITLE = 60
_SHORTEST_DECISION = 4


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled-in form with a sentence for each field that is not right."""

    values: dict[str, str]
    errors: dict[str, str]


def settings_of(kind: str) -> Settings:
    """What a round of this kind has besides opening and closing."""
    return PULSE if kind == "pulse" else YEARLY


def plan(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Show the form, or plan the round once everything in it is right."""
    kind: Kind = "pulse" if action.value == "pulse" else "yearly"
    if fields is None:
        return Turn((Replace(_form(context, kind, Filled({}, {}))),))
    filled = Filled(fields, _errors(context, kind, fields))
    window = _window(fields)
    if filled.errors or window is None:
        return Turn((Replace(_form(context, kind, filled)),))
    decided = _decided(kind, fields, window)
    occasions = timetable(window, context.authority.calendar, context.now, settings_of(kind))
    return Turn((OpenRound(decided, occasions), Replace(_done(context, decided, occasions))))


def _decided(kind: Kind, fields: dict[str, str], window: Window) -> RoundPlan:
    return RoundPlan(
        title=" ".join(fields["title"].split())[:_LONGEST_TITLE],
        kind=kind,
        framework=fields["framework"],
        mode="team" if fields.get("mode") == "team" else "individual",
        leadership=fields.get("leadership", "") == "yes",
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        decision=" ".join(fields["decision"].split()),
    )


def _window(fields: dict[str, str]) -> Window | None:
    opens, closes = (written_day(fields.get(name, "")) for name in ("opens_on", "closes_on"))
    return Window(opens, closes) if opens and closes else None


def _errors(context: Context, kind: Kind, fields: dict[str, str]) -> dict[str, str]:
    language = context.language
    errors = {}
    if not fields.get("title", "").strip():
        errors["title"] = say(language, "coordinator.error.title")
    if len(fields.get("decision", "").strip()) < _SHORTEST_DECISION:
        errors["decision"] = say(language, "coordinator.error.decision")
    if fields.get("framework") not in dict(context.authority.frameworks):
        errors["framework"] = say(language, "coordinator.error.framework")
    return errors | _date_errors(context, kind, fields)


def _date_errors(context: Context, kind: Kind, fields: dict[str, str]) -> dict[str, str]:
    language, calendar = context.language, context.authority.calendar
    example = calendar.local_date(context.now).isoformat()
    missing = [name for name in ("opens_on", "closes_on") if written_day(fields.get(name, "")) is None]
    window = _window(fields)
    if window is None:
        return {name: say(language, "coordinator.error.date", example=example) for name in missing}
    problem = check_window(window, calendar, context.now)
    if problem:
        return {"closes_on": say(language, f"coordinator.error.{problem}")}
    busy = _busy(context, kind, window)
    return {"opens_on": say(language, "coordinator.error.busy", round=busy)} if busy else {}


def _busy(context: Context, kind: Kind, window: Window) -> str:
    """The title of a round of the same kind that shares days with the window, if there is one."""
    for view in context.schools:
        apart = view.window.closes_on < window.opens_on or window.closes_on < view.window.opens_on
        if view.round.kind == kind and not view.window.frozen and not apart:
            return view.round.title
    return ""


def _form(context: Context, kind: Kind, filled: Filled) -> Message:
    heading = say(context.language, "coordinator.plan.heading" + ("_pulse" if kind == "pulse" else ""))
    form = Form(
        Action("plan", value=kind),
        say(context.language, "coordinator.plan.submit"),
        tuple(_fields(context, kind, filled)),
    )
    text = Text(say(context.language, "coordinator.plan.text"), "quiet")
    return titled(context, say(context.language, "coordinator.plan.summary"), heading, text, form)


def _fields(context: Context, kind: Kind, filled: Filled) -> list[Field]:
    frameworks = context.authority.frameworks
    modes = tuple((mode, _word(context, f"mode_{mode}")) for mode in ("individual", "team"))
    fields = [
        Field("title", _word(context, "title"), hint=_word(context, "title_hint"), longest=_LONGEST_TITLE),
        Field("opens_on", _word(context, "opens_on"), "date"),
        Field("closes_on", _word(context, "closes_on"), "date"),
        Field("framework", _word(context, "framework"), "choice", options=frameworks),
        Field("mode", _word(context, "mode"), "choice", options=modes),
        Field("leadership", _word(context, "leadership"), "checkbox", required=False),
        Field("decision", _word(context, "decision"), hint=_word(context, "decision_hint"), longest=200),
    ]
    if kind == "pulse":
        fields = [field for field in fields if field.name not in {"mode", "leadership"}]
    return [_kept(field, filled) for field in fields]


def _kept(field: Field, filled: Filled) -> Field:
    return replace(field, value=filled.values.get(field.name, ""), error=filled.errors.get(field.name, ""))


def _done(context: Context, decided: RoundPlan, occasions: tuple[Occasion, ...]) -> Message:
    language = context.language
    key = "done_pulse" if decided.kind == "pulse" else "done"
    packs = [occasion.local_day for occasion in occasions if occasion.kind == "discussion_pack"]
    text = say(
        language,
        f"coordinator.plan.{key}",
        round=decided.title,
        schools=say(language, "coordinator.plan.schools", n=context.authority.schools),
        opens=day(language, decided.opens_on),
        closes=day(language, decided.closes_on),
        pack=day(language, packs[0]) if packs else "",
    )
    return note(context, "coordinator.plan.done_summary", text)


def _word(context: Context, name: str) -> str:
    return say(context.language, f"coordinator.plan.{name}")
