"""From applying to the certificate: every verb of certification, by the part of the road it belongs to."""

from conversations.context import Need
from conversations.dialogs.certification.application import verbs as applying_verbs
from conversations.dialogs.certification.certificate import road
from conversations.dialogs.certification.certificate import verbs as certifying_verbs
from conversations.dialogs.certification.session import verbs as session_verbs
from conversations.dialogs.certification.visit import verbs as visit_verbs
from conversations.dialogs.verb import Verb

VERBS: dict[str, Verb] = {
    "road": Verb(road.road, frozenset({Need.SCHOOLS, Need.CERTIFICATION})),
    **applying_verbs.VERBS,
    **session_verbs.VERBS,
    **visit_verbs.VERBS,
    **certifying_verbs.VERBS,
}
