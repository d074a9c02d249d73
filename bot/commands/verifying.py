"""How a certificate stands, by its number alone; nobody needs to be acted as for that."""

from dataclasses import dataclass

from bot.memory import Memory
from conversations.certification import CertificateFacts
from conversations.rules.calendar import Calendar
from conversations.rules.validity import standing
from storage import certificates
from storage.certification import certificates as issued
from storage.certification import schools


@dataclass(frozen=True, slots=True)
class Found:
    """A certificate, and the time zone whose days count for it."""

    certificate: CertificateFacts
    zone: str


def found(memory: Memory, number: str) -> Found | None:
    """The certificate with this number in any authority here, as it may have been typed."""
    with memory.database.reading() as connection:
        published = certificates.by_number(connection, number)
        if published is None:
            return None
        known = schools.load(connection, published.authority_id).facts
        theirs = issued.load(connection, published.authority_id, known)
    certificate = next((each for each in theirs if each.number == published.number), None)
    return Found(certificate, published.zone) if certificate else None


def verdict(memory: Memory, it: Found) -> tuple[str, bool]:
    """A sentence about how it stands today, and whether it holds."""
    certificate = it.certificate
    stands = standing(certificate, Calendar(it.zone).local_date(memory.now()))
    told = {
        "valid": f"is valid until {certificate.valid_until}",
        "expired": f"has expired: it was valid until {certificate.valid_until}",
        "withdrawn": f"is withdrawn since {certificate.withdrawn_on}",
    }
    return f"{certificate.number} {told[stands]}.", stands == "valid"
