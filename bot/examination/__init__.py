"""The installation looked over, one part after the other, without changing anything."""

from bot.examination.findings import Finding, advice, well, wrong
from bot.examination.whole import examine

__all__ = ["Finding", "advice", "examine", "well", "wrong"]
