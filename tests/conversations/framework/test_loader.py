import hashlib
import json
from collections import Counter
from fractions import Fraction

import pytest

from conversations.framework import (
    Framework,
    FrameworkError,
    load,
    packaged,
    packaged_names,
    problems,
    restored,
)
from conversations.framework.wording import DESCRIPTOR_WORDS, word_count

MALMO = "malmo-2022-2025"


def test_another_authoritys_framework_loads_without_a_change_of_code(tiny: dict[str, str]) -> None:
    framework = load(tiny)
    assert framework.id == "tiny"
    assert [level.id for level in framework.levels] == ["seed", "sprout", "tree"]
    assert [level.number for level in framework.levels] == [1, 2, 3]
    assert [area.id for area in framework.areas] == ["garden", "kitchen"]
    assert framework.rule == "mean-per-area"
    assert framework.qualifying_level == 2


def test_criteria_keep_the_files_order_and_say_who_sees_them(tiny: dict[str, str]) -> None:
    framework = load(tiny)
    assert [criterion.id for criterion in framework.criteria] == ["plants", "meals", "sight"]
    assert [criterion.id for criterion in framework.criteria_of("garden")] == ["plants", "sight"]
    assert framework.index("sight") == 2
    assert framework.criterion("meals").area == "kitchen"
    assert framework.criterion("meals").seen_by == {"staff"}
    assert framework.criteria_of("attic") == ()
    with pytest.raises(KeyError):
        framework.index("attic")


def test_a_pulse_round_asks_the_files_selection_in_its_order(tiny: dict[str, str]) -> None:
    framework = load(tiny)
    assert [criterion.id for criterion in framework.selection("pulse")] == ["sight", "meals"]
    assert framework.selection("yearly") == framework.criteria
    with pytest.raises(ValueError, match="monthly"):
        framework.selection("monthly")


def test_each_language_has_its_own_words(tiny: dict[str, str]) -> None:
    framework = load(tiny)
    swedish = framework.words("sv").criterion("plants")
    assert swedish.question == "Hur sköter vi växterna?"
    assert swedish.levels[1] == "Varje klass vattnar sin egen låda."
    assert framework.words("en").area("kitchen").introduction == "What we eat."
    assert framework.words("sv").level(3).name == "Träd"
    assert framework.words("en").award == "Green school"


def test_a_language_that_the_framework_lacks_falls_back_to_its_first(tiny: dict[str, str]) -> None:
    assert load(tiny).words("fi") == load(tiny).words("en")


@pytest.mark.parametrize("number", [0, -1, 4])
def test_a_level_outside_the_scale_is_an_error_and_not_the_last_one(
    tiny: dict[str, str], number: int
) -> None:
    with pytest.raises(IndexError):
        load(tiny).words("sv").level(number)


def test_measures_lead_to_a_level_however_the_table_is_written(tiny: dict[str, str]) -> None:
    words = load(tiny).words("en")
    assert words.criterion("plants").measures_to(2) == ("Give each class a bed.", "Buy a watering can.")
    assert words.criterion("meals").measures_to(3) == ("Plan the menu.", "Sow lettuce every week.")
    assert words.criterion("sight").measures_to(2) == ("Put up a sign.", "Have lessons outdoors.")
    assert [words.criterion("plants").measures_to(level) for level in (0, 1, 4)] == [(), (), ()]


def test_shares_are_exactly_what_the_author_wrote(tiny: dict[str, str]) -> None:
    thresholds = load(tiny).thresholds
    assert thresholds.share_of_staff == Fraction(2, 5)
    assert thresholds.share_of_answers == Fraction(1, 2)
    assert load(tiny).minutes_per_criterion == Fraction(1, 2)


def test_storage_can_keep_the_source_and_get_the_same_framework_back(tiny: dict[str, str]) -> None:
    framework = load(tiny)
    restored.cache_clear()
    again = restored(framework.source)
    assert again is not framework
    assert again == framework
    assert hash(again) == hash(framework)
    assert again.words("sv").criteria == framework.words("sv").criteria
    assert load(json.loads(framework.source)) == framework


def test_the_hash_is_the_sources_and_changes_with_any_word(tiny: dict[str, str]) -> None:
    framework = load(tiny)
    assert framework.hash == hashlib.sha256(framework.source.encode()).hexdigest()
    changed = load(tiny | {"sv.toml": tiny["sv.toml"].replace("Hela gatan.", "Hela kvarteret.")})
    assert changed.hash != framework.hash
    assert changed != framework


