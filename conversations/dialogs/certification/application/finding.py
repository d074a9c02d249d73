"""Finding an application, whom it concerns, and what it looks like once something has been decided."""

from collections.abc import Mapping
from dataclasses import replace

from conversations.certification import ApplicationFacts, ApplicationStatus
from conversations.context import Context
from conversations.dialogs.applying import Applying, applying
from conversations.dialogs.following import May, frozen, heads, leads, named
from conversations.facts import Listener
from conversations.messages import Action
from conversations.rules.eligibility import NOT_SENT

_MOST_PEOPLE = 100


def own(context: Context, action: Action) -> Applying | None:
    """The application that an action names, where I am the school's principal."""
    return _named(context, action, heads)


def led(context: Context, action: Action) -> Applying | None:
    """The application that an action names, where I lead the school."""
    return _named(context, action, leads)


def any_of(context: Context, action: Action) -> Applying | None:
    """The application that an action names, for a coordinator."""
    views = tuple(view for view in context.schools if view.snapshot is not None)
    view = next((view for view in named(views, action) if view.round.kind == "yearly"), None)
    return applying(context, view) if view else None


def _named(context: Context, action: Action, may: May) -> Applying | None:
    known = frozen(context, action, may) if action.round else ()
    view = next((view for view in known if view.round.kind == "yearly" and may(context, view)), None)
    return applying(context, view) if view else None


def missing(context: Context, at: Applying) -> tuple[str, ...]:
    """The names of what has to be filled in before the application can be sent."""
    empty = tuple(name for name in at.fields if not at.form.get(name, "").strip())
    known = dict(people(context, at.view.school.id))
    gone = "represents" not in empty and at.form["represents"] not in known
    return (*empty, "represents") if gone else empty


def people(context: Context, school: int) -> tuple[tuple[str, str], ...]:
    """Who may represent a school, as number and name: its leaders first, then its staff by name."""
    leaders = [(str(each.id), each.name) for each in context.certification.leading(school)]
    staff = [(str(each.id), each.name) for each in context.colleagues if each.school == school]
    everybody = dict((*leaders, *sorted(staff, key=lambda each: each[1])))
    return tuple(everybody.items())[:_MOST_PEOPLE]


def in_cohort(context: Context, at: Applying) -> bool:
    """Whether the school goes through the learning sessions, so that its application has done its part."""
    school, cohort = at.view.school.id, at.facts.cohort if at.facts else 0
    return any(
        each.id == cohort and any(present.school.id == school for present in each.present)
        for each in context.certification.cohorts
    )


def undoable(at: Applying) -> bool:
    """Whether the school has an exception that can be taken back, having sent nothing."""
    return bool(at.exception) and at.status in NOT_SENT


def coordinators(context: Context) -> tuple[Listener, ...]:
    """Whom to tell what a school has done."""
    return context.certification.leading(0) or context.audience.coordinators


def become(
    context: Context, at: Applying, status: ApplicationStatus, reason: str = ""
) -> tuple[Context, Applying]:
    """The same moment once the application has this status, so that the card can show it."""
    return _now(context, at, replace(_facts(context, at), status=status, reason=reason))


def written(context: Context, at: Applying, form: Mapping[str, str]) -> tuple[Context, Applying]:
    """The same moment once the form says this; what was withdrawn is a draft again."""
    facts = _facts(context, at)
    status = "draft" if facts.status == "withdrawn" else facts.status
    return _now(context, at, replace(facts, form=form, status=status))


def _facts(context: Context, at: Applying) -> ApplicationFacts:
    by = context.me.name if context.me else ""
    if at.facts is None:
        return ApplicationFacts(
            0, at.view.round.id, at.view.round.title, at.view.school, at.status or "draft", context.now, by
        )
    return replace(at.facts, at=context.now, by=by)


def _now(context: Context, at: Applying, facts: ApplicationFacts) -> tuple[Context, Applying]:
    whole = context.certification
    others = tuple(
        each for each in whole.applications if (each.round, each.school.id) != (facts.round, facts.school.id)
    )
    changed = replace(context, certification=replace(whole, applications=(*others, facts)))
    return changed, replace(at, facts=facts)
