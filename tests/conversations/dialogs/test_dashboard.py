from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conversations.context import Context, SchoolView
from conversations.dialogs.participation import participation
from conversations.events import Pressed
from conversations.facts import (
    AuthorityFacts,
    Counts,
    Duty,
    Me,
    Role,
    RoundFacts,
    SchoolFacts,
    Upcoming,
    WindowFacts,
    Work,
)
from conversations.framework import load, packaged
from conversations.messages import Action, Message
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import KINDS
from conversations.step import step
from conversations.turn import Replace, Show, To

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
ALM = SchoolFacts(3, "Almskolan", 30)
WINDOW = WindowFacts(
    date(2027, 1, 11),
    date(2027, 1, 22),
    datetime(2027, 1, 10, 23, tzinfo=UTC),
    datetime(2027, 1, 22, 23, tzinfo=UTC),
)
ROUND = RoundFacts(
    1, "Skattningen", "yearly", "individual", leadership=False, framework=load(packaged("malmo-2022-2025"))
)
COUNTS = Counts(30, 4, 12)


def context(role: Role, counts: Counts = COUNTS, work: Work | None = None) -> Context:
    view = SchoolView(ROUND, ALM, WINDOW, counts)
    return Context(
        now=NOW,
        authority=AuthorityFacts(1, "Förvaltningen", Calendar("Europe/Stockholm"), "a@skola.example"),
        place=To("person", 7),
        me=Me(7, "Alva Lind", "sv", (Duty(role, school=3),)),
        schools=(view,),
        work=work or Work(),
    )


def dashboard(of: Context) -> Message:
    (shown,) = step(of, Pressed(Action("dashboard"))).effects
    assert isinstance(shown, Show)
    return shown.message


def participating(of: Context) -> Message:
    (said,) = participation(of, Action("participation")).effects
    assert isinstance(said, Replace)
    return said.message


def overview(of: Context) -> Message:
    (said,) = step(of, Pressed(Action("overview"))).effects
    assert isinstance(said, Replace)
    return said.message


@pytest.mark.parametrize("role", ["principal", "representative", "coordinator"])
def test_how_many_are_not_reached_is_told_to_those_who_can_help(role: Role) -> None:
    assert "2 personer nås inte" in str(dashboard(context(role, replace(COUNTS, unreachable=2))))
    assert "nås inte" not in str(dashboard(context(role)))


@pytest.mark.parametrize(("invited", "times"), [(2, 0), (4, 0), (5, 4), (30, 4)])
def test_where_few_are_asked_not_even_that_is_told(invited: int, times: int) -> None:
    counts = Counts(invited, 0, 0, unreachable=1)
    leading, coordinating = context("principal", counts), context("coordinator", counts)
    messages = (
        *(dashboard(leading), participating(leading)),
        *(dashboard(coordinating), overview(coordinating)),
    )
    assert sum("nås inte" in str(message) for message in messages) == times


def test_whoever_is_asked_in_two_rounds_is_one_person() -> None:
    of = context("coordinator", replace(COUNTS, unreachable=2))
    twice = (*of.schools, replace(of.schools[0], round=replace(ROUND, id=2, kind="pulse")))
    assert "2 personer nås inte" in str(dashboard(replace(of, schools=twice)))


def test_strangers_are_for_coordinators_only() -> None:
    for role, told in (("coordinator", True), ("principal", False)):
        of = context(role)  # type: ignore[arg-type]  # the two are roles
        shown = str(dashboard(replace(of, authority=replace(of.authority, strangers=3))))
        assert ("3 personer som inte finns i personallistan" in shown) is told


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (Work(unsent=1), "Ett meddelande är på väg ut."),
        (Work(parked=7), "7 meddelanden kommer inte fram"),
        (Work(stuck=2), "2 saker som jag skulle ha gjort"),
    ],
)
def test_what_waits_is_told_in_plain_words(work: Work, words: str) -> None:
    assert words in str(dashboard(context("coordinator", work=work)))
    assert words not in str(dashboard(context("coordinator")))
    assert words not in str(dashboard(context("principal", work=work)))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everything_the_clock_can_do_has_words(language: str) -> None:
    work = Work(tuple(Upcoming(kind, date(2027, 1, 18), "Omgången", 3) for kind in KINDS))
    of = context("coordinator", work=work)
    assert of.me is not None
    shown = str(dashboard(replace(of, me=replace(of.me, language=language))))
    assert not any(kind in shown for kind in KINDS if "_" in kind)


def test_channels_are_not_spoken_of_where_there_are_none() -> None:
    assert "kanaler" not in str(dashboard(context("coordinator")))


def test_the_schools_that_lag_behind_are_named_when_half_the_time_is_gone() -> None:
    of = context("coordinator")
    other = replace(of.schools[0], school=SchoolFacts(4, "Björkskolan"), counts=Counts(30, 0, 29))
    both = replace(of, schools=(*of.schools, other))
    assert "Minst andel klara just nu: Almskolan 40\N{NO-BREAK SPACE}%." in str(dashboard(both)).replace(
        "\\xa0", "\N{NO-BREAK SPACE}"
    )
    assert "Minst andel" not in str(dashboard(replace(both, now=datetime(2027, 1, 12, 9, tzinfo=UTC))))


def test_somebody_with_several_duties_has_a_section_for_each() -> None:
    of = context("principal")
    assert of.me is not None
    both = replace(of, me=replace(of.me, duties=(Duty("principal", school=3), Duty("coordinator"))))
    shown = str(dashboard(both))
    assert shown.index("Almskolan") < shown.index("Alla skolor")
