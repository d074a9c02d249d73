"""What a lived year must have kept to, checked on what it left behind."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversations.certification import Certification
from conversations.rules.calendar import Calendar
from conversations.rules.checklist import complete, requirements
from conversations.rules.timetable import REMINDERS
from storage.review import Part, Place, Said

ANSWERED_AT_ONCE = "reply"
"""The kind of what follows a press: people may press at night, and are answered at night."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A year from outside: what left and when, who had finished or asked for silence when, what is left."""

    calendar: Calendar
    said: tuple[Said, ...]
    parts: tuple[Part, ...]
    left_at: Mapping[int, datetime]
    finished_at: Mapping[Place, datetime] = field(default_factory=dict)
    muted_at: Mapping[Place, datetime] = field(default_factory=dict)
    keys: int = 0
    ballots: int = 0
    stuck: int = 0
    certification: Certification = field(default_factory=Certification)


@dataclass(frozen=True, slots=True)
class Found:
    """One rule, and the number of times that the year broke it, with the first case."""

    rule: str
    times: int
    first: str = ""


def kind_of(said: Said) -> str:
    """The occasion of a message, such as ``remind_first``."""
    kind = said.key.partition(":")[0]
    return ANSWERED_AT_ONCE if kind.startswith("press") else kind


def checked(evidence: Evidence) -> tuple[Found, ...]:
    """Every rule with what the year came to."""
    return tuple(_found(rule, tuple(check(evidence))) for rule, check in _CHECKS.items())


def _found(rule: str, cases: tuple[str, ...]) -> Found:
    return Found(rule, len(cases), cases[0] if cases else "")


def _invited_once(evidence: Evidence) -> Iterator[str]:
    invited = Counter(_about(said)[:3] for said in _delivered(evidence) if kind_of(said) == "open")
    for part in evidence.parts:
        times = invited[_address(part.place)]
        # A joint answer is asked for in every place where it is spoken of, so only nobody is wrong.
        if times == 0 or (times > 1 and part.place.respondent.kind == "person"):
            yield f"{part.place} was invited {times} times"


def _few_reminders(evidence: Evidence) -> Iterator[str]:
    nudges = Counter((_about(said), kind_of(said)) for said in _delivered(evidence) if _is_nudge(said))
    for (about, kind), times in nudges.items():
        if times > 1:
            yield f"{about} got {kind} {times} times"


def _none_to_finished(evidence: Evidence) -> Iterator[str]:
    yield from _nudged_after(evidence, evidence.finished_at, "had finished")


def _none_to_muted(evidence: Evidence) -> Iterator[str]:
    yield from _nudged_after(evidence, evidence.muted_at, "had asked for silence")


def _last_day_to_begun(evidence: Evidence) -> Iterator[str]:
    invited = {_address(part.place) for part in evidence.parts if part.status == "invited"}
    for said in _delivered(evidence):
        if kind_of(said) == "remind_last" and _about(said)[:3] in invited:
            yield f"{said.key} went to somebody who never began"


def _working_hours(evidence: Evidence) -> Iterator[str]:
    for said in evidence.said:
        left = evidence.left_at.get(said.id)
        if kind_of(said) == ANSWERED_AT_ONCE or left is None:
            continue
        if evidence.calendar.working_moment(left) != left:
            yield f"{said.key} left at {left.isoformat()}"


def _everything_left(evidence: Evidence) -> Iterator[str]:
    for said in evidence.said:
        if (said.state == "sent") != (said.id in evidence.left_at):
            yield f"{said.key} is {said.state}"


def _school_days(evidence: Evidence) -> Iterator[str]:
    """Nobody works on a day without school, so that nothing is answered then either."""
    for said in _delivered(evidence):
        day = evidence.calendar.local_date(evidence.left_at[said.id])
        if not evidence.calendar.is_school_day(day):
            yield f"{said.key} left on {day.isoformat()}"


def _host_and_visit(evidence: Evidence) -> Iterator[str]:
    for cohort in evidence.certification.cohorts:
        made = [visit for visit in cohort.visits if visit.status == "made"]
        for member in cohort.present if len(cohort.present) > 1 else ():
            if member.school.id not in {visit.host.id for visit in made}:
                yield f"school {member.school.id} was never visited"
            if member.school.id not in {visit.guest.id for visit in made}:
                yield f"school {member.school.id} never visited anybody"


def _complete_checklists(evidence: Evidence) -> Iterator[str]:
    cohorts = {cohort.id: cohort for cohort in evidence.certification.cohorts}
    for each in evidence.certification.certificates:
        cohort = cohorts.get(each.cohort)
        if cohort is None or not complete(requirements(cohort, each.school.id, each.issued_on)):
            yield f"school {each.school.id} was certified without having done everything"


def _all_certified(evidence: Evidence) -> Iterator[str]:
    certified = {(each.cohort, each.school.id) for each in evidence.certification.certificates}
    for cohort in evidence.certification.cohorts:
        for member in cohort.present:
            done = complete(requirements(cohort, member.school.id, cohort.ends_on))
            if done and (cohort.id, member.school.id) not in certified:
                yield f"school {member.school.id} did everything and was not certified"


def _nothing_stuck(evidence: Evidence) -> Iterator[str]:
    if evidence.stuck:
        yield f"{evidence.stuck} occasions or messages wait for somebody"


def _no_keys(evidence: Evidence) -> Iterator[str]:
    if evidence.keys:
        yield f"{evidence.keys} keys"


def _no_ballots(evidence: Evidence) -> Iterator[str]:
    if evidence.ballots:
        yield f"{evidence.ballots} ballots"


def _nudged_after(evidence: Evidence, since: Mapping[Place, datetime], why: str) -> Iterator[str]:
    until = {_address(place): instant for place, instant in since.items()}
    for said in filter(_is_nudge, _delivered(evidence)):
        instant = until.get(_about(said)[:3])
        if instant is not None and said.at > instant:
            yield f"{said.key} went to somebody who {why}"


def _delivered(evidence: Evidence) -> Iterator[Said]:
    return (said for said in evidence.said if said.id in evidence.left_at)


def _is_nudge(said: Said) -> bool:
    return kind_of(said) in REMINDERS


def _about(said: Said) -> tuple[str, ...]:
    """Round, school, respondent and where it was spoken to, as an invitation's or a reminder's key says."""
    _, round_id, school, kind, number, *where = said.key.split(":")
    return (round_id, school, f"{kind}:{number}", *where)


def _address(place: Place) -> tuple[str, ...]:
    return (str(place.round), str(place.school), place.respondent.encode())


_CHECKS: dict[str, Callable[[Evidence], Iterator[str]]] = {
    "Every respondent was invited once": _invited_once,
    "Nobody got more than two reminders and a last one": _few_reminders,
    "Nobody who had finished was reminded": _none_to_finished,
    "Nobody who asked for silence was reminded": _none_to_muted,
    "On the last day only those were reminded who had begun": _last_day_to_begun,
    "Nothing but replies left outside working hours of a school day": _working_hours,
    "Nothing at all left on a day without school": _school_days,
    "Every message left": _everything_left,
    "Nothing got stuck": _nothing_stuck,
    "No key is left": _no_keys,
    "No ballot is left": _no_ballots,
    "Every school of a cohort visited another and was visited": _host_and_visit,
    "Only schools that had done everything were certified": _complete_checklists,
    "Every school that had done everything was certified": _all_certified,
}
