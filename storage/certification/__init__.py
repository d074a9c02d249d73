"""An authority's certification as plain facts, in a handful of queries."""

from storage.certification.facts import load, without_cohorts
from storage.certification.sessions import goes

__all__ = ["goes", "load", "without_cohorts"]
