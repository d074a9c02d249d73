"""What a school of a cohort must have done to be certified."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from conversations.cohorts import CERTIFICATION, CohortFacts, SessionFacts, VisitFacts

State = Literal["done", "waived", "to_come", "open"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that is required: ``session:<n>``, ``reflection:<n>``, a visit, a protocol.

    What lies ahead is ``to_come``; what could be done now is ``open``. The ``final`` session is the one where
    the school is certified.
    """

    name: str
    state: State
    final: bool = False


def requirements(cohort: CohortFacts, school: int, today: date) -> tuple[Requirement, ...]:
    """Everything that is required of a school of the cohort, and where it stands on a local day."""
    waived = next((each.waived for each in cohort.schools if each.school.id == school), {})
    held = sorted(
        (session for session in cohort.sessions if session.cancelled_at is None),
        key=lambda session: session.number,
    )
    return (
        *(each for session in held for each in _about(session, school, today, waived)),
        *_visits(cohort, school, today, waived),
    )


def complete(listed: Sequence[Requirement]) -> bool:
    """Whether nothing is left to do; the session where the school is certified need not have passed."""
    return all(
        each.state in {"done", "waived"} or (each.final and each.state == "to_come") for each in listed
    )


def _about(
    session: SessionFacts, school: int, today: date, waived: Mapping[str, str]
) -> Iterator[Requirement]:
    yield _session(session, school, today, waived)
    if not _final(session):
        yield _reflection(session, school, today, waived)


def _session(session: SessionFacts, school: int, today: date, waived: Mapping[str, str]) -> Requirement:
    name = f"session:{session.number}"
    here = session.part(school).attended is True
    ahead = session.ends_at.date() >= today
    return Requirement(name, _state(name, waived, done=here, ahead=ahead), _final(session))


def _reflection(session: SessionFacts, school: int, today: date, waived: Mapping[str, str]) -> Requirement:
    name = f"reflection:{session.number}"
    written = any(text.strip() for text in session.part(school).reflection.values())
    ahead = session.ends_at.date() >= today
    return Requirement(name, _state(name, waived, done=written, ahead=ahead))


def _visits(
    cohort: CohortFacts, school: int, today: date, waived: Mapping[str, str]
) -> Iterator[Requirement]:
    going = [visit for visit in cohort.visits if visit.guest.id == school and visit.status != "cancelled"]
    hosting = [visit for visit in cohort.visits if visit.host.id == school and visit.status != "cancelled"]
    for name, visits in (("visit_made", going), ("visit_hosted", hosting)):
        done = any(visit.status == "made" for visit in visits)
        ahead = today < cohort.begins_on or any(_agreed_ahead(visit, today) for visit in visits)
        yield Requirement(name, _state(name, waived, done=done, ahead=ahead))
    been = [visit for visit in going if visit.status == "made"]
    written = bool(been) and all(visit.protocol for visit in been)
    lacking = any(visit.status == "made" or _over(visit, today) for visit in going)
    yield Requirement("protocol", _state("protocol", waived, done=written, ahead=not lacking))


def _state(name: str, waived: Mapping[str, str], *, done: bool, ahead: bool) -> State:
    if done:
        return "done"
    if name in waived:
        return "waived"
    return "to_come" if ahead else "open"


def _final(session: SessionFacts) -> bool:
    return session.theme == CERTIFICATION


def _agreed_ahead(visit: VisitFacts, today: date) -> bool:
    return visit.status == "agreed" and visit.day is not None and visit.day >= today


def _over(visit: VisitFacts, today: date) -> bool:
    return visit.status == "agreed" and visit.day is not None and visit.day <= today
