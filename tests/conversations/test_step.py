import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.context import Audience, Context
from conversations.dialogs.typed import meant
from conversations.events import Attached, Event, Pressed, Wrote
from conversations.facts import AuthorityFacts, Duty, Me, Role
from conversations.messages import Action, Message, Text
from conversations.rules.calendar import Calendar
from conversations.step import step
from conversations.turn import Refused, Replace, Show, To, Turn

AUTHORITY = AuthorityFacts(
    1, "Grundskoleförvaltningen", Calendar("Europe/Stockholm"), "dataskydd@skola.example"
)
OWN = To("person", 7)


def asked(role: Role, event: Event, place: To = OWN, language: str = "sv") -> Turn:
    return step(moment(role, place, language), event)


def moment(role: Role, place: To = OWN, language: str = "sv") -> Context:
    me = Me(7, "Alva Lind", language, (Duty(role, school=3),))
    return Context(now=datetime(2027, 1, 18, 9, tzinfo=UTC), authority=AUTHORITY, place=place, me=me)


def refusals(turn: Turn) -> list[str]:
    """The verbs that somebody in this role may not use; which schools are theirs is another matter."""
    refused = (effect for effect in turn.effects if isinstance(effect, Refused))
    return [effect.verb for effect in refused if effect.reason == "role"]


def shown(turn: Turn) -> Message:
    (message,) = [each.message for each in turn.effects if isinstance(each, Replace | Show)]
    return message


@pytest.mark.parametrize("verb", ["participation", "extend", "apply", "overview", "export", "plan", "school"])
def test_a_teacher_who_presses_what_is_not_hers_is_refused_and_noted(verb: str) -> None:
    assert refusals(asked("staff", Pressed(Action(verb, 1, 3)))) == [verb]


@pytest.mark.parametrize("words", ["läget", "exportera", "förläng", "ansök", "ny omgång", "alla skolor"])
def test_a_teacher_who_writes_the_same_is_answered_and_nothing_is_noted(words: str) -> None:
    turn = asked("staff", Wrote(words))
    assert not any(isinstance(effect, Refused) for effect in turn.effects)
    assert any(isinstance(effect, Replace) for effect in turn.effects)


@pytest.mark.parametrize("words", ["stöd", "Vem behöver stöd?", "undantag", "support", "exceptions"])
def test_what_stands_on_a_coordinators_buttons_is_understood_when_it_is_typed(words: str) -> None:
    assert "förstod jag inte" not in str(shown(asked("coordinator", Wrote(words))))


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("coordinator", "certifiering undantag lärtillfällen besök kraven beslut certifikat Stöd"),
        ("principal", "lärtillfällen besök kraven beslut certifikat"),
        ("representative", "lärtillfällen besök kraven certifikat"),
        ("staff", ""),
    ],
)
def test_the_help_names_the_words_of_the_road_to_those_who_may_go_it(role: Role, words: str) -> None:
    last = shown(asked(role, Wrote("hjälp"))).parts[-1]
    named = re.findall("”(.+?)”", last.text) if isinstance(last, Text) else []
    assert named == words.split()
    for word in named:
        assert "förstod jag inte" not in str(shown(asked(role, Wrote(word))))
        action = meant(moment(role), word).action
        assert action is not None
        assert refusals(asked(role, Pressed(action))) == []


@pytest.mark.parametrize("verb", ["extend", "apply"])
def test_only_principals_extend_and_apply(verb: str) -> None:
    assert refusals(asked("representative", Pressed(Action(verb, 1, 3)))) == [verb]
    assert refusals(asked("coordinator", Pressed(Action(verb, 1, 3)))) == [verb]
    assert refusals(asked("principal", Pressed(Action(verb, 1, 3)))) == []


def test_a_refusal_in_a_channel_stands_beside_the_card() -> None:
    turn = asked("principal", Pressed(Action("undiscussed", 1, 3)), To("team", 4))
    assert not any(isinstance(effect, Replace) for effect in turn.effects)
    assert any(isinstance(effect, Show) for effect in turn.effects)


def test_a_channel_is_spoken_to_in_its_schools_language() -> None:
    for words in ("status", "hello", "help", "what is this", "my answers"):
        (said,) = asked("staff", Wrote(words), To("team", 4), "en").effects
        assert isinstance(said, Replace)
        assert said.message.language == "sv"


def test_ones_own_conversation_is_in_ones_own_language_whatever_the_school_speaks() -> None:
    context = Context(
        now=datetime(2027, 1, 18, 9, tzinfo=UTC),
        authority=AUTHORITY,
        place=OWN,
        me=Me(7, "Alva Lind", "en", (Duty("staff", school=3),)),
    )
    (said,) = step(replace(context, audience=Audience(school_language="sv")), Wrote("help")).effects
    assert isinstance(said, Replace)
    assert said.message.language == "en"


def test_a_file_is_answered_kindly_and_nothing_is_done() -> None:
    (said,) = asked("staff", Attached()).effects
    assert isinstance(said, Replace)
    assert "sparat" in str(said.message)


def test_in_a_channel_people_send_each_other_files_in_peace() -> None:
    assert asked("staff", Attached(), To("team", 4)).effects == ()


def test_typed_words_know_the_press_that_shows_the_same() -> None:
    (shown,) = asked("staff", Wrote("vem ser vad")).effects
    assert isinstance(shown, Show)
    assert shown.again == Action("who")
    assert asked("staff", Pressed(shown.again)).effects == (replace(shown, again=None),)


def test_a_refusal_of_typed_words_is_not_to_be_pressed_again() -> None:
    effects = asked("staff", Wrote("exportera"), To("team", 4)).effects
    assert [each.again for each in effects if isinstance(each, Show)] == [None]
