"""How often the connector and Graph may be called before they say 429.

After "Optimize your bot with rate limiting in Teams": 50 requests a second per app and tenant, and in each
conversation the windows below, all of them at once.
"""

import math
from dataclasses import dataclass

from tests.contract.stand_in import limits

Windows = tuple[tuple[int, float], ...]
SENDING: Windows = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
READING: Windows = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
SENDS = frozenset(("activities.post", "activities.put", "activities.delete"))
READS = frozenset(("members.list", "members.get", "members.paged", "team.get", "team.channels"))


@dataclass
class Limits(limits.Limits):
    """Which limits hold; `enforced=False` lets all through, `tolerance` seconds shorten each window."""

    per_second: int = 50
    sending: Windows = SENDING
    reading: Windows = READING
    graph: Windows = ()
    tolerance: float = 0.0

    def retry_after(self, tenant: str, call: str, conversation: str, now: float) -> int:
        """The seconds to wait, 0 when the call may be made (and is then counted)."""
        if not self.enforced:
            return 0
        windows = list(self._windows(tenant, call, conversation))
        tried = [
            self.wait(name, most, seconds - self.tolerance, now)
            for name, found in windows
            for most, seconds in found
        ]
        wait = max(tried, default=0.0)
        if wait:
            self.refused[call] += 1
            return math.ceil(wait)
        for name, _ in windows:
            self._calls[name].append(now)
        return 0

    def _windows(self, tenant: str, call: str, conversation: str) -> list[tuple[tuple[str, ...], Windows]]:
        if call.startswith("graph."):
            return [(("graph", tenant), self.graph)]
        found = [(("app", tenant), ((self.per_second, 1.0),))]
        if call in SENDS:
            found.append((("send", tenant, conversation), self.sending))
        if call in READS:
            found.append((("read", tenant, conversation), self.reading))
        return found
