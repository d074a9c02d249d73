"""What is the same on every chat platform when a school lives a whole round."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.contract.open_town import KARIN, RUT
from tests.contract.town import AnyTown
from tests.storage.authorities import NAMES

PACK = datetime(2026, 1, 12, 9, tzinfo=UTC)
OPENS = datetime(2026, 1, 26, 9, tzinfo=UTC)
REMINDED = datetime(2026, 2, 4, 9, tzinfo=UTC)
SUMMARY = datetime(2026, 2, 9, 9, tzinfo=UTC)
TALKED = "Ja, vi har pratat"
ON_THE_WAY = (TALKED, "Börja", "Fortsätt")
PLAN: dict[str, object] = {
    "Vad ska omgången heta?": "Självskattningen 2026",
    "Första dag att svara": "2026-01-26",
    "Sista dag att svara": "2026-02-06",
    "Hur svarar personalen?": "individual",
    "Huvudmannens beslut om att de enskilda svaren förstörs när omgången stänger": "GRF-2025-1234",
}
PLANNED_WRONG = PLAN | {"Sista dag att svara": "2026-01-20"}


def channels_are_confirmed(town: AnyTown) -> None:
    assert town.chat.writes(town.user(KARIN), "kanaler").ok
    town.presses(KARIN, "Bekräfta alla 2")
    assert "2 av 2" in town.newest(KARIN).words


def the_staff_answer(town: AnyTown, answers_by_pressing: Callable[[Any, Any, str], None]) -> None:
    """By pressing, as people do on this platform, and one of them at first in words."""
    town.live_until(OPENS)
    first, second, *others = (town.user(name) for name in NAMES)
    answers_by_pressing(town, first, "3 · Trygg")
    _answers_by_typing(town, second, "trygg")
    answers_by_pressing(town, second, "3 · Trygg")
    town.live_until(REMINDED)
    assert "Tack" in town.chat.said(first)[-1].words, "who has finished is not reminded"
    for user in others:
        assert "minut" in town.chat.said(user)[-1].words, "who has not is"
        answers_by_pressing(town, user, "3 · Trygg")


def _answers_by_typing(town: AnyTown, user: Any, answer: str) -> None:  # noqa: ANN401 -- each platform has its own
    """Some answers in words, each of which brings a new card."""
    chat = town.chat
    for number, typed in enumerate(("börja", answer, answer), 1):
        before = len(chat.said(user))
        assert chat.writes(user, typed).ok
        chat.until(lambda: len(chat.said(user)) > before)  # noqa: B023  -- used at once
        newest = chat.said(user)[-1]
        if TALKED in newest.labels:
            chat.presses(user, newest, TALKED)
        chat.until(lambda: f"Fråga {number} av" in chat.said(user)[-1].words)  # noqa: B023  -- used at once


def the_principal_is_told(town: AnyTown) -> None:
    town.live_until(SUMMARY)
    assert "kvalificerar" in " ".join(each.words for each in town.chat.said(town.user(RUT)))


def nothing_was_wrong(town: AnyTown) -> None:
    """The platform has nothing to say against the bot."""
    assert not town.chat.violations
    assert not town.chat.undelivered
    assert not town.chat.rate_limited
