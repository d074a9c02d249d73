from collections.abc import Callable
from pathlib import Path

import pytest

from conversations.framework import Problem, problems


@pytest.fixture
def tiny() -> dict[str, str]:
    folder = Path(__file__).parent / "tiny"
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.toml")}


@pytest.fixture
def after(tiny: dict[str, str]) -> Callable[[str, str, str], tuple[Problem, ...]]:
    """Give the problems after one change of one file; the change must find its place."""

    def changed(file: str, old: str, new: str) -> tuple[Problem, ...]:
        assert old in tiny[file]
        return problems(tiny | {file: tiny[file].replace(old, new, 1)})

    return changed
