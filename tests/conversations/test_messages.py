from hypothesis import given
from hypothesis import strategies as st

from conversations.messages import Action

words = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]))
numbers = st.integers(min_value=0, max_value=10**17)


@given(words, numbers, numbers, words, words, words)
def test_an_action_comes_back_as_it_was_sent(
    verb: str, round_id: int, school: int, who: str, item: str, value: str
) -> None:
    action = Action(verb, round_id, school, who, item, value)
    assert Action.decode(action.encode()) == action


@given(st.text())
def test_a_text_that_is_not_ours_is_nothing_and_never_an_error(text: str) -> None:
    decoded = Action.decode(text)
    assert decoded is None or decoded.encode() == text or decoded.encode().count("|") == text.count("|")


def test_only_plain_digits_are_numbers() -> None:
    for number in ("\uff11\uff12", "1_0", "-1", "", " 1", "\u0663", "1" * 19):
        assert Action.decode(f"answer|{number}|1|||3") is None
