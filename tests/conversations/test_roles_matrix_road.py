"""The same for the road to a certificate and action plans: every role, every verb, everybody's objects."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conversations.context import Need
from conversations.decisions import DecideApplication, GrantException, SaveApplication, Waive
from conversations.dialogs import action_plan, certification, year
from conversations.dialogs.verbs import VERBS
from conversations.events import Event, Pressed, Submitted
from conversations.messages import Form, Message
from conversations.rules.plan_steps import offers
from tests.conversations.roles_road import (
    TODAY,
    Target,
    cohort,
    decide,
    prepare,
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
    OPEN,
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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEFORE = _words(
    "home dashboard help who language welcome later begin ask answer back pause terms review change "
    "erase erase_yes erase_no mute discussed undiscussed counts participation extend results "
    "criteria teams overview school export channels plan"
)
"""The verbs that the other matrix is about, and those that concern nobody but whoever presses them."""

READS = _words(
    "road apply application_examples application_withdraw applications application decisions cohorts "
    "cohort sessions session session_pages visits visit visit_guide visit_read calibration checklist "
    "certify certificate certificates action_plan measures year progress support year_export"
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
    "road": set(),
    "year": set(),
    "progress": set(),
    "support": set(),
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
    "exception_undo": {"the school that does not qualify"},
    "deadline": {
        "my application",
        "another's application",
        "the small school's application",
        "the school that does not qualify",
        # Without a round it is the newest that has closed.
        "no digits",
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

VALUES = {
    "application_decide": "accepted",
    "session_reply": "no",
    "session_attendance": "all",
    "visit_agree": "2026-03-03",
    "measure_report": "done",
}
DAYS = {"certificate_withdraw": "2026-02-04"}
REQUIRED = {
    "waive": {ALM: "session:3", BJORK: "session:3"},
    "waive_undo": {ALM: "visit_hosted", BJORK: "session:1"},
}
WRITTEN = _words("why learn share saw take_home try_next made_up bring ask note reason place")
AREAS = ("leadership", "teaching", "development", "culture", "infrastructure")


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
    written = dict.fromkeys(WRITTEN, "Väl skrivet")
    picked = dict.fromkeys(("session", "visit", "cohort", "certificate", "measure"), item)
    choices = f"{item}:{school}" if verb == "checklist" else str(school)
    return {
        **written,
        **picked,
        **{f"example:{area}": "Ett exempel" for area in AREAS},
        **{f"rating_{area}": "2" for area in AREAS},
        **dict.fromkeys(("person", "represents", "responsible"), person),
        "school": choices,
        "day": DAYS.get(verb, "2026-03-10"),
        "there": "yes",
        "heard": "yes",
        "begins": "13.00",
        "length": "3",
        "links": "",
        "name": "Kull tre",
        "first": "2026-08-18",
        "last": "2027-06-08",
        "wording": f"Något nytt {verb}",
        "due_on": "2026-05-05",
        "question": "none",
        "requirement": REQUIRED.get(verb, {}).get(names.get(school, ""), "session:3"),
    }


def events(world: World, verb: str, target: Target) -> tuple[Event, Event]:
    """A press and a filled-in form that reach for something."""
    action = replace(target.action, verb=verb, value=VALUES.get(verb, "yes"))
    if verb in {"measure_report", "measure_note"}:
        # Whoever is responsible need not follow the school's rounds: the button names the measure alone.
        action = replace(action, round=0, school=0)
    if verb == "measure_choose":
        (view,) = (
            each
            for each in world.first.context(world.first.arrived("Rut Rektor"), Need.SCHOOLS, now=OPEN).schools
            if each.round.id == world.closed
        )
        assert view.snapshot is not None
        offer = offers(view.snapshot, view.round.framework)[0]
        action = replace(action, item=offer.criterion, value=str(offer.place))
    return Pressed(action), Submitted(action, fields(world, verb, target))


def reached(world: World, verb: str, actor: str) -> dict[str, Target]:
    """What somebody reaches for with a verb; a stranger with a few things, being refused before anything."""
    known = PARTS.get(verb, PARTS.get(verb.split("_", maxsplit=1)[0]))
    found = {
        name: each
        for name, each in targets(world).items()
        if not each.kind or known is None or each.kind in known
    }
    if actor in STRANGERS:
        return {name: found[name] for name in (*list(found)[:1], *list(found)[-3:])}
    return {name: each for name, each in found.items() if name not in MAY.get((actor, verb), set())}


SECRET = re.compile(r"Hemligt ([^.]*)\.")
ELSEWHERE = (SECOND, DAL, EK, "Kull två", "Dag D", "Dora", "Disa", "Eva Ek")
OUTSIDE = (CEDER, HED, "Sten Chef", "Hans Hed", "C1 C", "H1 H")
BESIDE = (BJORK, FALT, "Stig Styr", "Fia Fält", "Bea B", "F1 F")
AT_HOME = (ALM, "Rut Rektor", "Rita", "Asta A", "Bo A", "Lena Lag")
NAMES: dict[str, tuple[str, ...]] = {
    "Karin Kord": (),
    "Rut Rektor": OUTSIDE,
    "Rita Representant": OUTSIDE,
    "Asta A": OUTSIDE,
    "Lena Lag": (*OUTSIDE, *BESIDE),
    "Sten Chef": (*BESIDE, *AT_HOME),
    "Frida Forsk": (*OUTSIDE, *BESIDE, *AT_HOME),
}
"""Whom and what each may not even hear named; strangers nobody and nothing."""


def readable(actor: str, told: str) -> bool:
    """Whether somebody may read what is secret."""
    whose, *what = told.split("/")
    if whose in {DAL, EK}:
        return False
    if actor == "Karin Kord":
        return "dropped" not in what
    if actor in {"Rut Rektor", "Rita Representant"}:
        return ALM in told or what[0] == "preparation"
    if actor == "Asta A":
        written = {f"{school}/preparation/{TODAY}" for school in (ALM, BJORK, FALT)}
        return told in written | {f"{ALM}/reflection/{TODAY}", f"{ALM}/Asta"}
    return actor == "Sten Chef" and whose == CEDER


def overheard(actor: str, said: str) -> list[str]:
    """What somebody has been told that is not for them."""
    names = (*OUTSIDE, *BESIDE, *AT_HOME) if actor in STRANGERS else NAMES[actor]
    secrets = [each for each in SECRET.findall(said) if not readable(actor, each)]
    return [*secrets, *(name for name in (*ELSEWHERE, *names) if name in said)]


def test_every_verb_is_in_one_of_the_matrices() -> None:
    assert set(VERBS) - set(ROAD) == BEFORE
    assert {verb for _, verb in MAY} | READS == set(ROAD)
    assert not {verb for _, verb in MAY} & READS


@pytest.mark.parametrize("verb", sorted(ROAD))
def test_nobody_changes_or_hears_more_than_they_may(world: Callable[[], World], verb: str) -> None:
    now = world()
    for actor in ACTORS:
        before, told = state(now, actor), written_to(now, actor)
        for name, target in reached(now, verb, actor).items():
            for place, event in enumerate(events(now, verb, target)):
                reply = act(now, actor, event, f"{actor} {verb} {name} {place}")
                assert reply.shown or reply.replaced or written_to(now, actor) != told, (actor, name)
                assert overheard(actor, repr(reply.shown) + repr(reply.replaced)) == [], (actor, name)
        assert state(now, actor) == before, actor
        assert overheard(actor, written_to(now, actor).removeprefix(told)) == [], actor


@pytest.mark.parametrize(("actor", "verb"), sorted(MAY))
def test_everybody_changes_what_they_may_on_the_road(
    world: Callable[[], World], actor: str, verb: str
) -> None:
    for name in sorted(MAY[actor, verb]):
        now = world()
        beforehand(now, verb)
        before, target = state(now, actor), targets(now)[name]
        for place, event in enumerate(events(now, verb, target)):
            reply = act(now, actor, event, f"{verb} {place}")
        if verb == "cohort_make":
            # The proposal that has been seen is sent once more.
            (form,) = (each for each in shown(reply.replaced).parts if isinstance(each, Form))
            act(now, actor, Submitted(form.action, fields(now, verb, target)), "once more")
        assert {table for table, rows in state(now, actor).items() if rows != before[table]}, name
        assert refusals(now) == [], name


@pytest.mark.parametrize(
    ("actor", "verb", "name", "told"),
    [
        ("Karin Kord", "application", "the small school's application", f"{CEDER}/form"),
        ("Karin Kord", "visit_read", "others' visit", f"{FALT}/{BJORK}/protocol"),
        ("Karin Kord", "certificate", "another's certificate", f"{FALT}/withdrawn"),
        ("Karin Kord", "checklist", "another in my cohort", f"{BJORK}/waived"),
        ("Karin Kord", "session", "another's missed session", f"{BJORK}/made_up"),
        ("Rut Rektor", "apply", "my application", f"{ALM}/form"),
        ("Rut Rektor", "decisions", "my application", f"{ALM}/reason"),
        ("Rut Rektor", "checklist", "my cohort", f"{ALM}/waived"),
        ("Rut Rektor", "session_pages", "the coming session", f"{BJORK}/preparation/3"),
        ("Rut Rektor", "action_plan", "Rut's measure", f"{ALM}/Rut"),
        ("Asta A", "session_pages", "today's session", f"{ALM}/reflection/2"),
        ("Asta A", "session_pages", "today's session", f"{BJORK}/preparation/2"),
        ("Asta A", "measures", "nothing", f"{ALM}/Asta"),
    ],
)
def test_everybody_reads_what_they_may(
    world: Callable[[], World], actor: str, verb: str, name: str, told: str
) -> None:
    now = world()
    reply = act(now, actor, events(now, verb, targets(now)[name])[0])
    said = repr(reply.shown) + repr(reply.replaced) + written_to(now, actor)
    assert told in SECRET.findall(said)
    assert overheard(actor, said) == []


def shown(message: Message | None) -> Message:
    assert message is not None
    return message


def beforehand(world: World, verb: str) -> None:
    """What must have been decided before something can be done at all."""
    one, ceder = world.first, world.first.school(CEDER)
    if verb in {"cohort_make", "cohort_join"}:
        decide(one, DecideApplication(world.closed, ceder, "accepted"))
    if verb == "exception_undo":
        number = targets(world)["the school that does not qualify"].school
        decide(one, GrantException(world.closed, number, "Ny skola."))
    if verb == "application_send":
        written = fields(world, verb, targets(world)["the small school's application"])
        decide(one, SaveApplication(world.closed, ceder, written))
        decide(one, DecideApplication(world.closed, ceder, "returned", "Mer."))
    if verb == "certify_yes":
        names = [f"{kind}:{number}" for kind in ("session", "reflection") for number in (1, 2, 3)]
        for name in (*names, "visit_made", "visit_hosted", "protocol"):
            decide(one, Waive(cohort(one), one.school(BJORK), name, "Ett skäl"))


@pytest.mark.parametrize(
    ("actor", "verb", "name"),
    [
        ("Rut Rektor", "session_instead", "the coming session"),
        ("Rut Rektor", "measure_own", "Asta's measure"),
        ("Rut Rektor", "measure_edit", "Asta's measure"),
        ("Sten Chef", "application_fill", "the small school's application"),
    ],
)
def test_nobody_who_works_elsewhere_is_named_for_anything(
    world: Callable[[], World], actor: str, verb: str, name: str
) -> None:
    now = world()
    before, target = state(now, actor), targets(now)[name]
    for place, person in enumerate((now.first.person("Bea B"), now.second.person("Dag D"), 999, 0)):
        named = dict.fromkeys(("person", "represents", "responsible"), str(person))
        event = events(now, verb, target)[1]
        assert isinstance(event, Submitted)
        reply = act(now, actor, replace(event, fields={**event.fields, **named}), str(place))
        assert overheard(actor, repr(reply.replaced)) == []
        assert state(now, actor) == before


@pytest.mark.parametrize("verb", ["session", "visit", "cohort", "certificate", "checklist", "measure_edit"])
def test_a_form_reaches_no_farther_than_a_button(world: Callable[[], World], verb: str) -> None:
    """What a list's form names counts, whatever its button carries."""
    now = world()
    known = targets(now)
    mine = {
        "session": "the coming session",
        "visit": "our visit",
        "cohort": "my cohort",
        "certificate": "my certificate",
        "checklist": "my cohort",
        "measure_edit": "Asta's measure",
    }[verb]
    action = replace(known[mine].action, verb=verb)
    for actor in (each for each in ACTORS if each not in STRANGERS):
        before = state(now, actor)
        for name, target in known.items():
            button = replace(action, item="") if verb == "measure_edit" else action
            filled = {name: value for name, value in fields(now, verb, target).items() if name != "wording"}
            reply = act(now, actor, Submitted(button, filled), f"{actor} {name}")
            assert overheard(actor, repr(reply.shown) + repr(reply.replaced)) == [], (actor, name)
        assert state(now, actor) == before, actor
