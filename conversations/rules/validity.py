"""How long a certificate holds."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Literal

from conversations.certification import CertificateFacts

Standing = Literal["valid", "expired", "withdrawn"]

_RENEWAL_MONTHS = 6
_MONTHS = 12


def valid_until(issued_on: date, years: int) -> date:
    """The last local day of a certificate: the day it was issued, so many years on; 28 for 29 February.

    Raises ValueError unless it is one year or more.
    """
    if years < 1:
        raise ValueError("a certificate holds for at least one year")
    return _moved(issued_on, years * _MONTHS)


def renewal_on(last_day: date) -> date:
    """The local day half a year before a certificate's last day, when its renewal is asked for."""
    return _moved(last_day, -_RENEWAL_MONTHS)


def standing(certificate: CertificateFacts, today: date) -> Standing:
    """What may be said of a certificate on a local day; once withdrawn it is nothing else."""
    if certificate.withdrawn_on is not None and certificate.withdrawn_on <= today:
        return "withdrawn"
    return "valid" if today <= certificate.valid_until else "expired"


def valid(certificates: Iterable[CertificateFacts], today: date) -> tuple[CertificateFacts, ...]:
    """Those certificates that hold on a local day, in their order."""
    return tuple(each for each in certificates if standing(each, today) == "valid")


def _moved(day: date, months: int) -> date:
    """The same day of another month, or that month's last where it is shorter."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
