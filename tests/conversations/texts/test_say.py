import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.texts import languages, say, variants
from conversations.texts.loader import entries
from conversations.texts.sentences import Plural, Sentence, sentence


def test_the_bot_speaks_swedish_first_and_english_second() -> None:
    assert languages() == ("sv", "en")


def test_each_language_has_its_own_sentence() -> None:
    assert say("sv", "dates.joined", first="a", last="b") == "a och b"
    assert say("en", "dates.joined", first="a", last="b") == "a and b"


def test_an_unknown_language_speaks_swedish() -> None:
    for language in ("fi", "", "../en", "__pycache__"):
        assert say(language, "dates.joined", first="a", last="b") == "a och b"


def test_a_missing_value_names_the_text_and_the_field() -> None:
    with pytest.raises(KeyError, match=r"dates\.clock needs a value for \{minute\}"):
        say("sv", "dates.clock", hour="08")


def test_an_unknown_text_is_named() -> None:
    with pytest.raises(KeyError, match=r"there is no text called dates\.nothing"):
        say("sv", "dates.nothing")


def test_a_list_is_not_one_sentence_and_one_sentence_is_not_a_list() -> None:
    assert variants("sv", "dates.long.weekdays")[0] == "måndag"
    with pytest.raises(KeyError, match="list of variants"):
        say("sv", "dates.long.weekdays")
    with pytest.raises(KeyError, match="not a list"):
        variants("sv", "dates.clock")


def test_values_may_be_called_language_and_key() -> None:
    read = dict(entries("file", {"text": "{language} {key}"}))["file.text"]
    assert isinstance(read, Sentence)
    assert read.filled({"language": "a", "key": "b"}) == "a b"
    assert say("sv", "dates.joined", first="a", last="b", language="x", key="y") == "a och b"


@pytest.mark.parametrize(
    "name", ["{last}", "{0}", "{", "}}", "{first.__class__}", "%s", "$last", "\\N{BULLET}"]
)
def test_a_name_with_braces_is_read_as_it_stands(name: str) -> None:
    assert say("sv", "dates.joined", first=name, last="Åsa") == f"{name} och Åsa"


@given(st.text(), st.text())
def test_values_are_never_read_as_texts(first: str, last: str) -> None:
    assert (
        sentence("<{first}|{last}|{first}>").filled({"first": first, "last": last})
        == f"<{first}|{last}|{first}>"
    )


@given(st.text())
def test_any_text_with_doubled_braces_says_itself(text: str) -> None:
    read = sentence(text.replace("{", "{{").replace("}", "}}"))
    assert read.filled({}) == text
    assert read.fields == frozenset()


@pytest.mark.parametrize("source", ["{a.b}", "{a[0]}", "{}", "{0}", "{a!r}", "{a:>9}", "{a", "a}", "{a b}"])
def test_only_plain_names_may_stand_in_braces(source: str) -> None:
    with pytest.raises(ValueError):
        sentence(source)
    with pytest.raises(ValueError, match=r"^file\.text: "):
        dict(entries("file", {"text": source}))


@pytest.mark.parametrize("bad", [7, True, ["a", 7], [["a"]], {"one": "a", "other": 7}, [{"one": "a"}]])
def test_what_is_not_a_text_is_told_with_its_key(bad: object) -> None:
    with pytest.raises(ValueError, match=r"^file\.section\.text: "):
        dict(entries("file", {"section": {"text": bad}}))


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 frågor"), (1, "En fråga"), (2, "2 frågor"), (21, "21 frågor")]
)
def test_a_plural_is_chosen_by_n(n: int, said: str) -> None:
    plural = dict(entries("file", {"left": {"one": "En fråga", "other": "{n} frågor"}}))["file.left"]
    assert isinstance(plural, Plural)
    assert plural.filled({"n": n}) == said
    assert plural.fields == {"n"}


def test_variants_may_be_plurals_too() -> None:
    read = dict(entries("file", {"list": ["{n} kvar", {"one": "En till", "other": "{n} till"}]}))["file.list"]
    assert isinstance(read, tuple)
    assert [variant.filled({"n": 1}) for variant in read] == ["1 kvar", "En till"]


def test_a_section_may_have_a_text_called_one_as_long_as_it_has_others() -> None:
    assert list(dict(entries("file", {"one": "a", "two": "b"}))) == ["file.one", "file.two"]
