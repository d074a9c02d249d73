from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.context import Context
from conversations.events import Event, Pressed, Submitted
from conversations.facts import AuthorityFacts, ChannelFacts, Channels, Duty, Me, SchoolFacts, TeamPlace
from conversations.messages import Action, Buttons, Field, Form, Message
from conversations.rules.calendar import Calendar
from conversations.step import step
from conversations.turn import PRINCIPALS, Effect, Link, Replace, To

ALM, EK = SchoolFacts(3, "Almskolan"), SchoolFacts(4, "Ekskolan")
TEAMS = (TeamPlace(1, "Lag Gran", ALM), TeamPlace(2, "Lag Tall", ALM), TeamPlace(3, "Lag Gran", EK, "C9"))
KNOWN = (ChannelFacts("C1", "alm-gran"), ChannelFacts("C2", "tall"), ChannelFacts("C9", "ek-gran"))


def context(known: tuple[ChannelFacts, ...] = KNOWN, teams: tuple[TeamPlace, ...] = TEAMS) -> Context:
    return Context(
        now=datetime(2027, 1, 18, 9, tzinfo=UTC),
        authority=AuthorityFacts(1, "Förvaltningen", Calendar("Europe/Stockholm"), "a@skola.example"),
        place=To("person", 7),
        me=Me(7, "Petra Norén", "sv", (Duty("coordinator"),)),
        channels=Channels(known, teams),
    )


def done(event: Event, of: Context | None = None) -> tuple[Sequence[Effect], Message]:
    *links, said = step(of or context(), event).effects
    assert isinstance(said, Replace)
    return links, said.message


def confirmation(message: Message) -> Action:
    buttons = [each for part in message.parts if isinstance(part, Buttons) for each in part.buttons]
    return next(each.action for each in buttons if each.action.item)


def fields(message: Message) -> dict[str, Field]:
    return {each.name: each for part in message.parts if isinstance(part, Form) for each in part.fields}


def test_one_press_confirms_what_was_on_the_screen() -> None:
    links, shown = done(Pressed(Action("channels")))
    assert links == []
    assert done(Pressed(confirmation(shown)))[0] == [Link(To("team", 1), "C1"), Link(To("team", 2), "C2")]


def test_what_has_changed_since_is_shown_again_and_not_confirmed() -> None:
    confirm = confirmation(done(Pressed(Action("channels")))[1])
    more = context((*KNOWN, ChannelFacts("C3", "almskolan-tall")))
    links, shown = done(Pressed(confirm), more)
    assert links == []
    assert "har ändrats" in str(shown)
    assert done(Pressed(confirmation(shown)), more)[0] == [Link(To("team", 1), "C1")]


def test_no_more_is_confirmed_than_a_person_can_look_through() -> None:
    numbers = range(1, 101)
    teams = tuple(TeamPlace(number, f"Lag Gran {number}", ALM) for number in numbers)
    many = context(tuple(ChannelFacts(f"C{number}", f"gran-{number}") for number in numbers), teams)
    links, shown = done(Pressed(confirmation(done(Pressed(Action("channels")), many)[1])), many)
    assert len(links) == 40
    assert confirmation(shown)


def test_a_channel_is_chosen_changed_and_removed() -> None:
    chosen = Submitted(Action("channels", school=3), {"team1": "C2", "team2": "none"})
    assert done(chosen)[0] == [Link(To("team", 1), "C2")]
    assert done(Submitted(Action("channels", school=4), {"team3": "none"}))[0] == [Link(To("team", 3), "")]


def test_two_teams_can_change_channels_with_each_other() -> None:
    teams = (replace(TEAMS[0], channel="C1"), replace(TEAMS[1], channel="C2"))
    swapped = Submitted(Action("channels", school=3), {"team1": "C2", "team2": "C1"})
    links, _ = done(swapped, context(teams=teams))
    assert links == [
        Link(To("team", 1), ""),
        Link(To("team", 2), ""),
        Link(To("team", 1), "C2"),
        Link(To("team", 2), "C1"),
    ]


def test_a_channel_that_is_anothers_or_not_there_is_not_given() -> None:
    for value, words in (("C9", "ett annat arbetslags"), ("C777", "finns inte längre")):
        links, shown = done(Submitted(Action("channels", school=3), {"team1": value, "team2": "C2"}))
        assert links == []
        assert words in fields(shown)["team1"].error
    links, shown = done(Submitted(Action("channels", school=3), {"team1": "C2", "team2": "C2"}))
    assert links == []
    assert fields(shown)["team2"].error


