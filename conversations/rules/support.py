"""What several schools have chosen to do, so that support can be given to them together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from conversations.facts import SchoolFacts
from conversations.plans import PlanFacts


@dataclass(frozen=True, slots=True)
class Common:
    """A measure that these schools have chosen in their newest plans, by the schools' names."""

    criterion: str
    wording: str
    schools: tuple[SchoolFacts, ...]


def newest(plans: Iterable[PlanFacts]) -> tuple[PlanFacts, ...]:
    """Each school's newest plan, in the schools' order."""
    found: dict[int, PlanFacts] = {}
    for plan in sorted(plans, key=lambda plan: (plan.made_on, plan.round)):
        found[plan.school.id] = plan
    return tuple(sorted(found.values(), key=lambda plan: (plan.school.name, plan.school.id)))


def common(plans: Iterable[PlanFacts], fewest: int = 2) -> tuple[Common, ...]:
    """The measures of at least so many schools, most schools first; a school counts once for a measure."""
    schools: dict[tuple[str, str], dict[int, SchoolFacts]] = defaultdict(dict)
    for plan in newest(plans):
        for measure in plan.measures:
            if measure.status != "dropped":
                schools[measure.criterion, _alike(measure.wording)][plan.school.id] = plan.school
    wordings = {
        (measure.criterion, _alike(measure.wording)): measure.wording
        for plan in plans
        for measure in plan.measures
    }
    found = (
        Common(key[0], wordings[key], tuple(chosen.values()))
        for key, chosen in schools.items()
        if len(chosen) >= fewest
    )
    return tuple(sorted(found, key=lambda each: (-len(each.schools), each.criterion, each.wording)))


def _alike(wording: str) -> str:
    return " ".join(wording.casefold().split()).rstrip(".")
