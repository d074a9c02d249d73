"""Every verb of the visits between schools."""

from conversations.context import Need
from conversations.dialogs.certification.visit import calibration, visits
from conversations.dialogs.certification.visit import card as visit_card
from conversations.dialogs.certification.visit import day as visit_day
from conversations.dialogs.certification.visit import guide as visit_guide
from conversations.dialogs.certification.visit import protocol as visit_protocol
from conversations.dialogs.certification.visit import taking_back as visit_taking_back
from conversations.dialogs.verb import COORDINATORS, LEADERS, Verb

_NEEDS = frozenset({Need.CERTIFICATION})
_WITH_RESULTS = frozenset({Need.CERTIFICATION, Need.SCHOOLS})
_FOLLOWING = LEADERS | COORDINATORS

VERBS: dict[str, Verb] = {
    "visits": Verb(visits.visits, _NEEDS, _FOLLOWING),
    "visit": Verb(visit_card.one, _NEEDS, _FOLLOWING, send=visit_card.one),
    "visit_propose": Verb(visit_day.propose, _NEEDS, LEADERS, send=visit_day.propose),
    "visit_agree": Verb(visit_day.agree, _NEEDS, LEADERS),
    "visit_cancel": Verb(visit_taking_back.take_back, _NEEDS, LEADERS, send=visit_taking_back.take_back),
    "visit_guide": Verb(visit_guide.guide, _NEEDS, _FOLLOWING, shows=True),
    "visit_protocol": Verb(visit_protocol.protocol, _NEEDS, LEADERS, send=visit_protocol.protocol),
    "visit_made": Verb(visit_protocol.made, _NEEDS, LEADERS),
    "visit_read": Verb(visit_protocol.read, _NEEDS, _FOLLOWING, shows=True),
    "calibration": Verb(calibration.calibration, _WITH_RESULTS, _FOLLOWING, shows=True),
}
