"""How often a method may be called before Slack says 429."""

import math
from dataclasses import dataclass, field

from tests.contract.stand_in import limits

TIER_2, TIER_3, TIER_4 = 20, 50, 100
TIERS = {
    "conversations.list": TIER_2,
    "users.list": TIER_2,
    "usergroups.list": TIER_2,
    "auth.revoke": TIER_3,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "conversations.open": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.join": TIER_3,
    "users.lookupByEmail": TIER_3,
    "conversations.members": TIER_4,
    "chat.postEphemeral": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.update": TIER_4,
    "views.push": TIER_4,
    "views.publish": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "files.info": TIER_4,
}
MINUTE = 60.0


@dataclass
class Limits(limits.Limits):
    """Which limits hold; `enforced=False` lets everything through."""

    tiers: dict[str, int] = field(default_factory=lambda: dict(TIERS))
    messages_per_minute: int = 300
    messages_per_channel_per_second: float = 1.0
    channel_burst: int = 5
    _buckets: dict[tuple[str, ...], tuple[float, float]] = field(default_factory=dict)

    def retry_after(self, workspace: str, method: str, channel: str, now: float) -> int:
        """The seconds to wait, 0 when the call may be made (and is then counted)."""
        if not self.enforced:
            return 0
        posts = method == "chat.postMessage"
        most = self.messages_per_minute if posts else self.tiers.get(method, 0)
        wait = self.wait((workspace, method), most, MINUTE, now) if most else 0.0
        if posts and not wait:
            wait = self._bucket((workspace, channel), now)
        if wait:
            self.refused[method] += 1
            return math.ceil(wait)
        if most:
            self._calls[workspace, method].append(now)
        return 0

    def _bucket(self, name: tuple[str, ...], now: float) -> float:
        tokens, then = self._buckets.get(name, (float(self.channel_burst), now))
        tokens = min(self.channel_burst, tokens + (now - then) * self.messages_per_channel_per_second)
        if tokens < 1:
            self._buckets[name] = tokens, now
            return (1 - tokens) / self.messages_per_channel_per_second
        self._buckets[name] = tokens - 1, now
        return 0.0
