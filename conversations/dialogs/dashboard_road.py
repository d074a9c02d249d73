"""What comes after a result at a glance: my measures, where my schools stand, what waits for me."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.dialogs.certification.certificate.road import leading
from conversations.dialogs.parts import button
from conversations.messages import Action, Buttons, Heading, Part, Text
from conversations.texts import say


def after_the_result(context: Context) -> tuple[Part, ...]:
    """My own measures, then my schools' certification, then the applications that a coordinator decides."""
    return (*_measures(context), *_road(context), *_waiting(context))


def _measures(context: Context) -> Iterator[Part]:
    me = context.me.id if context.me else 0
    mine = [
        measure
        for plan in context.plans
        for measure in plan.measures
        if measure.responsible
        and measure.responsible.id == me
        and measure.status in {"planned", "on_the_way"}
    ]
    if mine:
        yield Heading(say(context.language, "dashboard.road.measures"))
        yield Text(say(context.language, "dashboard.road.measures_text", n=len(mine)))
        yield Buttons((button(context, "dashboard.road.see", Action("measures")),))


def _road(context: Context) -> Iterator[Part]:
    begun = context.certification.applications or context.certification.certificates
    parts = tuple(leading(context)) if begun else ()
    if parts:
        yield Heading(say(context.language, "home.menu.road"))
        yield from parts


def _waiting(context: Context) -> Iterator[Part]:
    if context.me is None or not context.me.is_("coordinator"):
        return
    waiting = sum(each.status == "sent" for each in context.certification.applications)
    if waiting:
        yield Heading(say(context.language, "home.menu.road"))
        yield Text(say(context.language, "road.all.waiting", n=waiting))
        ways = (("road.all.applications", "applications"), ("home.menu.year", "year"))
        yield Buttons(tuple(button(context, label, Action(verb)) for label, verb in ways))
