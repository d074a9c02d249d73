"""A framework is data: areas, criteria, levels and words, read from TOML texts."""

from conversations.framework.loader import load, packaged, packaged_names, restored
from conversations.framework.problems import FrameworkError, Problem
from conversations.framework.schema import Area, Criterion, Framework, Level, Thresholds
from conversations.framework.validator import problems
from conversations.framework.words import AreaWords, CriterionWords, LevelWords, Words

__all__ = [
    "Area",
    "AreaWords",
    "Criterion",
    "CriterionWords",
    "Framework",
    "FrameworkError",
    "Level",
    "LevelWords",
    "Problem",
    "Thresholds",
    "Words",
    "load",
    "packaged",
    "packaged_names",
    "problems",
    "restored",
]
