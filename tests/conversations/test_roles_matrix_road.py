"""The same for the road to a certificate and action plans: every role, every verb, everybody's objects."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.dialogs import action_plan, certification, year
from conversations.dialogs.verbs import VERBS
from conversations.events import Event, Pressed, Submitted
from conversations.messages import Action, Form, Message
from conversations.decisions import DecideApplication, SaveApplication, Waive
from storage.tables import ActionPlan, Attendance, Measure
from tests.conversations.roles_road import (
    MADE_ON,
    Target,
    cohort,
    decide,
    prepare,
    secret,
    targets,
)
from tests.conversations.roles_world import (
    ACTORS,
    ALM,
    BJORK,
    CEDER,
    DAL,
    EK,
    FALT,
    HED,
    SECOND,
    STRANGERS,
    World,
    act,
    refusals,
    state,
    worlds,
    written_to,
)

ROAD = {**certification.VERBS, **action_plan.VERBS, **year.VERBS}

BEFORE = frozenset(
    "home dashboard help who language welcome later begin ask answer back pause terms review change erase"
    " erase_yes erase_no mute discussed undiscussed counts participation extend results criteria teams"
    " overview school export channels plan".split()
)
"""The verbs that the other matrix is about, and those that concern nobody but whoever presses them."""

READS = frozenset(
    "road apply application_examples application_withdraw applications application decisions cohorts cohort"
    " sessions session session_pages visits visit visit_guide visit_read calibration checklist certify"
    " certificate certificates action_plan measures year progress support year_export".split()
)
"""The verbs of the road that change nothing, whoever presses them."""

PARTS = {
    "session": {"session"},
    "visit": {"visit"},
    "calibration": {"visit"},
    "cohort": {"cohort"},
    "checklist": {"cohort"},
    "waive": {"cohort"},
    "certify": {"cohort"},
    "certificate": {"certificate"},
    "be": {"certificate"},
    "measure": {"measure"},
    "measures": {"measure"},
    "action": {"measure"},
    "apply": {"application"},
    "application": {"application"},
    "exception": {"application"},
    "deadline": {"application"},
    "decisions": {"application"},
}
"""What the verbs are about, by the word they begin with; any other is tried with everything there is."""

MINE = {"the missed session", "today's session", "the coming session"}
OTHERS_PART = {"another's missed session", "another's part today", "another's coming session"}
TO_COME = {"today's session", "the coming session"}
IN_PLAN = {"Asta's measure", "Rut's measure"}
AS_PLACE = IN_PLAN | {"another's measure as mine", "their measure as mine"}
MEMBERS = {"my cohort", "another in my cohort"}

LEADS: dict[str, set[str]] = {
    "session_reply": TO_COME,
    "session_instead": TO_COME,
    "session_prepare": TO_COME,
    "session_reflect": {"the missed session", "today's session"},
    "session_make_up": {"the missed session"},
    "session_here": {"today's session"},
    "visit_propose": {"the visit to us", "our visit"},
    "visit_agree": {"the visit to us"},
    "visit_cancel": {"the visit to us", "our visit"},
    "visit_protocol": {"our visit"},
    "visit_made": {"our visit"},
}
HEADS: dict[str, set[str]] = {
    "be_named": {"my certificate"},
    "measure_choose": AS_PLACE,
    "measure_own": AS_PLACE,
    "measure_edit": IN_PLAN,
    "measure_drop": IN_PLAN,
    "measure_report": IN_PLAN,
    "measure_note": IN_PLAN,
}
COORDINATES: dict[str, set[str]] = {
    "application_decide": {"the small school's application"},
    "exception": {"the school that does not qualify"},
    "deadline": {
        "my application",
        "another's application",
        "the small school's application",
        "the school that does not qualify",
    },
    "cohort_leave": MEMBERS,
    "cohort_join": {"one outside in my cohort"},
    "cohort_make": {"my cohort"},
    "session_change": MINE | OTHERS_PART | {"the cancelled session"},
    "session_cancel": TO_COME | {"another's part today", "another's coming session"},
    "session_restore": {"the cancelled session"},
    "session_attendance": {
        "the missed session",
        "today's session",
        "another's missed session",
        "another's part today",
    },
    "session_accept_make_up": {"the missed session", "another's missed session"},
    "waive": MEMBERS,
    "waive_undo": MEMBERS,
    "certify_yes": {"another in my cohort"},
    "certificate_withdraw": {"my certificate"},
    "certificate_restore": {"another's certificate"},
}
MAY: dict[tuple[str, str], set[str]] = {
    **{(name, verb): may for name in ("Rut Rektor", "Rita Representant") for verb, may in LEADS.items()},
    **{("Rut Rektor", verb): may for verb, may in HEADS.items()},
    **{("Karin Kord", verb): may for verb, may in COORDINATES.items()},
    **{("Asta A", verb): {"today's session"} for verb in ("session_prepare", "session_reflect")},
    ("Asta A", "session_here"): {"today's session"},
    **{("Asta A", verb): {"Asta's measure"} for verb in ("measure_report", "measure_note")},
    **{
        ("Sten Chef", verb): {"the small school's application"}
        for verb in ("application_fill", "application_send", "application_withdraw_yes")
    },
}
"""All that anybody here may change on the road; what is not here is denied."""

ITEMS = {"measure_choose": "chosen from the result"}
VALUES = {
    "application_decide": "accepted",
    "session_reply": "no",
    "session_attendance": "all",
    "visit_agree": "2026-03-03",
    "measure_report": "done",
}
DAYS = {"certificate_withdraw": "2026-02-04"}
REQUIRED = {"waive": {ALM: "session:3", BJORK: "session:3"}, "waive_undo": {ALM: "visit_hosted", BJORK: "visit_made"}}
AREAS = ("leadership", "culture", "competence", "conditions", "infrastructure", "teaching", "organisation")


@pytest.fixture(scope="module")
def world(migrated_file: Path) -> Iterator[Callable[[], World]]:
    with worlds(migrated_file, prepare) as fresh:
        yield fresh


def fields(world: World, verb: str, target: Target) -> dict[str, str]:
    """Every field of every form, filled in so well that only the right is left to stop it."""
    item, school = target.action.item, target.school
    people = {ALM: "Bo A", BJORK: "E1 B", CEDER: "C1 C", FALT: "F1 F", HED: "H1 H"}
    names = {world.first.school(name): name for name in people}
    person = str(world.first.person(people[names.get(school, ALM)]))
    written = dict.fromkeys(
        "why learn share saw take_home try_next made_up bring ask note reason place".split(), "Väl skrivet"
    )
    picked = dict.fromkeys(("session", "visit", "cohort", "certificate", "measure"), item)
    choices = f"{item}:{school}" if verb == "checklist" else str(school)
    return {
        **written,
        **picked,
        **{f"example:{area.id}": "Ett exempel" for area in areas(world)},
        **{f"rating_{area.id}": "2" for area in areas(world)},
        **dict.fromkeys(("person", "represents", "responsible"), person),
        **{"school": choices, "day": DAYS.get(verb, "2026-03-10"), "there": "yes", "heard": "yes"},
        **{"begins": "13.00", "length": "3", "links": "", "name": "Kull tre"},
        **{"first": "2026-08-18", "last": "2027-06-08", "wording": f"Något nytt {verb}"},
        **{"due_on": "2026-05-05", "question": "none"},
        "requirement": REQUIRED.get(verb, {}).get(names.get(school, ""), "session:3"),
    }
