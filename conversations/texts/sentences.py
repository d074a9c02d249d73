"""One text as an author wrote it: a sentence with plain `{name}` fields, a plural, or variants."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text cut at its fields; `parts` are pairs of what stands before a field and the field's name."""

    source: str
    parts: tuple[tuple[str, str | None], ...]

    @property
    def fields(self) -> frozenset[str]:
        """Return the names that the sentence needs values for."""
        return frozenset(field for _, field in self.parts if field is not None)

    def filled(self, values: Mapping[str, object]) -> str:
        """Put values in their places, read as they are; raises KeyError with the missing field's name."""
        return "".join(
            before + (str(values[field]) if field is not None else "") for before, field in self.parts
        )


@dataclass(frozen=True, slots=True)
class Plural:
    """Two sentences, of which the value `n` chooses one."""

    one: Sentence
    other: Sentence

    @property
    def fields(self) -> frozenset[str]:
        """Return the names that either form needs, and `n`."""
        return self.one.fields | self.other.fields | {"n"}

    def filled(self, values: Mapping[str, object]) -> str:
        """Fill in the form for `n`: `one` for exactly 1, as Swedish and English have it, else `other`."""
        return (self.one if values["n"] == 1 else self.other).filled(values)


Variants: TypeAlias = tuple[Sentence | Plural, ...]
Entry: TypeAlias = Sentence | Plural | Variants


def sentence(source: str) -> Sentence:
    """Cut a text at its `{name}` fields; `{{` is a brace.

    Raises ValueError for a brace left open and for anything but a plain name in braces.
    """
    parts = []
    for before, field, specification, conversion in Formatter().parse(source):
        if field is not None and (not field.isidentifier() or specification or conversion):
            raise ValueError(f"{{{field}}} is not a plain name")
        parts.append((before, field))
    return Sentence(source, tuple(parts))
