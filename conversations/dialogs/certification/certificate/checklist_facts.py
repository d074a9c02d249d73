"""A school's checklist as somebody follows it, and what its requirements are called."""

from dataclasses import dataclass

from conversations.cohorts import CERTIFICATION, CohortFacts, CohortSchool, SessionFacts
from conversations.context import Context
from conversations.dialogs.certification.visit.visit import led, today
from conversations.messages import Action
from conversations.rules.checklist import Requirement, complete, requirements
from conversations.texts import say


@dataclass(frozen=True, slots=True)
class Followed:
    """A school in a cohort that somebody leads or coordinates, with its list as it stands today."""

    cohort: CohortFacts
    member: CohortSchool
    listed: tuple[Requirement, ...]
    leads: bool

    @property
    def complete(self) -> bool:
        """Whether the school may be certified."""
        return complete(self.listed)

    @property
    def done(self) -> int:
        """How many requirements are met or waived."""
        return sum(each.state in {"done", "waived"} for each in self.listed)


def followed(context: Context, action: Action) -> Followed | None:
    """The school of a cohort that an action names, where I lead it or coordinate."""
    return next(
        (
            each
            for each in everybody(context)
            if (str(each.cohort.id), each.member.school.id) == (action.item, action.school)
        ),
        None,
    )


def everybody(context: Context) -> tuple[Followed, ...]:
    """Every school of every cohort that I follow, those of the newest cohort first."""
    coordinates = context.me is not None and context.me.is_("coordinator")
    cohorts = sorted(context.certification.cohorts, key=lambda cohort: (cohort.begins_on, cohort.id))
    return tuple(
        Followed(cohort, member, requirements(cohort, member.school.id, today(context)), leads)
        for cohort in reversed(cohorts)
        for member in cohort.present
        for leads in (bool(led(context, (member.school.id,))),)
        if leads or coordinates
    )


def certified(context: Context, it: Followed) -> bool:
    """Whether the school has been certified in this cohort, and that still stands."""
    return any(
        (each.school.id, each.cohort) == (it.member.school.id, it.cohort.id) and each.withdrawn_on is None
        for each in context.certification.certificates
    )


def about(it: Followed, verb: str, value: str = "") -> Action:
    """An action that concerns this school in this cohort."""
    return Action(verb, school=it.member.school.id, item=str(it.cohort.id), value=value)


def name(language: str, cohort: CohortFacts, requirement: Requirement) -> str:
    """What a requirement is called."""
    session = session_of(cohort, requirement)
    if session is None:
        return say(language, f"certificate.requirement.{requirement.name}")
    kind = requirement.name.partition(":")[0]
    return say(
        language,
        f"certificate.requirement.{kind}",
        number=session.number,
        theme=_theme(language, cohort, session),
    )


def _theme(language: str, cohort: CohortFacts, session: SessionFacts) -> str:
    if session.theme == CERTIFICATION:
        return say(language, "certificate.requirement.certification")
    words = cohort.framework.words(language).areas.get(session.theme)
    return words.name if words else session.theme


def kind(it: Followed, requirement: Requirement) -> str:
    """What sort of thing an open requirement is; of a session whether it was missed, or nobody has said."""
    session = session_of(it.cohort, requirement)
    if session is None or not requirement.name.startswith("session"):
        return requirement.name.partition(":")[0]
    part = session.part(it.member.school.id)
    if part.attended is None:
        return "attendance"
    return "accepting" if part.made_up else "session"


def session_of(cohort: CohortFacts, requirement: Requirement) -> SessionFacts | None:
    """The learning session that a requirement is about, if any."""
    kind, _, number = requirement.name.partition(":")
    if kind not in {"session", "reflection"}:
        return None
    return next((each for each in cohort.sessions if str(each.number) == number), None)
