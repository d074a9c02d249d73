"""One visit: who may see it, where it stands, and its card."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from conversations.cohorts import CohortFacts, VisitFacts
from conversations.context import Context
from conversations.dialogs.parts import heard_by, titled
from conversations.facts import Listener
from conversations.messages import Action, Button, Buttons, Document, Message, Text, is_id
from conversations.rules.certification_sight import led_by
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Say, To

Standing = Literal["open", "proposed", "passed", "agreed", "been", "made", "cancelled"]

_DATED = frozenset({"proposed", "agreed", "been", "passed", "made"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit with its cohort, and which of its two schools I lead; none where I coordinate."""

    cohort: CohortFacts
    visit: VisitFacts
    mine: frozenset[int]

    @property
    def guest(self) -> bool:
        """Whether I am on the guests' side."""
        return self.visit.guest.id in self.mine

    @property
    def other(self) -> int:
        """The school to agree with: the one I do not lead, or the host where I lead both."""
        return self.visit.host.id if self.guest else self.visit.guest.id

    @property
    def own(self) -> int:
        """The school I speak for."""
        return self.visit.guest.id if self.guest else self.visit.host.id


def seen(context: Context, action: Action) -> Seen | None:
    """The visit an action names, where I lead one of its schools or coordinate."""
    found = context.certification.visit(int(action.item)) if is_id(action.item) else None
    if found is None or context.me is None:
        return None
    mine = led(context, (found[1].host.id, found[1].guest.id))
    return Seen(*found, mine) if mine or context.me.is_("coordinator") else None


def led(context: Context, schools: Iterable[int]) -> frozenset[int]:
    """Which of these schools I am a principal or a representative of."""
    return led_by(context.me) & frozenset(schools) if context.me else frozenset()


def sees_host(context: Context, it: Seen) -> bool:
    """Whether I may see the host's own result too; guests as such see only how they rated."""
    return it.visit.host.id in it.mine or (context.me is not None and context.me.is_("coordinator"))


def title(language: str, visit: VisitFacts) -> str:
    """What a visit is called: who visits whom."""
    return say(language, "visit.card.heading", guest=visit.guest.name, host=visit.host.name)


def calendar_file(language: str, visit: VisitFacts) -> Document:
    """The visit for one's own calendar."""
    return Document(say(language, "visit.card.calendar"), f"visit/{visit.id}/ics")


def calendar_file_off(language: str, visit: VisitFacts) -> Document:
    """What calls off a day that is taken back, in one's own calendar.

    A day that is only proposed may have taken the place of an agreed one, which then stands there.
    """
    return Document(say(language, "visit.take_back.calendar"), f"visit/{visit.id}/{visit.day}/ics")


def standing(context: Context, visit: VisitFacts) -> Standing:
    """Where a visit stands today."""
    if visit.status in {"made", "cancelled"}:
        return "made" if visit.status == "made" else "cancelled"
    if visit.day is None:
        return "open"
    ahead = visit.day >= today(context)
    if visit.status == "agreed":
        return "agreed" if ahead else "been"
    return "proposed" if ahead else "passed"


def state(context: Context, visit: VisitFacts) -> str:
    """Where a visit stands, in words."""
    stands = standing(context, visit)
    if stands in _DATED and visit.day is not None:
        return say(context.language, f"visit.state.{stands}", day=day(context.language, visit.day))
    return say(context.language, f"visit.undated.{stands}")


def today(context: Context) -> date:
    """The local day."""
    return context.authority.calendar.local_date(context.now)


def tell(
    context: Context, listeners: Iterable[Listener], build: Callable[[Context], Message]
) -> tuple[Say, ...]:
    """Tell everybody but me, each once and in their own language."""
    me = context.me.id if context.me else 0
    heard = {each.id: each for each in listeners if each.id != me}
    return tuple(Say(To("person", each.id), build(heard_by(context, each))) for each in heard.values())


def both(context: Context, visit: VisitFacts) -> tuple[Listener, ...]:
    """The leaders of both schools."""
    facts = context.certification
    return (*facts.leading(visit.host.id), *facts.leading(visit.guest.id))


def to_visit(language: str, visit: VisitFacts) -> Button:
    """A way to the visit's card."""
    return Button(say(language, "visit.button.open"), about(visit, "visit"))


def about(visit: VisitFacts, verb: str, value: str = "") -> Action:
    """An action that concerns this visit."""
    return Action(verb, item=str(visit.id), value=value)


def news(heard: Context, section: str, text: str, *buttons: Button) -> Message:
    """What somebody is told of a visit, with ways to go on."""
    summary = say(heard.language, f"visit.{section}.summary")
    return titled(heard, summary, summary, Text(text), Buttons(buttons))


def own_name(it: Seen) -> str:
    """The name of the school I speak for."""
    return it.visit.guest.name if it.own == it.visit.guest.id else it.visit.host.name
