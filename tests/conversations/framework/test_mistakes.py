from collections.abc import Callable
from dataclasses import dataclass

import pytest

from conversations.framework import Problem

Change = Callable[[str, str, str], tuple[Problem, ...]]

F, SV = "framework.toml", "sv.toml"


@dataclass(frozen=True, slots=True)
class Mistake:
    name: str
    file: str
    old: str
    new: str
    key: str
    line: int
    code: str
    said: str


MISTAKES = [
    Mistake(
        "a rule nobody knows",
        F,
        '"mean-per-area"',
        '"mean-per-aera"',
        "rule",
        5,
        "unknown-rule",
        "mean-per-area?",
    ),
    Mistake(
        "a rule far from all", F, '"mean-per-area"', '"x"', "rule", 5, "unknown-rule", "half-and-two-fifths,"
    ),
    Mistake(
        "level 0 qualifies", F, "level = 2", "level = 0", "qualifying_level", 4, "out-of-range", "1 to 3"
    ),
    Mistake(
        "level 4 of 3 qualifies", F, "level = 2", "level = 4", "qualifying_level", 4, "out-of-range", "1 to 3"
    ),
    Mistake("a group of two", F, "group = 5", "group = 2", "smallest_group", 6, "out-of-range", "3 or more"),
    Mistake("no year", F, "years = 2", "years = 0", "certificate_years", 7, "out-of-range", "1 or more"),
    Mistake(
        "no time",
        F,
        "criterion = 0.5",
        "criterion = 0",
        "minutes_per_criterion",
        8,
        "out-of-range",
        "at most 60",
    ),
    Mistake(
        "share above one",
        F,
        "staff = 0.4",
        "staff = 40",
        "thresholds.share_of_staff",
        13,
        "out-of-range",
        "at most 1",
    ),
    Mistake(
        "no share",
        F,
        "answers = 0.5",
        "answers = 0",
        "thresholds.share_of_answers",
        12,
        "out-of-range",
        "than 0",
    ),
    Mistake("near too many", F, "near = 1", "near = 4", "thresholds.near", 14, "out-of-range", "0 to 3"),
    Mistake(
        "not a number at all",
        F,
        "staff = 0.4",
        "staff = nan",
        "thresholds.share_of_staff",
        13,
        "wrong-type",
        "number",
    ),
    Mistake(
        "true is no number",
        F,
        "near = 1",
        "near = true",
        "thresholds.near",
        14,
        "wrong-type",
        "not true or false",
    ),
    Mistake(
        "half a level", F, "level = 2", "level = 2.0", "qualifying_level", 4, "wrong-type", "a whole number"
    ),
    Mistake(
        "pulse of strangers",
        F,
        '"meals"]',
        '"meal"]',
        "pulse[2]",
        9,
        "unknown-criterion",
        "Did you mean meals?",
    ),
    Mistake(
        "pulse twice", F, '["sight", "meals"]', '["meals", "meals"]', "pulse[2]", 9, "duplicate-id", "line 9"
    ),
    Mistake(
        "an empty pulse", F, '["sight", "meals"]', "[]", "pulse", 9, "wrong-count", "at least 1 criteria"
    ),
    Mistake(
        "an unknown area",
        F,
        'area = "kitchen"',
        'area = "kitchn"',
        "criteria[2].area",
        38,
        "unknown-area",
        "kitchen?",
    ),
    Mistake(
        "an unknown role",
        F,
        '["leadership"]',
        '["pupils"]',
        "criteria[3].seen_by[1]",
        44,
        "unknown-role",
        "staff,",
    ),
    Mistake(
        "asked of nobody", F, '["leadership"]', "[]", "criteria[3].seen_by", 44, "wrong-count", "at least 1"
    ),
    Mistake("a misspelt id", F, 'id = "tiny"', 'id = "Tiny one"', "id", 2, "bad-id", "small letters"),
    Mistake(
        "an unknown key",
        F,
        "near = 1",
        "near = 1\nfar = 3",
        "thresholds.far",
        15,
        "unknown-key",
        "far is not",
    ),
    Mistake(
        "a misspelt key",
        F,
        "near = 1",
        "naer = 1",
        "thresholds.naer",
        14,
        "unknown-key",
        "Did you mean near?",
    ),
    Mistake("a missing key", F, "near = 1", "", "thresholds.near", 11, "missing-key", "near is missing"),
    Mistake(
        "a table instead of a list",
        F,
        '["en", "sv"]',
        "{}",
        "languages",
        3,
        "wrong-type",
        "a list of languages",
    ),
    Mistake("an empty text", SV, '"Grön skola"', '"  "', "award", 2, "empty-text", "empty"),
    Mistake(
        "a missing text",
        SV,
        'help = "En skylt räknas."',
        "",
        "criteria.sight.help",
        48,
        "missing-key",
        "help",
    ),
    Mistake("a number as text", SV, '"Grön skola"', "7", "award", 2, "wrong-type", "not a whole number"),
    Mistake(
        "two descriptors",
        SV,
        '"Inget än.", ',
        "",
        "criteria.meals.levels",
        43,
        "wrong-count",
        "3 level descriptors",
    ),
    Mistake(
        "five",
        SV,
        '"Inget än."',
        '"a", "b", "Inget än."',
        "criteria.meals.levels",
        43,
        "wrong-count",
        "there are 5",
    ),
    Mistake(
        "no prompt", SV, '["Vem bjöd vi in?"]', "[]", "criteria.sight.prompts", 53, "wrong-count", "1 to 2"
    ),
    Mistake(
        "one measure",
        SV,
        ', "Fråga köket."',
        "",
        "criteria.meals.measures.to_2",
        46,
        "wrong-count",
        "2 measures",
    ),
    Mistake(
        "a step too far",
        SV,
        "[criteria.meals]",
        "to_4 = []",
        "criteria.plants.measures.to_4",
        40,
        "unknown-key",
        "",
    ),
    Mistake(
        "an unknown criterion",
        SV,
        "[criteria.sight]",
        "[criteria.sigth]",
        "criteria.sigth",
        48,
        "unknown-key",
        "sight?",
    ),
    Mistake(
        "an empty element",
        SV,
        '"Fråga köket."',
        '""',
        "criteria.meals.measures.to_2[2]",
        46,
        "empty-text",
        "",
    ),
    Mistake(
        "a long descriptor",
        SV,
        '"Varje klass vattnar sin egen låda."',
        f'"{"ord " * 30}"',
        "criteria.plants.levels[2]",
        30,
        "long-descriptor",
        "30 words",
    ),
    Mistake(
        "the same descriptor",
        SV,
        '"Varje klass vattnar sin egen låda."',
        '"Någon vattnar ibland."',
        "criteria.plants.levels[2]",
        30,
        "same-descriptor",
        "level 1",
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_one_mistake_is_told_by_file_key_and_line(after: Change, mistake: Mistake) -> None:
    found = after(mistake.file, mistake.old, mistake.new)
    assert (mistake.file, mistake.key, mistake.line, mistake.code) in [
        (problem.file, problem.key, problem.line, problem.code) for problem in found
    ]
    assert mistake.said in next(problem.sentence for problem in found if problem.key == mistake.key)
