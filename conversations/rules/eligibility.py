"""Who may apply, until when, and what an application may become."""

from datetime import date, timedelta
from typing import Literal

from conversations.certification import ApplicationStatus
from conversations.rules.calendar import Calendar

WEEKS_TO_APPLY = 10

NOT_SENT: frozenset[ApplicationStatus | None] = frozenset({None, "draft", "withdrawn"})
"""Where an application stands that the school has not sent, or has taken back; None where there is none."""

Hindrance = Literal["not_qualified", "already_sent", "decided", "too_late"]

_NEXT: dict[ApplicationStatus | None, frozenset[ApplicationStatus]] = {
    None: frozenset({"draft"}),
    "draft": frozenset({"sent"}),
    "sent": frozenset({"returned", "accepted", "declined", "withdrawn"}),
    "returned": frozenset({"sent", "accepted", "declined", "withdrawn"}),
    "accepted": frozenset({"returned", "declined", "withdrawn"}),
    "declined": frozenset({"returned", "accepted"}),
    "withdrawn": frozenset({"draft", "sent"}),
}


def deadline(closes_on: date, calendar: Calendar) -> date:
    """Name the last day to apply where nobody has set one: ten weeks after a round's last day, a school day.

    Local days, both included. Where that day is none, it is the last school day before it.
    """
    return calendar.previous_school_day(closes_on + timedelta(weeks=WEEKS_TO_APPLY))


def hindrance(
    *,
    qualifies: bool,
    exception: str,
    status: ApplicationStatus | None,
    today: date,
    last_day: date,
) -> Hindrance | None:
    """Say what keeps a school from sending its application today; nothing when it may.

    ``exception`` is the coordinator's reason for letting a school apply that does not qualify. One that has
    been asked to complete its application may send it after the last day too.
    """
    if status in {"accepted", "declined"}:
        return "decided"
    if status == "sent":
        return "already_sent"
    if not qualifies and not exception:
        return "not_qualified"
    return "too_late" if today > last_day and status != "returned" else None


def leads_to(status: ApplicationStatus | None) -> frozenset[ApplicationStatus]:
    """List what an application may become from what it is; None stands for no application yet.

    A decision can be made anew, and what was withdrawn can be written on and sent again.
    """
    return _NEXT[status]
