"""Days, times, numbers and lists as a language writes them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from conversations.texts.loader import say, variants


def day(language: str, when: date) -> str:
    """Write a day in full: `måndag 12 januari`, `Monday 12 January`."""
    return _written_day(language, when, "long")


def short_day(language: str, when: date) -> str:
    """Write a day where there is little room: `mån 12 jan`, `Mon 12 Jan`."""
    return _written_day(language, when, "short")


def clock(language: str, local: datetime) -> str:
    """Write the time of a datetime that is already local: `kl. 08.15`, `08:15`."""
    return say(language, "dates.clock", hour=f"{local.hour:02}", minute=f"{local.minute:02}")


def number(language: str, value: Decimal | Fraction | float, decimals: int = 0) -> str:
    """Write a number with exactly so many decimals, halves rounded away from zero: `2,5`, `2.5`.

    Thousands are set apart, and a minus sign is a real one.
    """
    rounded = _decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):,f}".partition(".")
    whole = whole.replace(",", say(language, "dates.number.thousands"))
    sign = "\N{MINUS SIGN}" if rounded < 0 else ""
    return sign + whole + (say(language, "dates.number.decimal") + fraction if fraction else "")


def percent(language: str, share: Decimal | Fraction | float, decimals: int = 0) -> str:
    """Write a share between 0 and 1 in per cent: 0.45 is `45 %` with a no-break space, or `45%`."""
    return say(language, "dates.number.percent", number=number(language, _decimal(share) * 100, decimals))


def joined(language: str, items: Sequence[str]) -> str:
    """Write a list as a sentence does: `a, b och c`; nothing for an empty one."""
    if len(items) <= 1:
        return "".join(items)
    return say(language, "dates.joined", first=", ".join(items[:-1]), last=items[-1])


def _written_day(language: str, when: date, length: str) -> str:
    weekday = variants(language, f"dates.{length}.weekdays")[when.weekday()]
    month = variants(language, f"dates.{length}.months")[when.month - 1]
    return say(language, "dates.day", weekday=weekday, day=when.day, month=month)


def _decimal(value: Decimal | Fraction | float) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    # What a float shows, 0.45, and not the binary number closest to it.
    return Decimal(str(value))
