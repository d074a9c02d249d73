"""How often one address may ask: a bucket of tokens each, in this process's memory only."""

import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_REMEMBERED = 10_000
_HOME_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Pace:
    """So many questions at once, and after that one every so many seconds."""

    at_once: int = 30
    seconds: float = 3.0


class Throttle:
    """Counts questions per address; the addresses that were silent longest are forgotten first.

    ``clock`` gives seconds that never go backwards.
    """

    def __init__(self, clock: Callable[[], float], pace: Pace | None = None) -> None:
        self._clock = clock
        self._pace = pace or Pace()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> float:
        """Count a question; 0 when it may be answered, otherwise the seconds until the next one may be."""
        now, asker = self._clock(), _network(address)
        with self._lock:
            tokens, since = self._buckets.pop(asker, (float(self._pace.at_once), now))
            tokens = min(self._pace.at_once, tokens + (now - since) / self._pace.seconds)
            granted = tokens >= 1
            self._buckets[asker] = (tokens - granted, now)
            while len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        return 0.0 if granted else (1 - tokens) * self._pace.seconds


def _network(address: str) -> str:
    """Who asks: one IPv4 address, or the whole network that a home has of IPv6 ones."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if found.version == 6:  # noqa: PLR2004  # IPv6
        return str(ipaddress.ip_network((found, _HOME_NETWORK), strict=False))
    return str(found)
