"""The road to a certificate of a whole authority; who sees how much of it is for the rules."""

from datetime import date

from sqlalchemy import Connection

from conversations.certification import Certification
from storage.certification import applications, certificates, cohorts, schools


def load(connection: Connection, authority: int, today: date) -> Certification:
    """All of an authority's certification on this local day."""
    known = schools.load(connection, authority)
    rounds = schools.rounds(connection, authority)
    applied = applications.rows(connection, authority)
    return Certification(
        applications=applications.facts(applied, known.facts),
        cohorts=cohorts.load(connection, cohorts.Asked(authority, today, known.facts, rounds, applied)),
        certificates=certificates.load(connection, authority, known.facts),
        leaders=schools.leaders(connection, authority, today),
        deadlines={each.id: each.applications_until for each in rounds if each.applications_until},
        may_be_named=known.may_be_named,
    )


def without_cohorts(connection: Connection, authority: int, today: date) -> Certification:
    """What staff may see some of: certificates, and who leads their school."""
    known = schools.load(connection, authority)
    return Certification(
        certificates=certificates.load(connection, authority, known.facts),
        leaders=schools.leaders(connection, authority, today),
    )
