"""Whom we host, whom we visit and when; for a coordinator every cohort's visits."""

from conversations.cohorts import CohortFacts, VisitFacts
from conversations.context import Context
from conversations.dialogs.certification.visit.visit import about, led, state, title, today
from conversations.dialogs.parts import sentence, titled
from conversations.messages import Action, Button, Buttons, Field, Form, Part, Table, Text
from conversations.texts import say
from conversations.turn import Replace, Turn

_MOST_BUTTONS = 5
_MOST_OPTIONS = 100


def visits(context: Context, _action: Action) -> Turn:
    """My schools' visits in the cohorts that are under way; all of them for a coordinator."""
    found = tuple(visit for cohort in _running(context) for visit in _mine(context, cohort))
    if not found:
        return sentence(context, "visit.list.none")
    summary = say(context.language, "visit.list.summary")
    key = "visit.list.text_coordinator" if _everything(context) else "visit.list.text"
    parts = (Text(say(context.language, key), "quiet"), table(context, found))
    return Turn((Replace(titled(context, summary, summary, *parts, _ways(context, found))),))


def table(context: Context, found: tuple[VisitFacts, ...]) -> Table:
    """Visits as a table: who hosts, who visits, and where it stands."""
    language = context.language
    columns = tuple(say(language, f"visit.list.column_{name}") for name in ("host", "guest", "state"))
    rows = tuple((visit.host.name, visit.guest.name, state(context, visit)) for visit in found)
    return Table(columns, rows, say(language, "visit.list.caption"))


def _running(context: Context) -> tuple[CohortFacts, ...]:
    """The cohorts that have not ended, else the newest one."""
    known = sorted(context.certification.cohorts, key=lambda cohort: cohort.begins_on)
    under_way = tuple(cohort for cohort in known if cohort.ends_on >= today(context))
    return under_way or tuple(known[-1:])


def _everything(context: Context) -> bool:
    return context.me is not None and context.me.is_("coordinator")


def _mine(context: Context, cohort: CohortFacts) -> tuple[VisitFacts, ...]:
    everything = _everything(context)
    return tuple(
        visit
        for visit in cohort.visits
        if visit.status != "cancelled" and (everything or led(context, (visit.host.id, visit.guest.id)))
    )


def _label(context: Context, visit: VisitFacts) -> str:
    """A visit in few words, as one of the two schools speaks of it."""
    if led(context, (visit.guest.id,)):
        return say(context.language, "visit.list.we_visit", school=visit.host.name)
    return say(context.language, "visit.list.we_host", school=visit.guest.name)


def _ways(context: Context, found: tuple[VisitFacts, ...]) -> Part:
    """A way to each visit: a button each for the few of one's own, a list for many."""
    language = context.language
    own = all(led(context, (visit.host.id, visit.guest.id)) for visit in found)
    if own and len(found) <= _MOST_BUTTONS:
        return Buttons(tuple(Button(_label(context, visit), about(visit, "visit")) for visit in found))
    options = tuple((str(visit.id), title(language, visit)) for visit in found[:_MOST_OPTIONS])
    field = Field("visit", say(language, "visit.list.which"), "choice", options=options)
    return Form(Action("visit"), say(language, "visit.button.open"), (field,))
