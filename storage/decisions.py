"""What people decide on the road to a certificate and in an action plan, written down with who and when."""

from typing import assert_never

from sqlalchemy import Connection

from conversations.decisions import (
    Attend,
    CancelSession,
    Certify,
    ChangeSession,
    DecideApplication,
    Decided,
    FillSession,
    GrantException,
    JoinCohort,
    LetBeNamed,
    MakeCohort,
    PlanVisits,
    PutMeasure,
    ReplyToSession,
    ReportMeasure,
    SaveApplication,
    SaveProtocol,
    SetDeadline,
    SetVisit,
    TakeBackException,
    Waive,
    WithdrawCertificate,
)
from storage.deciding import applications, certificates, cohorts, plans, sessions, visits
from storage.deciding.deed import Deciding

__all__ = ["Deciding", "carry_out"]


def carry_out(connection: Connection, deciding: Deciding, decided: Decided) -> None:
    """Carry out a decision in the caller's transaction and write it into the decision log.

    Done a second time it changes nothing. Raises LookupError where it names what is not this authority's own,
    or a school or person that has no part in it; NotPossible where another decision has been quicker: in both
    cases the caller's transaction must be undone.
    """
    match decided:
        case SaveApplication() | DecideApplication() | GrantException() | TakeBackException() | SetDeadline():
            applications.carry_out(connection, deciding, decided)
        case MakeCohort() | JoinCohort():
            cohorts.carry_out(connection, deciding, decided)
        case ChangeSession() | CancelSession() | ReplyToSession() | FillSession() | Attend():
            sessions.carry_out(connection, deciding, decided)
        case PlanVisits() | SetVisit() | SaveProtocol():
            visits.carry_out(connection, deciding, decided)
        case Waive() | Certify() | WithdrawCertificate() | LetBeNamed():
            certificates.carry_out(connection, deciding, decided)
        case PutMeasure() | ReportMeasure():
            plans.carry_out(connection, deciding, decided)
        case _:
            assert_never(decided)
