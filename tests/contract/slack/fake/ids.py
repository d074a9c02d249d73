"""Ids, secrets and timestamps that look as Slack's do."""

from random import Random

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Ids:
    """Ids and secrets that look as Slack's do, the same in every run with the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._last = 0

    def new(self, letter: str, length: int = 10) -> str:
        return f"{letter}0{''.join(self._random.choices(_SIGNS, k=length - 1))}"

    def secret(self, length: int = 24) -> str:
        return "".join(self._random.choices(_SIGNS.lower() + _SIGNS, k=length))

    def digits(self, length: int = 12) -> str:
        return str(self._random.randrange(10 ** (length - 1), 10**length))

    def stamp(self, now: float) -> str:
        """A message's timestamp: later than every one before, and so unique in its channel too."""
        self._last = max(self._last + 100, int(now * 1_000_000) // 100 * 100)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
