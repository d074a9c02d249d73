"""Counts and durations for Prometheus; no label says who, where or what was answered."""

from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from conversations.events import Attached, Due, Event, Opened, Pressed, Submitted, Wrote

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

EventKind = Literal["opened", "pressed", "submitted", "wrote", "attached", "due"]
Outcome = Literal["done", "seen_before", "refused", "failed"]
Platform = Literal["slack", "teams", "web"]
DeliveryState = Literal["queued", "sending", "sent", "failed", "dropped", "parked"]

_SPINE = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LAG = (1, 5, 15, 30, 60, 120, 300, 900, 3600, 4 * 3600, 24 * 3600)
_CLOSE = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """One process's figures. Raises ValueError for a label that is not one of the names above."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._events = Counter(
            "skolsteg_events", "Events handled.", ["kind", "outcome"], registry=self._registry
        )
        self._durations = Histogram(
            "skolsteg_event_seconds",
            "Time from an event to its commit.",
            ["kind"],
            buckets=_SPINE,
            registry=self._registry,
        )
        self._deliveries = Counter(
            "skolsteg_deliveries", "Messages that came to a state.", ["state"], registry=self._registry
        )
        self._ignored = Counter(
            "skolsteg_ignored",
            "What a platform told that nobody here listens to.",
            ["platform"],
            registry=self._registry,
        )
        self._waiting = Gauge("skolsteg_outbox_waiting", "Messages not yet sent.", registry=self._registry)
        self._lag = Histogram(
            "skolsteg_tick_lag_seconds",
            "How late something due was done.",
            buckets=_LAG,
            registry=self._registry,
        )
        self._closes = Histogram(
            "skolsteg_close_seconds",
            "Time to close one school's round.",
            buckets=_CLOSE,
            registry=self._registry,
        )

    def handled(self, kind: EventKind, outcome: Outcome, seconds: float) -> None:
        """Count one event and how long it took."""
        self._events.labels(_one_of(kind, EventKind), _one_of(outcome, Outcome)).inc()
        self._durations.labels(kind).observe(seconds)

    def delivered(self, state: DeliveryState, count: int = 1) -> None:
        """Count messages that came to a state of the outbox."""
        self._deliveries.labels(_one_of(state, DeliveryState)).inc(count)

    def ignored(self, platform: Platform) -> None:
        """Count something that a platform told and that has no effect."""
        self._ignored.labels(_one_of(platform, Platform)).inc()

    def waiting(self, count: int) -> None:
        """Set how many messages wait in the outbox."""
        self._waiting.set(count)

    def ticked(self, lag: float) -> None:
        """Note how many seconds after its due instant something was done."""
        self._lag.observe(max(lag, 0.0))

    def closed(self, seconds: float) -> None:
        """Note how long one school's close took."""
        self._closes.observe(seconds)

    def page(self) -> bytes:
        """Give the figures as Prometheus reads them, to be sent as ``CONTENT_TYPE``."""
        return generate_latest(self._registry)


def kind_of(event: Event) -> EventKind:
    """The name under which an event is counted."""
    match event:
        case Opened():
            return "opened"
        case Pressed():
            return "pressed"
        case Submitted():
            return "submitted"
        case Wrote():
            return "wrote"
        case Attached():
            return "attached"
        case Due():
            return "due"


def _one_of(label: str, allowed: object) -> str:
    if label not in get_args(allowed):
        raise ValueError("a metric's label is not one of its allowed names")
    return label
