"""What can be wrong with a framework, told by file, key and line."""

from dataclasses import dataclass

SENTENCES = {
    "missing-file": "{why}, but there is no file {wanted}.",
    "unlisted-file": "The language {language} is not in framework.toml's list of languages.",
    "not-text": "The file is not UTF-8 text.",
    "syntax": "This is not TOML: {reason}.",
    "missing-key": "{name} is missing.",
    "unknown-key": "{name} is not a known key.{hint}",
    "wrong-type": "This should be {wanted}, not {found}.",
    "empty-text": "The text is empty.",
    "wrong-count": "There should be {wanted} {noun} here, and there are {found}.",
    "bad-id": "{name} is not an id: use small letters a to z, digits and single hyphens.",
    "duplicate-id": "{name} stands here twice; it stood on line {first} already.",
    "unknown-rule": "{name} is not a rule preset.{hint}",
    "unknown-area": "{name} is not one of the areas.{hint}",
    "unknown-role": "{name} is not somebody who can be asked.{hint}",
    "unknown-criterion": "{name} is not one of the criteria.{hint}",
    "empty-area": "The area {name} has no criteria.",
    "out-of-range": "{found} is outside the range: it should be {wanted}.",
    "long-descriptor": "The descriptor has {words} words; it should have fewer than {limit}.",
    "same-descriptor": "The descriptor says the same as that of level {level}.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a framework's files.

    `key` is the dotted path, with list elements counted from 1 in brackets, and empty when the whole
    file is meant. `line` counts from 1. `code` is a word for programs, `values` what its sentence needs.
    """

    file: str
    key: str
    line: int
    code: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def sentence(self) -> str:
        """Say in English what is wrong."""
        return SENTENCES[self.code].format_map(dict(self.values))

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.key, self.sentence) if part)


class FrameworkError(ValueError):
    """The framework's files cannot be used; `problems` says everything that is wrong with them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
