"""The action plan: what a school does with its result, who does it, and what became of it."""

from conversations.context import Need
from conversations.dialogs.action_plan import card, choosing, editing, reporting
from conversations.dialogs.verb import LEADERS, PRINCIPALS, Verb

_READ = frozenset({Need.SCHOOLS, Need.PLANS})
_CHANGE = _READ | {Need.COLLEAGUES, Need.CERTIFICATION}
_REPORT = frozenset({Need.PLANS, Need.CERTIFICATION})

VERBS: dict[str, Verb] = {
    "action_plan": Verb(card.action_plan, _READ, LEADERS),
    "measure_choose": Verb(choosing.choose, _CHANGE, PRINCIPALS),
    "measure_own": Verb(choosing.own, _CHANGE, PRINCIPALS, send=choosing.own),
    "measure_edit": Verb(editing.edit, _CHANGE, PRINCIPALS, send=editing.edit),
    "measure_drop": Verb(editing.drop, _CHANGE, PRINCIPALS),
    "measures": Verb(reporting.measures, frozenset({Need.PLANS})),
    "measure_report": Verb(reporting.report, _REPORT),
    "measure_note": Verb(reporting.add_note, _REPORT, send=reporting.add_note),
}
