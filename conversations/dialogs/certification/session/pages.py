"""What all the schools of a cohort bring to a learning session, to read side by side."""

from collections.abc import Iterator

from conversations.cohorts import CohortFacts, SessionFacts, SessionPart
from conversations.context import Context
from conversations.dialogs.certification.session.filling import names_of
from conversations.dialogs.certification.session.who import at_session, found
from conversations.dialogs.certification.session.words import names, title
from conversations.dialogs.parts import titled
from conversations.dialogs.stranger import refused
from conversations.facts import SchoolFacts
from conversations.messages import Action, Facts, Field, Form, Heading, Message, Part, Text, is_id
from conversations.texts import say
from conversations.turn import Show, Turn

_MOST_PAGES = 6


def pages(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Every school's page, or a list to pick one from where they are many."""
    known = found(context, action)
    if known is None:
        return refused(context, action.verb, "not theirs")
    cohort, session = known
    written = tuple(each.school for each in cohort.schools if _wrote(session.part(each.school.id)))
    picked = (fields or {}).get("school", "")
    chosen = tuple(each for each in written if is_id(picked) and each.id == int(picked))
    return Turn((Show(_pages(context, cohort, session, chosen or written)),))


def _wrote(part: SessionPart) -> bool:
    return bool(part.preparation or part.reflection)


def _pages(
    context: Context, cohort: CohortFacts, session: SessionFacts, schools: tuple[SchoolFacts, ...]
) -> Message:
    heading = title(context.language, cohort, session)
    summary = say(context.language, "session.pages.summary")
    if len(schools) > _MOST_PAGES:
        return titled(context, summary, heading, _pick(context, session, schools))
    parts = tuple(part for school in schools for part in _page(context, session, school))
    return titled(context, summary, heading, *parts, *_missing(context, cohort, session))


def _page(context: Context, session: SessionFacts, school: SchoolFacts) -> Iterator[Part]:
    part = session.part(school.id)
    rows = tuple(
        (say(context.language, f"session.fill.{name}"), form[name])
        for what, form in (("preparation", part.preparation), ("reflection", part.reflection))
        for name in names_of("preparation" if what == "preparation" else "reflection", session.number)
        if form.get(name)
    )
    yield Heading(school.name)
    yield Facts(rows)


def _pick(context: Context, session: SessionFacts, schools: tuple[SchoolFacts, ...]) -> Form:
    options = tuple((str(each.id), each.name) for each in schools)
    field = Field("school", say(context.language, "session.pages.school"), "choice", options=options)
    return Form(at_session("session_pages", session), say(context.language, "session.pages.read"), (field,))


def _missing(context: Context, cohort: CohortFacts, session: SessionFacts) -> tuple[Part, ...]:
    """Which schools have not written yet, so that nobody looks for their page in vain."""
    without = tuple(each.school.id for each in cohort.present if not session.part(each.school.id).preparation)
    if not without:
        return ()
    told = say(context.language, "session.pages.missing", schools=names(context.language, cohort, without))
    return (Text(told, "quiet"),)
