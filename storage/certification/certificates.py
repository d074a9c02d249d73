"""Certificates, each with the framework that it was given by."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, bindparam, select

from conversations.certification import CertificateFacts
from conversations.facts import SchoolFacts
from storage import frameworks
from storage.tables import Certificate

_CERTIFICATES = (
    select(
        Certificate.id,
        Certificate.school_id,
        Certificate.cohort_id,
        Certificate.number,
        Certificate.framework_hash,
        Certificate.issued_on,
        Certificate.valid_until,
        Certificate.withdrawn_on,
        Certificate.reason,
    )
    .where(Certificate.authority_id == bindparam("authority"))
    .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
)
_CERTIFIED_SINCE = (
    select(Certificate.school_id)
    .where(
        Certificate.authority_id == bindparam("authority"),
        Certificate.issued_on >= bindparam("since"),
        Certificate.withdrawn_on.is_(None),
    )
    .distinct()
)


def load(
    connection: Connection, authority: int, schools: Mapping[int, SchoolFacts]
) -> tuple[CertificateFacts, ...]:
    """The authority's certificates, newest first."""
    return tuple(
        CertificateFacts(
            row.id,
            schools[row.school_id],
            row.number,
            row.issued_on,
            row.valid_until,
            frameworks.pinned(connection, authority, row.framework_hash),
            row.cohort_id or 0,
            row.withdrawn_on,
            row.reason,
        )
        for row in connection.execute(_CERTIFICATES, {"authority": authority})
    )


def certified_since(connection: Connection, authority: int, since: date) -> set[int]:
    """The schools that have been certified on this local day or later, and still are."""
    values = {"authority": authority, "since": since}
    return set(connection.execute(_CERTIFIED_SINCE, values).scalars())
