"""Certificates by their numbers, which anybody may be shown and nobody can guess."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from storage.tables import Authority, Certificate, School
from storage.writes import Row, insert_ignore

# Without I, L, O and U: ten of these are 50 bits that can be read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PART = 5
_LONGEST = 40
_TRIES = 20
# What somebody types who reads them so.
_MEANT = str.maketrans("ILO", "110")

_ISSUE = insert_ignore(Certificate, Certificate.id)
_BY_NUMBER = (
    select(
        Certificate.id,
        Certificate.number,
        Certificate.issued_on,
        Certificate.valid_until,
        Certificate.withdrawn_on,
        Certificate.authority_id,
        Certificate.school_id,
        Certificate.framework_hash,
        Authority.name.label("authority"),
        Authority.zone,
        School.name.label("school"),
    )
    .join(Authority, Authority.id == Certificate.authority_id)
    .join(School, School.id == Certificate.school_id)
    .where(Certificate.number == bindparam("number"), School.authority_id == Certificate.authority_id)
)

_WITHDRAWN = select(Certificate.id).where(
    Certificate.authority_id == bindparam("authority"), Certificate.withdrawn_on.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a certificate by its number alone; local days in ``zone``, ``valid_until`` included.

    The public page says no more than its days; the ids and names are for files that somebody may have.
    """

    id: int
    number: str
    issued_on: date
    valid_until: date
    withdrawn_on: date | None
    authority_id: int
    school_id: int
    framework_hash: str
    authority: str
    school: str
    zone: str


def by_number(connection: Connection, number: str) -> Published | None:
    """The certificate with this number, as it may have been typed; None where there is none."""
    meant = number.strip().upper().translate(_MEANT)
    if not 0 < len(meant) <= _LONGEST:
        return None
    row = connection.execute(_BY_NUMBER, {"number": meant}).one_or_none()
    return Published(**row._mapping) if row else None  # noqa: SLF001  -- SQLAlchemy's public name for it


def withdrawn(connection: Connection, authority: int) -> frozenset[int]:
    """The ids of the certificates that an authority has withdrawn."""
    return frozenset(connection.execute(_WITHDRAWN, {"authority": authority}).scalars())


def issue(connection: Connection, values: Row, year: int) -> str:
    """Issue a certificate with these columns in a year; gives its number, made here.

    Raises RuntimeError where no free number is found.
    """
    for _ in range(_TRIES):
        number = f"DS-{year}-{_part()}-{_part()}"
        if _ISSUE.number(connection, {**values, "number": number}) is not None:
            return number
    raise RuntimeError("no free number for a certificate")


def _part() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_PART))
