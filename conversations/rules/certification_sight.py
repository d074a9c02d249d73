"""How much of the road to a certificate, and of action plans, each person sees."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.certification import (
    Certification,
    CohortFacts,
    CohortSchool,
    SessionFacts,
    SessionPart,
    VisitFacts,
)
from conversations.facts import Me, Role
from conversations.plans import PlanFacts

_LEADING: frozenset[Role] = frozenset({"principal", "representative"})
_WORKING: frozenset[Role] = frozenset({"staff", "team_leader"})


def led_by(me: Me) -> frozenset[int]:
    """The schools that I am a principal or a representative of."""
    return _schools(me, _LEADING)


def works_for(me: Me) -> frozenset[int]:
    """The schools on whose staff I am."""
    return _schools(me, _WORKING)


def seen_by(whole: Certification, me: Me) -> Certification:
    """What I may see of an authority's certification.

    Coordinators see all of it. Principals and representatives see their own schools' applications and
    certificates, and the cohorts where an own school is or was: the other schools there by name, with what
    they have prepared and whom they send, but not what they reflected on, caught up with or were excused
    from, nor what was seen on visits between two others. Staff see that their own schools are certified, who
    their principals are, and the learning sessions that they themselves go to for their school. Whoever else
    there may be sees nothing.
    """
    if me.is_("coordinator"):
        return whole
    led, own = led_by(me), works_for(me)
    certificates = tuple(each for each in whole.certificates if each.school.id in led | own)
    if not led:
        attended = (_attended(each, me, own) for each in whole.cohorts)
        principals = (each for each in whole.leaders if each.school in own and each.role == "principal")
        return Certification(
            cohorts=tuple(each for each in attended if each.sessions),
            certificates=certificates,
            leaders=tuple(principals),
        )
    cohorts = tuple(_cohort(each, led) for each in whole.cohorts if led & _members(each))
    known = led.union(*map(_members, cohorts))
    return replace(
        whole,
        applications=tuple(each for each in whole.applications if each.school.id in led),
        cohorts=cohorts,
        certificates=certificates,
        leaders=tuple(each for each in whole.leaders if each.school in known or each.role == "coordinator"),
    )


def plans_seen_by(plans: Sequence[PlanFacts], me: Me) -> tuple[PlanFacts, ...]:
    """The plans that I may see: all, those of the schools I lead, or my own measures in my school's."""
    if me.is_("coordinator"):
        return tuple(plans)
    led, own = led_by(me), works_for(me)
    mine = (
        each if each.school.id in led else _own(each, me) for each in plans if each.school.id in led | own
    )
    return tuple(each for each in mine if each.measures or each.school.id in led)


def _schools(me: Me, roles: frozenset[Role]) -> frozenset[int]:
    return frozenset(duty.school for duty in me.duties if duty.role in roles and duty.school)


def _members(cohort: CohortFacts) -> frozenset[int]:
    return frozenset(each.school.id for each in cohort.schools)


def _cohort(cohort: CohortFacts, led: frozenset[int]) -> CohortFacts:
    shared = led | {each.school.id for each in cohort.present}
    return replace(
        cohort,
        schools=tuple(each if each.school.id in led else _named(each) for each in cohort.schools),
        sessions=tuple(_session(each, led, shared) for each in cohort.sessions),
        visits=tuple(each if led & {each.host.id, each.guest.id} else _held(each) for each in cohort.visits),
    )


def _attended(cohort: CohortFacts, me: Me, own: frozenset[int]) -> CohortFacts:
    """A cohort as somebody sees it who goes to some of its sessions for a school where they work."""
    sessions = (
        each for each in cohort.sessions if own & {part.school for part in each.parts if part.person == me.id}
    )
    mine = {part.school for each in cohort.sessions for part in each.parts if part.person == me.id} & own
    return replace(_cohort(replace(cohort, sessions=tuple(sessions)), frozenset(mine)), visits=())


def _named(member: CohortSchool) -> CohortSchool:
    return replace(member, application=0, waived={})


def _session(session: SessionFacts, led: frozenset[int], shared: frozenset[int]) -> SessionFacts:
    parts = (part if part.school in led else _told(part) for part in session.parts if part.school in shared)
    return replace(session, parts=tuple(parts))


def _told(part: SessionPart) -> SessionPart:
    return replace(part, attended=None, reflection={}, made_up="")


def _held(visit: VisitFacts) -> VisitFacts:
    return replace(visit, protocol={}, ratings={})


def _own(plan: PlanFacts, me: Me) -> PlanFacts:
    mine = (each for each in plan.measures if each.responsible and each.responsible.id == me.id)
    return replace(plan, measures=tuple(mine))
