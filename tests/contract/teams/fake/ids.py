"""Ids, secrets and timestamps that look as those of Teams and Entra do."""

import uuid
from datetime import UTC, datetime
from random import Random

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Ids:
    """The same in every run with the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._last = 0

    def guid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def secret(self, length: int = 40) -> str:
        return "".join(self._random.choices(_SIGNS, k=length))

    def person(self) -> str:
        """Somebody as one bot knows them; another bot knows them by another id."""
        return f"29:1{self.secret(60)}"

    def personal(self) -> str:
        return f"a:1{self.secret(80)}"

    def channel(self) -> str:
        return f"19:{self.secret(32).lower()}@thread.tacv2"

    def group(self) -> str:
        return f"19:{self.secret(32).lower()}@thread.v2"

    def meeting(self) -> str:
        return f"19:meeting_{self.secret(48)}@thread.v2"

    def activity(self, now: float) -> str:
        """A message's id: milliseconds, later than every one before."""
        self._last = max(self._last + 1, int(now * 1000))
        return str(self._last)


def instant(now: float) -> str:
    """An instant as Teams writes it, in UTC."""
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
