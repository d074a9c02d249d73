"""A made-up authority's whole year: a yearly round, the road to a certificate, new people, a pulse round."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.clock import MovableClock, Now
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.play.coordinating import Coordinator, Wanted
from bot.play.crowd import Crowd
from bot.play.evidence import Evidence
from bot.play.schools import Schools
from bot.play.staffing import after_summer, everybody
from bot.play.travel import next_moment
from storage import certification, outbox, people, review, schedule
from storage.sending import Delivery

FIRST, LAST = date(2026, 12, 1), date(2027, 11, 30)

_BREAKS = (
    (date(2026, 12, 21), date(2027, 1, 8)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 6, 14), date(2027, 8, 13)),
    (date(2027, 11, 1), date(2027, 11, 5)),
)
_LAST_TO_APPLY = date(2027, 2, 26)
_COHORT = Wanted("Kull 2027", date(2027, 3, 8), date(2027, 6, 10))
_ZONE = ZoneInfo("Europe/Stockholm")
_MORNING = time(10)
_STUCK = ("queued", "sending", "parked", "failed")

Passing = Callable[[date, str], None]


@dataclass(frozen=True, slots=True)
class Scale:
    """How large an authority, and the chance behind it."""

    schools: int
    staff: int
    seed: int


@dataclass(slots=True)
class CountingSender:
    """Takes every message and shows it to nobody; remembers when each one left first."""

    now: Now
    left_at: dict[int, datetime] = field(default_factory=dict)
    sent: int = 0

    def send(self, delivery: Delivery) -> str:
        """Count a message."""
        self.sent += 1
        self.left_at.setdefault(delivery.id, self.now())
        return f"counted-{delivery.id}"


class Year:
    """Lives a year, everything at its own moment; ``passing`` hears of each day and what happens on it."""

    def __init__(self, memory: Memory, clock: MovableClock, scale: Scale, passing: Passing) -> None:
        self._memory, self._clock, self._scale, self._passing = memory, clock, scale, passing
        self._doing = ""
        self.sender = CountingSender(clock)
        self._dispatcher = Dispatcher(memory, self.sender)
        self.authority = _taken_in(memory)
        self.crowd = Crowd(memory, self._dispatcher, self.authority, scale.seed)
        self._schools = Schools(memory, self.crowd.hands, self.authority)
        self._coordinator: Coordinator | None = None
        self._seen: date | None = None

    def live(self) -> None:
        """The whole year."""
        self._say("a roster")
        lines = everybody(self._scale.schools, self._scale.staff, self._scale.seed)
        self.crowd.take_in(lines)
        self._yearly()
        self._road()
        self._say("a new school year")
        self._until(date(2027, 8, 17))
        self.crowd.take_in(after_summer(lines, self._scale.seed))
        self._pulse()
        self._until(LAST)

    def evidence(self) -> Evidence:
        """What the year has left behind."""
        tally = self.crowd.tally
        with self._memory.database.reading() as connection:
            states = outbox.counts(connection, self.authority)
            return Evidence(
                calendar=self._memory.calendars(connection, self.authority),
                said=tuple(review.said(connection, self.authority)),
                parts=tuple(review.parts(connection, self.authority)),
                left_at=self.sender.left_at,
                finished_at=tally.finished_at,
                muted_at=tally.muted_at,
                keys=len(self._memory.keys.kept()),
                ballots=review.ballots(connection, self.authority),
                stuck=schedule.parked(connection, self.authority)
                + sum(states.get(state, 0) for state in _STUCK),
                certification=certification.load(connection, self.authority, LAST),
            )

    def _yearly(self) -> None:
        crowd = self.crowd
        self._until(date(2026, 12, 2))
        self._say("the yearly round")
        number = crowd.plan("yearly", "Självskattningen 2027", date(2027, 1, 18), date(2027, 1, 29))
        self._until(date(2027, 1, 13))
        crowd.discuss(number)
        self._until(date(2027, 1, 18))
        crowd.sit_down(number)
        crowd.answer_everywhere(number, 0.4)
        self._until(date(2027, 1, 25))
        crowd.silence(number)
        crowd.answer_everywhere(number, 0.5)
        self._until(date(2027, 1, 27))
        crowd.extend(number, date(2027, 2, 5))
        crowd.answer_everywhere(number, 0.35)
        self._until(date(2027, 2, 3))
        crowd.answer_everywhere(number, 0.5)
        self._until(date(2027, 2, 10))
        self._coordinator = Coordinator(crowd.hands, crowd.coordinator())
        self._coordinator.set_deadline(number, _LAST_TO_APPLY)

    def _road(self) -> None:
        """From the applications to the certificates: what people do day by day happens in between."""
        self._say("the road to a certificate")
        self._until(date(2027, 3, 1))
        if self._coordinator:
            self._coordinator.make(_COHORT)
        self._until(_COHORT.last)

    def _pulse(self) -> None:
        self._until(date(2027, 9, 20))
        self._say("a pulse round")
        number = self.crowd.plan("pulse", "Pulsmätningen hösten 2027", date(2027, 10, 4), date(2027, 10, 15))
        self._until(date(2027, 10, 5))
        self.crowd.answer_everywhere(number, 0.5)
        self._until(date(2027, 10, 12))
        self.crowd.answer_everywhere(number, 0.5)
        self._until(date(2027, 10, 20))

    def _until(self, day: date) -> None:
        """Let time pass until the morning of a day; what is due on the way is done and delivered."""
        until = datetime.combine(day, _MORNING, _ZONE).astimezone(UTC)
        self._dispatcher.deliver()
        while (due := next_moment(self._memory.database, self._clock())) and due <= until:
            self._move_to(due)
            self._dispatcher.tick()
            self._dispatcher.sweep()
            self._daily()
            self._dispatcher.deliver()
        self._move_to(until)

    def _daily(self) -> None:
        """On the first stop of a day in working hours, the schools and the coordinator do what is theirs."""
        today = self._clock().astimezone(_ZONE).date()
        if self._coordinator is None or today == self._seen:
            return
        self._seen = today
        self._coordinator.look_after(self._schools.do_their_part(sometimes_away=True))

    def _move_to(self, instant: datetime) -> None:
        self._clock.move_to(instant)
        self._say(self._doing)

    def _say(self, doing: str) -> None:
        self._doing = doing
        self._passing(self._clock().astimezone(_ZONE).date(), doing)


def _taken_in(memory: Memory) -> int:
    new = people.NewAuthority(
        platform="local",
        workspace="simulated",
        name="Grundskoleförvaltningen",
        contact="dataskydd@grundskola.example",
        breaks=_BREAKS,
    )
    with memory.database.writing() as connection:
        return people.create_authority(connection, new)
