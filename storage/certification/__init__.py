"""An authority's certification as plain facts, in a handful of queries."""

from storage.certification.facts import load, only_certificates, without_cohorts
from storage.certification.sessions import goes

__all__ = ["goes", "load", "only_certificates", "without_cohorts"]
