"""Every role, every verb, every object: deny by default, through the spine and on a real database."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conversations.context import Need
from conversations.events import Event, Pressed, Submitted
from conversations.messages import Action
from tests.conversations.roles_world import (
    ACTORS,
    ALM,
    BJORK,
    CEDER,
    DAL,
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

OWN = {"my round", "my team"}
AT_ALM = {"my round", "my team", "a colleague", "another team", "the leadership", "a team in the wrong round"}
AT_BJORK = {
    *("another school", "another school's closed round", "somebody at another school"),
    *("another school's leadership", "another school's team"),
}
MAY: dict[tuple[str, str], set[str]] = {
    **{(name, verb): OWN for name in ("Asta A", "Lena Lag") for verb in ("answer", "erase_yes")},
    **{(name, "mute"): OWN | {"the closed round"} for name in ("Asta A", "Lena Lag")},
    **{(name, verb): {"my team"} for name in ("Asta A", "Lena Lag") for verb in ("discussed", "undiscussed")},
    **{("Rut Rektor", verb): {"the leadership"} for verb in ("answer", "erase_yes", "mute")},
    ("Rut Rektor", "extend"): AT_ALM,
    ("Karin Kord", "channels"): {*AT_ALM, "the closed round", "no round at all", *AT_BJORK},
    **{("Sten Chef", verb): {"the small school"} for verb in ("answer", "erase_yes", "mute", "extend")},
}
"""All that anybody here may change; what is not here is denied."""

CHANGING = (
    "answer",
    "erase_yes",
    "mute",
    "discussed",
    "undiscussed",
    "extend",
    "channels",
    "no_such_verb",
)
READING = (
    "apply",
    "ask",
    "review",
    "results",
    "criteria",
    "teams",
    "participation",
    "counts",
    "overview",
    "export",
    "channels",
    "dashboard",
)


@pytest.fixture(scope="module")
def world(migrated_file: Path) -> Iterator[Callable[[], World]]:
    with worlds(migrated_file) as fresh:
        yield fresh


def event_of(verb: str, target: Action, value: str = "2") -> Event:
    item = (
        "garden" if verb in {"discussed", "undiscussed"} else "sight" if "leader" in target.who else "meals"
    )
    action = replace(target, verb=verb, item=item, value=value)
    if verb == "discussed":
        return Submitted(action, {"note": "Vi är överens"})
    if verb == "channels":
        # Whichever the school, a channel for its first team.
        return Submitted(replace(action, round=0, item="", value=""), {"team1": "C1", "team4": "C1"})
    if verb == "extend":
        return Submitted(action, {"closes_on": "2026-02-20"})
    return Pressed(action)


@pytest.mark.parametrize("verb", CHANGING)
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_changes_more_than_they_may(world: Callable[[], World], actor: str, verb: str) -> None:
    now = world()
    before = state(now, actor)
    for name, target in now.targets().items():
        if name in MAY.get((actor, verb), set()):
            continue
        reply = act(now, actor, event_of(verb, target), name)
        said = reply.shown or reply.replaced
        assert said is not None, name
        assert (said.language, bool(said.summary)) == ("sv", True), name
        assert state(now, actor) == before, name


@pytest.mark.parametrize(("actor", "verb"), sorted(MAY))
def test_everybody_changes_what_they_may(world: Callable[[], World], actor: str, verb: str) -> None:
    for name in sorted(MAY[actor, verb]):
        now = world()
        target = now.targets()[name]
        if verb == "undiscussed":
            act(now, actor, event_of("discussed", target), "discussed before")
        before = state(now, actor)
        act(now, actor, event_of(verb, target))
        changed = {table for table, rows in state(now, actor).items() if rows != before[table]}
        silent = verb == "mute" and name == "my team"
        assert bool(changed) is not silent, name
        assert refusals(now) == [], name


@pytest.mark.parametrize("verb", [verb for verb in CHANGING if verb not in {"mute", "no_such_verb"}])
@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor not in STRANGERS])
def test_whoever_reaches_for_what_is_not_theirs_leaves_a_line(
    world: Callable[[], World], actor: str, verb: str
) -> None:
    now, missing = world(), []
    follows = AT_ALM if (actor, verb) == ("Rut Rektor", "extend") else set()
    for name, target in now.targets().items():
        if name in MAY.get((actor, verb), set()) | follows or "closed" in name:
            continue
        before = len(refusals(now))
        act(now, actor, event_of(verb, target), name)
        if refusals(now)[before:] != [f"refused {verb}"]:
            missing.append(name)
    assert missing == []


FOREIGN = re.compile(f"{SECOND}|{DAL}|Lag Dal|Lag Dis|Dag D|Dora|Disa")
OTHERS_SCHOOL = re.compile(f"{BJORK}|{CEDER}|Lag Ek|Lag Lind|Bea B")


@pytest.mark.parametrize("verb", READING)
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_reads_about_others(world: Callable[[], World], actor: str, verb: str) -> None:
    now = world()
    for name, target in now.targets().items():
        reply = act(now, actor, event_of(verb, target), f"{verb} {name}")
        said = repr(reply.shown) + repr(reply.replaced) + written_to(now, actor)
        assert reply.shown or reply.replaced or written_to(now, actor)
        assert not FOREIGN.search(said), name
        if actor not in {"Karin Kord", "Sten Chef"}:
            assert not OTHERS_SCHOOL.search(said), name
        if actor in STRANGERS:
            assert ALM not in said, name


@pytest.mark.parametrize(
    "value", ["9", "0", "4", "-1", "\uff11", "\uff11\uff12", "1_0", "1.0", " 2", "2 ", "0x2", "", "two"]
)
@pytest.mark.parametrize("item", ["plants", "meals", "sight", "nothing", "", "plants|meals"])
def test_only_a_level_on_a_question_that_is_asked_is_an_answer(
    world: Callable[[], World], item: str, value: str
) -> None:
    now = world()
    before = state(now, "Asta A")
    action = replace(now.targets()["my round"], verb="answer", item=item, value=value)
    reply = act(now, "Asta A", Pressed(action))
    assert reply.replaced is not None
    assert state(now, "Asta A") == before


@pytest.mark.parametrize(
    "line", ["answer|\uff11|1||meals|2", "answer|1_0|1||meals|2", "answer|+1|1||meals|2", "a|b"]
)
def test_a_button_with_odd_digits_is_none_of_ours(line: str) -> None:
    assert Action.decode(line) is None


def test_own_answers_are_read_by_nobody_else(world: Callable[[], World]) -> None:
    now = world()
    named = replace(now.targets()["a colleague"], verb="review")
    for actor in ("Asta A", "Lena Lag", "Rut Rektor", "Karin Kord"):
        arrived = now.first.arrived(actor, Pressed(named))
        context = now.first.context(arrived, Need.DESKS, now=OPEN)
        assert now.first.person("Bo A") not in {
            desk.respondent.id for desk in context.desks if desk.respondent.kind == "person"
        }
