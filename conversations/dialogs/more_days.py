"""What a school's work teams hear when it gets more days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from conversations.context import Context, SchoolView
from conversations.messages import Message, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Say, To


def tell_teams(context: Context, view: SchoolView, new_day: date) -> Iterator[Say]:
    """The new last day, in each team's channel, once the round has opened there."""
    if view.window.state(context.now) != "open" or view.round.kind == "pulse":
        return
    language = replace(context, me=None).language
    words = {"school": view.school.name, "round": view.round.title, "day": day(language, new_day)}
    summary, text = (say(language, f"reminders.more_days.{part}", **words) for part in ("summary", "text"))
    for team in view.teams:
        message = Message(summary, (Text(text),), language)
        yield Say(To("team", team.id), message, f"more-days:{view.round.id}:{team.id}:{new_day}")
