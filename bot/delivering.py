"""One message on its way out: what the platform says to it, and what that means for the outbox."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.log import logger
from bot.metrics import DeliveryState
from bot.platforms.envelope import Finder, Rejected, Sender, Slower
from storage import sending
from storage.sending import Delivery

_log = logger()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a try came to: ``settle`` writes it down; after ``pause`` nothing more is sent for now."""

    state: DeliveryState
    settle: Callable[[Connection], bool]
    pause: bool = False


def attempt(sender: Sender, delivery: Delivery, now: datetime) -> Attempt:
    """Hand a message over, unless it turns out to have arrived already."""
    try:
        message_id = _found(sender, delivery) or sender.send(delivery)
    except Slower as asked:
        until = asked.until
        return Attempt("queued", lambda kept: sending.wait(kept, delivery, until), pause=True)
    except Rejected as refusal:
        _log.warning("message rejected", delivery=delivery.id, state=_end(refusal))
        end = sending.fail if refusal.lastingly else sending.park
        return Attempt(_end(refusal), lambda kept: end(kept, delivery))
    except Exception:  # noqa: BLE001  # whatever the platform did, the message waits for its next try
        _log.exception("sending failed", delivery=delivery.id, attempt=delivery.attempts)
        return Attempt("queued", lambda kept: sending.retry(kept, delivery, now, in_doubt=True))
    return Attempt("sent", lambda kept: sending.sent(kept, delivery, message_id))


def _found(sender: Sender, delivery: Delivery) -> str | None:
    """The id of a message that an earlier try has brought there after all, with the newest words."""
    # One with an id is changed in place, which cannot double it.
    doubtful = delivery.in_doubt and delivery.policy == "look" and delivery.message_id is None
    if not doubtful or not isinstance(sender, Finder):
        return None
    found = sender.find(delivery)
    if found is not None and delivery.revision > 1:
        return sender.send(replace(delivery, message_id=found))
    return found


def _end(refusal: Rejected) -> DeliveryState:
    return "failed" if refusal.lastingly else "parked"
