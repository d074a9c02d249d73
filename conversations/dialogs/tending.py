"""What is done for a whole authority every school day: each part of the road looks after its own."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.dialogs.action_plan import following_up
from conversations.dialogs.certification.application import days as applying_days
from conversations.dialogs.certification.certificate import days as certifying_days
from conversations.dialogs.certification.session import days as session_days
from conversations.dialogs.certification.visit import days as visit_days
from conversations.dialogs.year import monthly
from conversations.turn import Effect

_PARTS = (
    applying_days.tend,
    session_days.tend,
    visit_days.tend,
    certifying_days.tend,
    following_up.tend,
    monthly.tend,
)


def tend(context: Context) -> Iterator[Effect]:
    """Say what this day asks for; a key makes each thing be said once, however often the day is looked at."""
    for part in _PARTS:
        yield from part(context)
