"""What a framework's language file must hold to."""

from collections.abc import Iterator, Mapping
from typing import Any

from conversations.framework.files import ParsedFile
from conversations.framework.problems import Problem
from conversations.framework.shapes import Each, Kind, Shape

DESCRIPTOR_WORDS = 30


def language_shape(framework: Mapping[str, Any]) -> Shape:
    """Return the shape of a language file: words for exactly what framework.toml lists."""
    level = {"name": Kind.TEXT, "meaning": Kind.TEXT}
    area = {"name": Kind.TEXT, "introduction": Kind.TEXT}
    criterion = _criterion_shape(len(framework["levels"]))
    return {
        "name": Kind.TEXT,
        "award": Kind.TEXT,
        "summary": Kind.TEXT,
        "levels": {entry["id"]: level for entry in framework["levels"]},
        "areas": {entry["id"]: area for entry in framework["areas"]},
        "criteria": {entry["id"]: criterion for entry in framework["criteria"]},
    }


def _criterion_shape(scale: int) -> Shape:
    return {
        "title": Kind.TEXT,
        "question": Kind.TEXT,
        "help": Kind.TEXT,
        "levels": Each(Kind.TEXT, "level descriptors, one for each level,", scale, scale),
        "prompts": Each(Kind.TEXT, "discussion prompts", 1, 2),
        "measures": {f"to_{level}": Each(Kind.TEXT, "measures", 2, 2) for level in range(2, scale + 1)},
    }


def broken_wording(file: ParsedFile) -> Iterator[Problem]:
    """Find descriptors that are too long or say the same as another level of their criterion."""
    for criterion_id, descriptors in _descriptors(file):
        for index, descriptor in enumerate(descriptors):
            path = ("criteria", criterion_id, "levels", index)
            if (length := word_count(descriptor)) >= DESCRIPTOR_WORDS:
                yield file.problem(path, "long-descriptor", words=length, limit=DESCRIPTOR_WORDS)
            if descriptor.strip() and descriptor in descriptors[:index]:
                yield file.problem(path, "same-descriptor", level=descriptors.index(descriptor) + 1)


def _descriptors(file: ParsedFile) -> Iterator[tuple[str, list[str]]]:
    # A half-written file is judged as far as it goes; its shape has been reported already.
    criteria = file.table.get("criteria")
    for criterion_id, words in criteria.items() if isinstance(criteria, dict) else ():
        descriptors = words.get("levels") if isinstance(words, dict) else None
        if isinstance(descriptors, list):
            yield criterion_id, [text if isinstance(text, str) else "" for text in descriptors]


def word_count(text: str) -> int:
    """Count the words of a text; a dash between spaces is not a word."""
    return sum(any(char.isalnum() for char in word) for word in text.split())
