"""From applying to the certificate: every verb of certification, by the part of the road it belongs to."""

from conversations.context import Need
from conversations.dialogs.certification import (
    applying_verbs,
    certifying_verbs,
    road,
    session_verbs,
    visit_verbs,
)
from conversations.dialogs.verb import Verb

VERBS: dict[str, Verb] = {
    "road": Verb(road.road, frozenset({Need.SCHOOLS, Need.CERTIFICATION})),
    **applying_verbs.VERBS,
    **session_verbs.VERBS,
    **visit_verbs.VERBS,
    **certifying_verbs.VERBS,
}
