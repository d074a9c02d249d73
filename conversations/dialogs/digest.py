"""What a round came to, told to the coordinators once every school has closed."""

from conversations.context import Context, SchoolView
from conversations.dialogs.parts import button, titled
from conversations.facts import Listener, RoundFacts
from conversations.messages import Action, Buttons, Message, Text
from conversations.texts import say


def digest(context: Context, facts: RoundFacts, views: tuple[SchoolView, ...], listener: Listener) -> Message:
    """How many answered, people and joint answers apart, and how the schools stand."""
    language = listener.language
    results = [view.snapshot for view in views if view.snapshot]
    near = sum(each.outcome == "near" for each in results)
    outcomes = say(
        language,
        "coordinator.digest.outcomes",
        qualified=say(language, "coordinator.digest.qualified", n=sum(each.qualifies for each in results)),
        near=say(language, "coordinator.digest.near", n=near),
    )
    text = " ".join((*_answered(language, facts, views), *((outcomes,) if facts.kind == "yearly" else ())))
    heading = say(language, "coordinator.digest.heading", round=facts.title)
    buttons = Buttons(
        (
            button(context, "home.menu.overview", Action("overview", facts.id)),
            button(context, "coordinator.overview.export", Action("export", facts.id)),
        )
    )
    return titled(context, heading, heading, Text(text), buttons)


def _answered(language: str, facts: RoundFacts, views: tuple[SchoolView, ...]) -> tuple[str, ...]:
    """Sentences for those who answered alone or as work teams, and for schools that answered as one."""
    results = [(view.snapshot, view.counts.invited == 1) for view in views if view.snapshot]
    alone = [(result.answered, result.eligible) for result, jointly in results if not jointly]
    as_one = [(result.answered, 1) for result, jointly in results if jointly]
    key = "teams" if facts.mode == "team" else facts.kind
    counted = ((f"coordinator.digest.{key}", alone), ("coordinator.digest.jointly", as_one))
    return tuple(
        say(
            language,
            text,
            answered=sum(answered for answered, _ in numbers),
            n=sum(invited for _, invited in numbers),
        )
        for text, numbers in counted
        if numbers
    )