def test_a_form_offers_the_likeliest_first_and_never_another_schools() -> None:
    _, shown = done(Pressed(Action("channels", school=3)))
    assert [value for value, _ in fields(shown)["team2"].options] == ["none", "C2", "C1"]


def test_no_list_is_longer_than_a_chat_can_show() -> None:
    known = tuple(ChannelFacts(f"C{number}", f"kanal-{number}") for number in range(300))
    field = fields(done(Pressed(Action("channels", school=3)), context(known))[1])["team1"]
    assert len(field.options) < 100
    assert field.hint


def test_a_school_is_picked_from_a_list_where_there_are_many() -> None:
    teams = tuple(TeamPlace(number, "Lag", SchoolFacts(number, f"Skola {number}")) for number in range(1, 9))
    many = context(teams=teams)
    assert len(fields(done(Pressed(Action("channels")), many)[1])["school"].options) == 8
    _, shown = done(Submitted(Action("channels"), {"school": "5"}), many)
    assert list(fields(shown)) == ["team5"]


CHOOSING = Action("channels", item="principals")


def test_the_principals_get_a_channel_that_no_team_has() -> None:
    called = (*KNOWN, ChannelFacts("C4", "rektorer"), ChannelFacts("C5", "allmant"))
    _, form = done(Pressed(CHOOSING), context(called))
    field = fields(form)["channel"]
    assert [value for value, _ in field.options] == ["none", "C4", "C5", "C1", "C2"]
    assert field.value == "none"
    links, shown = done(Submitted(CHOOSING, {"channel": "C4"}), context(called))
    assert links == [Link(PRINCIPALS, "C4")]
    assert "Rektorerna möts i #rektorer" in str(shown)


def test_the_principals_channel_can_be_taken_away_or_stay() -> None:
    of = replace(context(), channels=Channels(KNOWN, TEAMS, "C1"))
    assert done(Submitted(CHOOSING, {"channel": "none"}), of)[0] == [Link(PRINCIPALS, "")]
    for unchanged in ({}, {"channel": "C1"}):
        assert done(Submitted(CHOOSING, unchanged), of)[0] == []
    assert done(Submitted(CHOOSING, {"channel": "none"}))[0] == []
    assert fields(done(Pressed(CHOOSING), of)[1])["channel"].value == "C1"


@pytest.mark.parametrize(("channel", "why"), [("C9", "är ett arbetslags"), ("C404", "finns inte längre")])
def test_what_cannot_be_the_principals_channel_is_said(channel: str, why: str) -> None:
    links, form = done(Submitted(CHOOSING, {"channel": channel}))
    assert links == []
    assert why in fields(form)["channel"].error


def test_no_team_gets_the_channel_where_the_principals_meet() -> None:
    of = replace(context(), channels=Channels(KNOWN, TEAMS, "C1"))
    assert done(Pressed(confirmation(done(Pressed(Action("channels")), of)[1])), of)[0] == [
        Link(To("team", 2), "C2")
    ]
    _, form = done(Pressed(Action("channels", school=3)), of)
    assert "C1" not in dict(fields(form)["team1"].options)
    links, form = done(Submitted(Action("channels", school=3), {"team1": "C1"}), of)
    assert links == []
    assert "möts rektorerna" in fields(form)["team1"].error


def test_the_principals_channel_tells_when_nothing_arrives_there() -> None:
    outside = (ChannelFacts("C4", "rektorer", member=False),)
    of = replace(context(), channels=Channels(outside, TEAMS, "C4"))
    assert "Bjud in mig dit" in str(done(Pressed(Action("channels")), of)[1])


def test_of_very_many_channels_the_likeliest_can_be_chosen_and_it_says_how_to_find_the_others() -> None:
    many = (*(ChannelFacts(f"C{n}", f"kanal-{n}") for n in range(100, 300)), ChannelFacts("C4", "rektorer"))
    field = fields(done(Pressed(CHOOSING), context(many))[1])["channel"]
    assert field.options[1] == ("C4", "#rektorer")
    assert "rektor" in field.hint
    assert fields(done(Pressed(CHOOSING))[1])["channel"].hint == ""
