"""The dashboard of whoever leads a school: how many have answered, what it reached and what is missing."""

from collections.abc import Iterator

from conversations.context import Context, SchoolView
from conversations.dialogs import explain
from conversations.dialogs.applying import told, way
from conversations.dialogs.following import followed, frozen, heads, leads
from conversations.dialogs.participation import few, progress, unreachable
from conversations.dialogs.parts import about, button
from conversations.messages import Action, Buttons, Heading, Part, Progress, Text
from conversations.snapshot import Snapshot
from conversations.texts import say
from conversations.texts.dates import day

_ANY = Action("dashboard")


def schools(context: Context) -> tuple[Part, ...]:
    """Each school that I lead: its round that is open, else to come, else its newest result."""
    return tuple(part for view in followed(context, _ANY) for part in _school(context, view))


def _school(context: Context, view: SchoolView) -> Iterator[Part]:
    yield Heading(view.school.name)
    if view.snapshot is not None:
        yield from _reached(context, view, view.snapshot)
        return
    state, ways = view.window.state(context.now), []
    if state == "open":
        yield from _running(context, view)
        ways.append(button(context, "home.menu.participation", about(view, "participation")))
        if heads(context, view):
            ways.append(button(context, "overview.participation.extend", about(view, "extend")))
    else:
        opens = day(context.language, view.window.opens_on)
        key = "planned" if state == "planned" else "closing"
        yield Text(say(context.language, f"overview.participation.{key}", round=view.round.title, day=opens))
    if any(other.school.id == view.school.id for other in frozen(context, _ANY, leads)):
        ways.append(button(context, "dashboard.school.before", Action("results")))
    if ways:
        yield Buttons(tuple(ways))


def _running(context: Context, view: SchoolView) -> Iterator[Part]:
    counts, told = view.counts, progress(context, view)
    if counts.invited > 1 and not few(view):
        yield Progress(counts.finished, counts.invited, told)
    else:
        yield Text(told)
    yield from unreachable(context, view)


def _reached(context: Context, view: SchoolView, snapshot: Snapshot) -> Iterator[Part]:
    language = context.language
    ways = way(context, view, principal=heads(context, view))
    yield Text(say(language, "dashboard.school.closed", round=view.round.title), "quiet")
    if not snapshot.shown:
        yield Text(say(language, "overview.result.hidden"))
    else:
        yield Text(explain.outcome(language, view.round, snapshot), "warm")
        if missing := explain.missing(language, view.round, snapshot):
            yield Text(missing)
        ways = (button(context, "home.menu.results", about(view, "results")), *ways)
    yield from told(context, view)
    if ways:
        yield Buttons(ways)
