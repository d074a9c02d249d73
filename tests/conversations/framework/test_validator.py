from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.framework import Problem, load, problems

Change = Callable[[str, str, str], tuple[Problem, ...]]


def told(found: tuple[Problem, ...]) -> list[tuple[str, str, int, str]]:
    return [(problem.file, problem.key, problem.line, problem.code) for problem in found]


def test_a_good_framework_has_no_problems(tiny: dict[str, str]) -> None:
    assert problems(tiny) == ()


F, SV = "framework.toml", "sv.toml"


def test_a_slip_in_a_key_is_one_problem_and_not_two(after: Change) -> None:
    assert [problem.code for problem in after(SV, "question =", "questoin =")] == ["unknown-key"]


def test_a_descriptor_of_twenty_nine_words_is_short_enough(after: Change) -> None:
    words = "ord \N{EN DASH} " * 29
    assert after(SV, '"Hela gatan."', f'"{words}"') == ()


def test_a_duplicate_id_says_where_the_first_one_stands(after: Change) -> None:
    found = after(F, 'id = "meals"\narea', 'id = "plants"\narea')
    duplicate = next(problem for problem in found if problem.code == "duplicate-id")
    assert (duplicate.key, duplicate.line) == ("criteria[2].id", 37)
    assert duplicate.sentence == "plants stands here twice; it stood on line 32 already."


def test_two_levels_are_too_few_and_seven_too_many(after: Change) -> None:
    too_few = after(F, '[[levels]]\nid = "tree"\n', "")
    assert (F, "levels", 16, "wrong-count") in told(too_few)
    more = "".join(f'[[levels]]\nid = "l{number}"\n' for number in range(4))
    assert (F, "levels", 16, "wrong-count") in told(after(F, "[[areas]]", more + "[[areas]]"))


def test_an_area_without_criteria_is_a_problem(after: Change) -> None:
    found = after(F, 'area = "kitchen"', 'area = "garden"')
    assert told(found) == [(F, "areas[2]", 28, "empty-area")]


def test_a_missing_language_file_is_told_where_the_language_is_listed(tiny: dict[str, str]) -> None:
    del tiny[SV]
    found = problems(tiny)
    assert told(found) == [(F, "languages[2]", 3, "missing-file")]
    assert found[0].sentence == "The language sv is listed, but there is no file sv.toml."


def test_a_language_file_that_is_not_listed_is_told(tiny: dict[str, str]) -> None:
    assert told(problems(tiny | {"fi.toml": ""})) == [("fi.toml", "", 1, "unlisted-file")]


def test_a_framework_without_its_main_file_says_so() -> None:
    assert told(problems({})) == [(F, "", 1, "missing-file")]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb =\n", 2), ("a = 1\na = 2\n", 2), ("a = 1\n\nb = [1,\n", 3), ('a = "', 1)],
)
def test_a_syntax_error_has_its_line(tiny: dict[str, str], text: str, line: int) -> None:
    assert told(problems(tiny | {SV: text})) == [(SV, "", line, "syntax")]


def test_a_file_in_another_encoding_has_the_line_of_its_first_strange_byte(tiny: dict[str, str]) -> None:
    latin = tiny[SV].encode("latin-1")
    assert told(problems({**tiny, SV: latin})) == [(SV, "", 1, "not-text")]


def test_bottomless_nesting_is_a_problem_and_not_a_crash(tiny: dict[str, str]) -> None:
    assert [problem.code for problem in problems(tiny | {SV: "a = " + "[" * 50_000})] == ["syntax"]


def test_braces_in_a_bad_value_are_shown_as_they_are(after: Change) -> None:
    found = after(F, '"mean-per-area"', '"{hint.__class__}"')
    assert "{hint.__class__} is not a rule preset." in found[0].sentence


def test_a_problem_reads_like_a_compilers_line(after: Change) -> None:
    found = after(F, "smallest_group = 5", "smallest_group = 1")
    assert str(found[0]) == (
        "framework.toml:6: smallest_group: 1 is outside the range: it should be 3 or more."
    )


def test_problems_come_by_file_and_line_with_the_framework_first(tiny: dict[str, str]) -> None:
    tiny[F] = tiny[F].replace("near = 1", "near = 9").replace("smallest_group = 5", "smallest_group = 1")
    tiny["en.toml"] = tiny["en.toml"].replace('"Green school"', '""')
    assert [(problem.file, problem.line) for problem in problems(tiny)] == [(F, 6), (F, 14), ("en.toml", 2)]


SNIPPETS = st.sampled_from(
    [
        "",
        "x = 1",
        'id = ""',
        "levels = 3",
        "[criteria]",
        "[[criteria]]",
        "[levels]",
        "near = -1",
        "criteria = []",
        "[thresholds]",
        "a.b = {c = [1, [2]]}",
        'pulse = [["x"]]',
        "[[levels.x]]",
        "rule = 1979-05-27",
        "measures = 1",
    ]
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_a_line_is_either_a_problem_or_a_framework(
    tiny: dict[str, str], data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(sorted(tiny)))
    lines = tiny[file].split("\n")
    start = data.draw(st.integers(0, len(lines)))
    stop = start + data.draw(st.integers(0, 3))
    changed = tiny | {
        file: "\n".join([*lines[:start], *data.draw(st.lists(SNIPPETS, max_size=2)), *lines[stop:]])
    }
    found = problems(changed)
    for problem in found:
        assert problem.sentence
        assert 1 <= problem.line <= changed[problem.file].count("\n") + 1
    if not found:
        assert load(changed).words("sv").name
