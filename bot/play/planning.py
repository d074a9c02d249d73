"""How a made-up school makes its action plan and follows it up."""

from datetime import date, timedelta

from bot.play.pressing import Hands
from conversations.context import SchoolView
from conversations.messages import Action
from conversations.plans import MeasureFacts, PlanFacts
from conversations.rules.plan_steps import left, offers
from conversations.texts import variants

_MOST = 2
_STUCK = 3
"""At one in so many schools the last measure gets stuck."""
_FIRST_DUE, _APART = timedelta(days=42), timedelta(days=28)


class Planning:
    """Chooses measures for a school, names who does them, and says when they are done."""

    def __init__(self, hands: Hands, language: str) -> None:
        self._hands, self._language = hands, language

    def go_on(self, view: SchoolView, plan: PlanFacts | None, principal: int, today: date) -> None:
        """Do what is next: choose measures while there are few, then give each a day, then report."""
        measures = plan.measures if plan else ()
        if len(measures) < _MOST:
            self._choose(view, measures, principal, today)
        for place, measure in enumerate(measures):
            item = str(measure.id)
            if measure.responsible is None and measure.status == "planned":
                fields = _by(principal, measure.wording, today + _FIRST_DUE + place * _APART)
                edit = Action("measure_edit", view.round.id, view.school.id, item=item)
                self._hands.submit(principal, edit, fields)
            elif measure.responsible and measure.due_on and measure.due_on <= today:
                self._report(measure, item, stuck=place > 0 and view.school.id % _STUCK == 0)

    def _choose(
        self, view: SchoolView, measures: tuple[MeasureFacts, ...], principal: int, today: date
    ) -> None:
        offered = left(offers(view.snapshot, view.round.framework), measures) if view.snapshot else ()
        if offered:
            chosen = Action(
                "measure_choose",
                view.round.id,
                view.school.id,
                item=offered[0].criterion,
                value=str(offered[0].place),
            )
            self._hands.press(principal, chosen)
        elif not measures:
            ideas = variants(self._language, "demo.written.measure")
            fields = _by(principal, ideas[view.school.id % len(ideas)], today + _FIRST_DUE)
            own = Action("measure_own", view.round.id, view.school.id)
            self._hands.submit(principal, own, {**fields, "question": "none"})

    def _report(self, measure: MeasureFacts, item: str, *, stuck: bool) -> None:
        """Say once, on its day, how a measure has gone."""
        told = "stuck" if stuck else "done"
        if measure.responsible and measure.status == "planned":
            self._hands.press(measure.responsible.id, Action("measure_report", item=item, value=told))


def _by(person: int, wording: str, due_on: date) -> dict[str, str]:
    return {"wording": wording, "responsible": str(person), "due_on": due_on.isoformat()}
