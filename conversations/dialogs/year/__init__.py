"""The coordinator's year: where every school stands, how it has gone over time, and who needs support."""

from conversations.context import Need
from conversations.dialogs.verb import COORDINATORS, Verb
from conversations.dialogs.year import overview, progress, support

_ALL = frozenset({Need.SCHOOLS, Need.CERTIFICATION})

VERBS: dict[str, Verb] = {
    "year": Verb(overview.year, _ALL, COORDINATORS),
    "progress": Verb(progress.progress, frozenset({Need.YEARS}), COORDINATORS),
    "support": Verb(support.support, _ALL | {Need.PLANS}, COORDINATORS),
    "year_export": Verb(overview.export, _ALL | {Need.YEARS}, frozenset({"coordinator", "researcher"})),
}
