"""How much of the road to a certificate, and of action plans, each person sees."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from conversations.certification import CertificateFacts, Certification
from conversations.cohorts import CohortFacts, CohortSchool, SessionFacts, SessionPart, VisitFacts
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
    """What I may see of an authority's certification; several duties show what each of them shows.

    Coordinators see all of it. Principals and representatives see their own schools' applications and
    certificates, and the cohorts where an own school is or was: the other schools there by name, with what
    they have prepared and whom they send, but not what they reflected on, caught up with or were excused
    from, nor what was seen on visits between two others. Staff see that their own schools are certified, who
    their principals are, and the learning sessions that they themselves go to for their school as long as it
    is in the cohort: all of their own school's part there, of the others what they have prepared and whom
    they send, and nothing else of the cohort. Whoever else there may be sees nothing.
    """
    if me.is_("coordinator"):
        return whole
    led, own = led_by(me), works_for(me)
    cohorts = tuple(seen for each in whole.cohorts for seen in _cohort(each, me))
    known = led.union(*(_members(each) for each in whole.cohorts if led & _members(each)))
    return Certification(
        applications=tuple(each for each in whole.applications if each.school.id in led),
        cohorts=cohorts,
        certificates=tuple(seen for each in whole.certificates for seen in _certificate(each, led, own)),
        leaders=tuple(
            each
            for each in whole.leaders
            if each.school in known
            or (led and each.role == "coordinator")
            or (each.school in own and each.role == "principal")
        ),
        deadlines=whole.deadlines if led else {},
        may_be_named=whole.may_be_named if led else frozenset(),
    )


def plans_seen_by(plans: Sequence[PlanFacts], me: Me) -> tuple[PlanFacts, ...]:
    """The plans that I may see: whole for those who lead the school, else without what has been dropped.

    Coordinators see every plan, staff their own measures in their school's.
    """
    return tuple(seen for each in plans for seen in _plan(each, me))


def _schools(me: Me, roles: frozenset[Role]) -> frozenset[int]:
    return frozenset(duty.school for duty in me.duties if duty.role in roles and duty.school)


def _members(cohort: CohortFacts) -> frozenset[int]:
    return frozenset(each.school.id for each in cohort.schools)


def _cohort(cohort: CohortFacts, me: Me) -> Iterator[CohortFacts]:
    """A cohort as I see it: with a school I lead, or only the sessions I go to; nothing where I see none."""
    led, present = led_by(me), frozenset(each.school.id for each in cohort.present)
    if mine := led & _members(cohort):
        yield replace(
            cohort,
            schools=tuple(each if each.school.id in led else _named(each) for each in cohort.schools),
            sessions=tuple(
                _session(each, led | _sent(each, me, present), mine | present) for each in cohort.sessions
            ),
            visits=tuple(
                each if led & {each.host.id, each.guest.id} else _held(each) for each in cohort.visits
            ),
        )
        return
    attended = ((each, _sent(each, me, present)) for each in cohort.sessions)
    sessions = tuple(_session(each, sent, present) for each, sent in attended if sent)
    if sessions:
        schools = tuple(_named(each) for each in cohort.present)
        yield replace(cohort, schools=schools, sessions=sessions, visits=())


def _sent(session: SessionFacts, me: Me, present: frozenset[int]) -> frozenset[int]:
    """The schools still in the cohort where I work and that have named me for this very session."""
    return frozenset(part.school for part in session.parts if part.person == me.id) & works_for(me) & present


def _session(session: SessionFacts, own: frozenset[int], shared: frozenset[int]) -> SessionFacts:
    parts = (part if part.school in own else _told(part) for part in session.parts if part.school in shared)
    return replace(session, parts=tuple(parts))


def _named(member: CohortSchool) -> CohortSchool:
    return replace(member, application=0, waived={})


def _told(part: SessionPart) -> SessionPart:
    return replace(part, attended=None, reflection={}, made_up="")


def _held(visit: VisitFacts) -> VisitFacts:
    return replace(visit, protocol={}, ratings={})


def _certificate(
    certificate: CertificateFacts, led: frozenset[int], own: frozenset[int]
) -> Iterator[CertificateFacts]:
    """An own school's certificate; why it was withdrawn is for those who lead."""
    if certificate.school.id in led:
        yield certificate
    elif certificate.school.id in own:
        yield replace(certificate, reason="")


def _plan(plan: PlanFacts, me: Me) -> Iterator[PlanFacts]:
    if plan.school.id in led_by(me):
        yield plan
        return
    kept = tuple(each for each in plan.measures if each.status != "dropped")
    if me.is_("coordinator"):
        yield replace(plan, measures=kept)
    elif plan.school.id in works_for(me):
        mine = tuple(each for each in kept if each.responsible and each.responsible.id == me.id)
        if mine:
            yield replace(plan, measures=mine)
