"""A school leaves its cohort halfway, or comes into it; what was done is kept, and the visits are mended."""

from dataclasses import replace
from typing import Literal

from conversations.cohorts import CohortFacts, CohortSchool, VisitFacts
from conversations.context import Context
from conversations.decisions import JoinCohort, PlanVisits
from conversations.dialogs.certification.cohort.card import card, find
from conversations.dialogs.certification.cohort.filled import MOST_SCHOOLS, to_place
from conversations.dialogs.certification.cohort.telling import Pair, tell_moved, tell_school
from conversations.dialogs.certification.session.who import coordinating
from conversations.dialogs.certification.session.written import line
from conversations.dialogs.parts import titled
from conversations.dialogs.stranger import refused
from conversations.facts import SchoolFacts
from conversations.messages import Action, Field, Form, Message, Text, is_id
from conversations.rules.pairing import repaired
from conversations.texts import say
from conversations.turn import Effect, Replace, Turn

Way = Literal["leave", "join"]

_LONGEST_REASON = 500
_SHORTEST_REASON = 3
_PLANNED = frozenset({"proposed", "agreed"})


def leave(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask which school leaves and why, or carry it out."""
    return _moved(context, action, fields, "leave")


def join(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask which school comes back or comes late, and why, or carry it out."""
    return _moved(context, action, fields, "join")


def _moved(context: Context, action: Action, fields: dict[str, str] | None, way: Way) -> Turn:
    cohort = find(context, action)
    if cohort is None or not coordinating(context):
        return refused(context, action.verb, "not theirs")
    possible = _possible(context, cohort, way)
    if not possible:
        return Turn((Replace(card(context, cohort, say(context.language, f"cohort.{way}.nobody"), "plain")),))
    if fields is None:
        values = {"school": str(action.school) if action.school else ""}
        return Turn((Replace(_form(context, cohort, way, values, {})),))
    picked, reason = fields.get("school", ""), line(fields.get("reason", ""), _LONGEST_REASON)
    school = next((each for each in possible if is_id(picked) and each.id == int(picked)), None)
    errors = {} if school else {"school": say(context.language, "cohort.leave.which")}
    if len(reason) < _SHORTEST_REASON:
        errors["reason"] = say(context.language, "cohort.leave.why")
    if school is None or errors:
        return Turn((Replace(_form(context, cohort, way, fields, errors)),))
    return Turn(
        _carried_out(context, cohort, school, JoinCohort(cohort.id, school.id, reason, way == "leave"))
    )


def _possible(context: Context, cohort: CohortFacts, way: Way) -> tuple[SchoolFacts, ...]:
    """Who can leave, or who can come: those that have left, and accepted schools without a cohort."""
    if way == "leave":
        return tuple(each.school for each in cohort.present)
    if len(cohort.present) >= MOST_SCHOOLS:
        return ()
    here = {each.school.id for each in cohort.present}
    gone = [each.school for each in cohort.schools if each.left]
    late = [each.school for each in to_place(context)]
    return tuple({each.id: each for each in (*gone, *late) if each.id not in here}.values())


def _carried_out(
    context: Context, cohort: CohortFacts, school: SchoolFacts, deed: JoinCohort
) -> tuple[Effect, ...]:
    after = _after(cohort, school, left=deed.left)
    added, dropped = _mended(after)
    ids = tuple(
        each.id
        for each in cohort.visits
        if each.status in _PLANNED and (each.host.id, each.guest.id) in set(dropped)
    )
    visits = (PlanVisits(cohort.id, added, ids, deed.reason),) if added or ids else ()
    key = "left" if deed.left else "joined"
    said = say(context.language, f"cohort.{key}.done", school=school.name, n=len(added), gone=len(ids))
    shown = replace(
        after, visits=(*(each for each in after.visits if each.id not in ids), *_new(after, added))
    )
    return (
        deed,
        *visits,
        Replace(card(context, shown, said)),
        *tell_school(context, after, deed, added=added, dropped=dropped),
        *tell_moved(context, after, deed, added=added, dropped=dropped),
    )


def _new(cohort: CohortFacts, added: tuple[Pair, ...]) -> tuple[VisitFacts, ...]:
    """The new visits as they are shown until they have numbers."""
    schools = {each.school.id: each.school for each in cohort.schools}
    return tuple(VisitFacts(0, cohort.id, schools[host], schools[guest]) for host, guest in added)


def _after(cohort: CohortFacts, school: SchoolFacts, *, left: bool) -> CohortFacts:
    """The cohort as it is once a school has left or come."""
    if any(each.school.id == school.id for each in cohort.schools):
        schools = tuple(
            replace(each, left=left) if each.school.id == school.id else each for each in cohort.schools
        )
        return replace(cohort, schools=schools)
    return replace(cohort, schools=(*cohort.schools, CohortSchool(school, 0)))


def _mended(cohort: CohortFacts) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    made = [(each.host.id, each.guest.id) for each in cohort.visits if each.status == "made"]
    planned = [(each.host.id, each.guest.id) for each in cohort.visits if each.status in _PLANNED]
    return repaired([each.school.id for each in cohort.present], made, planned)


def _form(
    context: Context, cohort: CohortFacts, way: Way, values: dict[str, str], errors: dict[str, str]
) -> Message:
    language = context.language
    options = tuple((str(each.id), each.name) for each in _possible(context, cohort, way))
    fields = (
        Field("school", say(language, "cohort.card.school"), "choice", options=options),
        Field("reason", say(language, f"cohort.{way}.reason"), "long_text", longest=_LONGEST_REASON),
    )
    kept = tuple(
        replace(each, value=values.get(each.name, ""), error=errors.get(each.name, "")) for each in fields
    )
    form = Form(Action(f"cohort_{way}", item=str(cohort.id)), say(language, f"cohort.{way}.save"), kept)
    summary = say(language, f"cohort.{way}.summary")
    return titled(context, summary, cohort.name, Text(say(language, f"cohort.{way}.text")), form)
