"""The action plan as one card: what became of the last one, what is chosen, and what could be."""

from collections.abc import Iterator
from itertools import groupby

from conversations.context import Context, SchoolView
from conversations.dialogs.action_plan.finding import at_measure, is_newest, kept, plan_of, reference, results
from conversations.dialogs.action_plan.last_year import earlier, looking_back
from conversations.dialogs.action_plan.rows import notes, whole_table
from conversations.dialogs.action_plan.telling import to_plan
from conversations.dialogs.following import heads, which
from conversations.dialogs.parts import about, beside, button, sentence, titled
from conversations.framework.words import Words
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Document,
    Field,
    Form,
    Heading,
    Message,
    Option,
    Part,
    Text,
)
from conversations.plans import PlanFacts
from conversations.rules.plan_steps import Offer, left, offers
from conversations.texts import say
from conversations.turn import Replace, Turn


def action_plan(context: Context, action: Action) -> Turn:
    """The plan from the newest yearly result of the school I lead, or of the one that is named."""
    views = results(context, action)
    if not views:
        return sentence(context, "home.unknown.not_yours" if action.round else "overview.result.waiting")
    if len(views) > 1:
        return Turn((Replace(which(context, views, "action_plan")),))
    turn = Turn((Replace(card(context, views[0])),))
    return beside(turn, context.place) if action.value == "beside" else turn


def plan_button(context: Context, view: SchoolView) -> tuple[Button, ...]:
    """The way from a frozen yearly result to its plan, for those who lead; nothing for a pulse."""
    if view.snapshot is None or view.round.kind != "yearly":
        return ()
    return (
        Button(
            say(context.language, "action_plan.common.to_plan"), to_plan(plan_of(context, view), beside=True)
        ),
    )


def card(context: Context, view: SchoolView) -> Message:
    """A school's plan: its principal may change it, others who lead the school read it."""
    language, plan = context.language, plan_of(context, view)
    heading = say(language, "action_plan.card.heading", school=view.school.name)
    basis = Text(say(language, "action_plan.card.basis", round=view.round.title), "quiet")
    back = looking_back(context, view)
    return titled(
        context,
        heading,
        heading,
        basis,
        *back,
        *_chosen(context, view, plan),
        *_suggested(context, view, plan),
        *_ways(context, view),
        *_documents(context, plan),
    )


def _chosen(context: Context, view: SchoolView, plan: PlanFacts) -> Iterator[Part]:
    language, measures = context.language, kept(plan)
    yield Heading(say(language, "action_plan.card.chosen"))
    if not measures:
        key = "action_plan.card.empty" if heads(context, view) else "action_plan.card.empty_read"
        yield Text(say(language, key))
        return
    yield whole_table(language, measures)
    yield from notes(language, measures)
    if heads(context, view):
        options = tuple(
            (reference(plan, each), f"{number}. {each.wording}") for number, each in enumerate(measures, 1)
        )
        field = Field("measure", say(language, "action_plan.card.which"), "choice", options=options)
        yield Form(about(view, "measure_edit"), say(language, "action_plan.card.open"), (field,))


def _suggested(context: Context, view: SchoolView, plan: PlanFacts) -> Iterator[Part]:
    """What the framework suggests and nobody has chosen; only in the plan that is made now."""
    if view.snapshot is None or not is_newest(context, view):
        return
    open_offers = left(offers(view.snapshot, view.round.framework), plan.measures)
    if not open_offers:
        return
    words = view.round.framework.words(context.language)
    yield Heading(say(context.language, "action_plan.card.suggested"))
    for criterion, offered in groupby(open_offers, lambda each: each.criterion):
        yield from _of_criterion(context, view, words.criterion(criterion).title, tuple(offered))


def _of_criterion(
    context: Context, view: SchoolView, title: str, offered: tuple[Offer, ...]
) -> Iterator[Part]:
    language, words = context.language, view.round.framework.words(context.language)
    level = words.level(offered[0].level).name
    yield Text(say(language, "action_plan.card.criterion", title=title, level=level))
    if not heads(context, view):
        yield from (Text(worded(words, each)) for each in offered)
        return
    label = say(language, "action_plan.card.choose")
    yield Choice(
        tuple(
            Option(
                label,
                worded(words, each),
                at_measure(view, "measure_choose", each.criterion, str(each.place)),
            )
            for each in offered
        )
    )


def worded(words: Words, offer: Offer) -> str:
    """A measure of the framework in one language."""
    return words.criterion(offer.criterion).measures_to(offer.level)[offer.place]


def _ways(context: Context, view: SchoolView) -> Iterator[Part]:
    ways = []
    if heads(context, view) and is_newest(context, view):
        ways.append(button(context, "action_plan.card.own", about(view, "measure_own")))
    last = earlier(context, view)
    if last is not None and any(each.status != "done" for each in kept(last)):
        ways.append(button(context, "action_plan.card.last", to_plan(last)))
    if ways:
        yield Buttons(tuple(ways))


def _documents(context: Context, plan: PlanFacts) -> Iterator[Part]:
    for kind in ("pdf", "docx") if kept(plan) else ():
        label = say(context.language, f"action_plan.card.{kind}")
        yield Document(label, f"plan/{plan.round}/{plan.school.id}/{kind}")