def test_order_of_files_line_ends_and_byte_order_mark_do_not_change_the_hash(tiny: dict[str, str]) -> None:
    windows = {
        name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for name, text in reversed(list(tiny.items()))
    }
    assert load(windows).hash == load(tiny).hash


def test_the_same_files_are_built_once(tiny: dict[str, str]) -> None:
    assert load(tiny) is load(dict(tiny))


def test_a_kept_framework_is_read_even_if_todays_validator_would_refuse_it(tiny: dict[str, str]) -> None:
    source = json.loads(load(tiny).source)
    source["sv.toml"] = source["sv.toml"].replace("Hela gatan.", "gata " * DESCRIPTOR_WORDS)
    assert problems(source)
    assert restored(json.dumps(source)).id == "tiny"


def test_loading_says_everything_that_is_wrong_at_once(tiny: dict[str, str]) -> None:
    broken = {
        "framework.toml": tiny["framework.toml"].replace("qualifying_level = 2", "qualifying_level = 4"),
        "en.toml": tiny["en.toml"].replace('"Green school"', '""'),
    }
    with pytest.raises(FrameworkError) as caught:
        load(broken)
    assert [problem.code for problem in caught.value.problems] == [
        "missing-file",
        "out-of-range",
        "empty-text",
    ]
    assert "framework.toml:4: qualifying_level: 4 is outside the range" in str(caught.value)


def test_a_framework_shows_no_texts_in_its_repr(tiny: dict[str, str]) -> None:
    assert repr(load(tiny)) == f"Framework('tiny', {load(tiny).hash[:12]})"


def test_only_frameworks_that_are_packaged_can_be_asked_for() -> None:
    with pytest.raises(KeyError):
        packaged("../framework")
    with pytest.raises(KeyError):
        packaged("__pycache__")


def test_the_packaged_frameworks_include_malmos() -> None:
    assert MALMO in packaged_names()


@pytest.mark.parametrize("name", packaged_names())
def test_no_packaged_framework_has_a_problem(name: str) -> None:
    assert list(map(str, problems(packaged(name)))) == []
    assert load(packaged(name)).id == name


@pytest.fixture
def malmo() -> Framework:
    return load(packaged(MALMO))


def test_malmo_has_thirty_criteria_six_for_each_of_five_areas(malmo: Framework) -> None:
    assert len(malmo.criteria) == 30
    assert [len(malmo.criteria_of(area.id)) for area in malmo.areas] == [6] * 5
    assert len(malmo.levels) == 4
    assert malmo.qualifying_level == 3
    assert malmo.rule == "half-and-two-fifths"
    assert malmo.thresholds.share_of_answers == Fraction(1, 2)
    assert malmo.thresholds.share_of_staff == Fraction(2, 5)
    assert malmo.thresholds.near == 2


def test_malmos_pulse_is_eight_criteria_from_all_five_areas(malmo: Framework) -> None:
    pulse = malmo.selection("pulse")
    assert len(pulse) == 8
    assert {criterion.area for criterion in pulse} == {area.id for area in malmo.areas}


def test_malmo_speaks_swedish_and_english_with_the_areas_and_levels_of_the_domain(malmo: Framework) -> None:
    assert set(malmo.languages) == {"sv", "en"}
    assert [level.name for level in malmo.words("sv").levels] == [
        "Påbörjad",
        "Aktiverad",
        "Trygg",
        "Välutvecklad",
    ]
    assert [level.name for level in malmo.words("en").levels] == ["Initial", "Enabled", "Confident", "Mature"]
    assert [malmo.words("sv").area(area.id).name for area in malmo.areas] == [
        "Ledarskap och planering",
        "Digitala verktyg i undervisningen",
        "Professionell fortbildning",
        "Kulturen kring skolans digitalisering",
        "Digitala resurser och infrastruktur",
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_of_malmos_criteria_has_four_short_descriptors_and_two_measures_a_step(
    malmo: Framework, language: str
) -> None:
    for criterion in malmo.criteria:
        words = malmo.words(language).criterion(criterion.id)
        assert len(words.levels) == 4
        assert max(map(word_count, words.levels)) < DESCRIPTOR_WORDS, criterion.id
        assert [len(words.measures_to(level)) for level in (2, 3, 4)] == [2, 2, 2]
        assert 1 <= len(words.prompts) <= 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_malmo_says_no_sentence_twice(malmo: Framework, language: str) -> None:
    sentences: Counter[str] = Counter()
    for words in malmo.words(language).criteria.values():
        measures = [measure for step in words.measures for measure in step]
        sentences.update([words.title, words.question, words.help, *words.levels, *words.prompts, *measures])
    assert [sentence for sentence, times in sentences.items() if times > 1] == []
