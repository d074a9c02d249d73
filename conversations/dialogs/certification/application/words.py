"""An application in words: where it stands, until when, what is written and what is missing."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.dialogs.applying import EXAMPLE, Applying, deadline_in_words
from conversations.dialogs.certification.application.finding import missing, people
from conversations.messages import Part, Text, Tone
from conversations.texts import say

_WITH_REASON = frozenset({"returned", "accepted", "declined"})
_KEPT = frozenset({"draft", "withdrawn"})


def stands(context: Context, at: Applying) -> Iterator[Part]:
    """Where an application stands, for those who lead the school: why, and until when it can be changed."""
    language = context.language
    if at.status:
        tone: Tone = "warm" if at.status in {"sent", "accepted"} else "plain"
        award = at.view.round.framework.words(language).award
        key = f"barred_{at.status}" if at.barred and at.status in _KEPT else at.status
        yield Text(say(language, f"application.card.{key}", school=at.view.school.name, award=award), tone)
    if at.facts and at.facts.reason and at.status in _WITH_REASON:
        yield _reason(context, at, at.facts.reason)
    if at.exception:
        yield Text(say(language, "application.card.exception", reason=at.exception))
    if not at.barred and (until := deadline_in_words(context, at)):
        yield Text(until, "quiet")


def _reason(context: Context, at: Applying, reason: str) -> Text:
    if at.status == "returned":
        return Text(say(context.language, "application.card.to_complete", reason=reason), "warning")
    return Text(say(context.language, "application.card.reason", reason=reason))


def contents(context: Context, at: Applying) -> Iterator[Part]:
    """What is written in an application, each part under its name; what is empty is left out."""
    for name in at.fields:
        told = _told(context, at, name)
        if told:
            yield Text(part_name(context, at, name), "quiet")
            yield Text(told)


def lacks(context: Context, at: Applying) -> str:
    """What is missing before an application can be sent, a line each; empty when nothing is."""
    lines = [_lacking(context, at, name) for name in missing(context, at)]
    return "\n– ".join((say(context.language, "application.missing.before"), *lines)) if lines else ""


def part_name(context: Context, at: Applying, name: str) -> str:
    """What a part of the application is called."""
    if name.startswith(EXAMPLE):
        return say(context.language, "application.part.example", area=_area(context, at, name))
    return say(context.language, f"application.part.{name}")


def _told(context: Context, at: Applying, name: str) -> str:
    value = at.form.get(name, "").strip()
    if name == "represents":
        return represented_by(context, at)
    if name == "heard":
        return say(context.language, "application.part.heard_yes") if value else ""
    return value


def represented_by(context: Context, at: Applying) -> str:
    """The name of whoever represents the school, as it is now or was when it was written."""
    known = dict(people(context, at.view.school.id))
    return known.get(at.form.get("represents", ""), at.form.get("represents_name", ""))


def _lacking(context: Context, at: Applying, name: str) -> str:
    if name.startswith(EXAMPLE):
        return say(context.language, "application.missing.example", area=_area(context, at, name))
    return say(context.language, f"application.missing.{name}")


def _area(context: Context, at: Applying, name: str) -> str:
    return at.view.round.framework.words(context.language).area(name.removeprefix(EXAMPLE)).name
