"""Placeholder."""

from conversations.dialogs.verb import Verb

VERBS: dict[str, Verb] = {}
