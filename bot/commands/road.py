"""Which cohort, session, school or certificate a person means by its name or number."""

from collections.abc import Iterable

from bot.commands.mistakes import NotPossibleError
from bot.commands.opened import one_of, round_in
from bot.commands.through_chat import Chat
from bot.commands.told import objection
from conversations.certification import CertificateFacts
from conversations.cohorts import CohortFacts, SessionFacts
from conversations.context import Context, SchoolView
from conversations.dialogs.certification.application.deciding import closed_views
from conversations.dialogs.certification.certificate.checklist_facts import Followed, everybody
from conversations.messages import Action
from conversations.plans import PlanFacts
from storage import certificates


def cohort_in(context: Context, wanted: str) -> CohortFacts:
    """The cohort with that name."""
    return one_of("cohort", wanted, {each.name: each for each in context.certification.cohorts})


def session_in(cohort: CohortFacts, number: int) -> SessionFacts:
    """The cohort's learning session with that number in its order."""
    known = {each.number: each for each in sorted(cohort.sessions, key=lambda each: each.number)}
    if number not in known:
        listed = ", ".join(map(str, known))
        raise NotPossibleError(f"There is no session {number} in {cohort.name}. There is {listed}.")
    return known[number]


def member_in(context: Context, wanted: str) -> Followed:
    """The school with that name in the newest cohort that it goes through."""
    newest_last = reversed(everybody(context))
    return one_of("school in a cohort", wanted, {each.member.school.name: each for each in newest_last})


def certificate_in(chat: Chat, context: Context, number: str) -> CertificateFacts:
    """The authority's certificate with that number, as it may have been typed."""
    with chat.memory.database.reading() as connection:
        found = certificates.by_number(connection, number)
    known = {each.number: each for each in context.certification.certificates}
    return one_of("certificate", found.number if found else number, known)


def closed_in(chat: Chat, context: Context, wanted: str, round_id: int) -> SchoolView:
    """The school with that name and its result in a closed yearly round, the newest one for 0."""
    asked = Action("applications", round_id)
    views = closed_views(context, asked)
    if not views:
        raise NotPossibleError(objection(chat.asked(asked)))
    return one_of("school with a result", wanted, {view.school.name: view for view in views})


def plan_in(context: Context, wanted: str, round_id: int) -> PlanFacts:
    """The school's plan after a round, its newest one for 0."""
    newest_last: Iterable[PlanFacts] = sorted(context.plans, key=lambda each: each.round)
    known = {each.school.name: each for each in newest_last if round_id in {0, each.round}}
    return one_of("school with a plan", wanted, known)


def round_number(chat: Chat, wanted: str) -> int:
    """The number of the round with that number or title, 0 where none is named."""
    if not wanted:
        return 0
    with chat.memory.database.reading() as connection:
        return round_in(connection, chat.authority, wanted).id
