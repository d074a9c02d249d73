"""What can be asked about cohorts and learning sessions, and by whom.

Whoever comes to a session may be any colleague, so that each step looks for itself whether somebody comes.
"""

from conversations.context import Need
from conversations.dialogs.certification.cohort import card as cohort
from conversations.dialogs.certification.cohort import leaving as cohort_leaving
from conversations.dialogs.certification.cohort import making as cohort_making
from conversations.dialogs.certification.session import cancelling as session_cancelling
from conversations.dialogs.certification.session import changing as session_changing
from conversations.dialogs.certification.session import filling as session_filling
from conversations.dialogs.certification.session import pages as session_pages
from conversations.dialogs.certification.session import presence as session_presence
from conversations.dialogs.certification.session import replying as session_replying
from conversations.dialogs.certification.session import session
from conversations.dialogs.verb import COORDINATORS, LEADERS, Verb

_NEEDS = frozenset({Need.CERTIFICATION})
_MAKING = _NEEDS | {Need.SCHOOLS}
_NAMING = _NEEDS | {Need.COLLEAGUES}
_ROAD = LEADERS | COORDINATORS

VERBS: dict[str, Verb] = {
    "cohorts": Verb(cohort.cohorts, _NEEDS, _ROAD),
    "cohort": Verb(cohort.cohort, _NEEDS, _ROAD, send=cohort.cohort),
    "cohort_make": Verb(cohort_making.make, _MAKING, COORDINATORS, send=cohort_making.make),
    "cohort_leave": Verb(cohort_leaving.leave, _NEEDS, COORDINATORS, send=cohort_leaving.leave),
    "cohort_join": Verb(cohort_leaving.join, _NEEDS, COORDINATORS, send=cohort_leaving.join),
    "sessions": Verb(session.sessions, _NEEDS, _ROAD),
    "session": Verb(session.session, _NEEDS, send=session.session),
    "session_change": Verb(session_changing.change, _NEEDS, COORDINATORS, send=session_changing.change),
    "session_cancel": Verb(session_cancelling.cancel, _NEEDS, COORDINATORS, send=session_cancelling.cancel),
    "session_restore": Verb(session_cancelling.restore, _NEEDS, COORDINATORS),
    "session_reply": Verb(session_replying.reply, _NEEDS, LEADERS),
    "session_instead": Verb(session_replying.instead, _NAMING, LEADERS, send=session_replying.instead),
    "session_prepare": Verb(session_filling.prepare, _NEEDS, send=session_filling.prepare),
    "session_pages": Verb(session_pages.pages, _NEEDS, send=session_pages.pages, shows=True),
    "session_here": Verb(session_presence.here, _NEEDS),
    "session_attendance": Verb(
        session_presence.attendance, _NEEDS, COORDINATORS, send=session_presence.attendance
    ),
    "session_reflect": Verb(session_filling.reflect, _NEEDS, send=session_filling.reflect),
    "session_make_up": Verb(session_filling.make_up, _NEEDS, LEADERS, send=session_filling.make_up),
    "session_accept_make_up": Verb(session_filling.accept, _NEEDS, COORDINATORS),
}
