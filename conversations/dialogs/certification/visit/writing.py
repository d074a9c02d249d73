"""The form in which the guests write what they saw, and what was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from conversations.cohorts import VisitFacts
from conversations.context import Context
from conversations.dialogs.certification.visit.visit import Seen, about, title, today
from conversations.dialogs.parts import titled, written_day
from conversations.messages import Field, Form, Message, Text
from conversations.texts import say

WRITTEN = ("saw", "take_home")
"""The names of the guests' own words in a protocol."""

_NOT_SEEN = "not_seen"
_RATING = "rating_"
_LONGEST = 1500
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Filled:
    """A protocol as it was filled in; ``day`` only where the visit's day was never agreed on."""

    protocol: Mapping[str, str]
    ratings: Mapping[str, int]
    day: date | None
    errors: Mapping[str, str]


def filled(context: Context, it: Seen, fields: Mapping[str, str]) -> Filled:
    """Read the form, with a sentence for each field that is not right."""
    language = context.language
    texts = {name: fields.get(name, "").strip()[:_LONGEST].strip() for name in WRITTEN}
    errors = {
        name: say(language, f"visit.protocol.error_{name}")
        for name, text in texts.items()
        if len(text) < _SHORTEST
    }
    picked = {area.id: fields.get(_RATING + area.id, "") for area in it.cohort.framework.areas}
    allowed = {str(level.number) for level in it.cohort.framework.levels}
    for area, value in picked.items():
        if value not in allowed | {_NOT_SEEN}:
            errors[_RATING + area] = say(language, "visit.protocol.error_rating")
    when = None
    if _day_unknown(it.visit):
        when = written_day(fields.get("day", ""))
        if when is None or not it.cohort.begins_on <= when <= today(context):
            errors["day"] = say(language, "visit.protocol.error_day", example=today(context).isoformat())
    ratings = {area: int(value) for area, value in picked.items() if value in allowed}
    return Filled(texts, ratings, when, errors)


def kept(visit: VisitFacts) -> dict[str, str]:
    """What was written before, as the form's values."""
    ratings = {_RATING + area: str(level) for area, level in visit.ratings.items()}
    return {name: visit.protocol.get(name, "") for name in WRITTEN} | ratings


def form(context: Context, it: Seen, values: Mapping[str, str], errors: Mapping[str, str]) -> Message:
    """Ask for the guests' words and a rating per area, with what has been filled in before."""
    language, framework = context.language, it.cohort.framework
    words = framework.words(language)
    levels = tuple((str(level.number), words.level(level.number).name) for level in framework.levels)
    # A list that nobody has touched must not say that the school has hardly begun.
    options = ((_NOT_SEEN, say(language, "visit.protocol.not_seen")), *levels)
    days = (Field("day", say(language, "visit.protocol.day"), "date"),) if _day_unknown(it.visit) else ()
    unseen = _NOT_SEEN if it.visit.protocol else ""
    texts = tuple(
        Field(
            name,
            say(language, f"visit.protocol.{name}"),
            "long_text",
            hint=say(language, f"visit.protocol.{name}_hint"),
            longest=_LONGEST,
        )
        for name in WRITTEN
    )
    ratings = tuple(
        Field(
            _RATING + area.id,
            say(language, "visit.protocol.rating", area=words.area(area.id).name),
            "choice",
            unseen,
            options=options,
        )
        for area in framework.areas
    )
    fields = tuple(
        replace(field, value=values.get(field.name, field.value), error=errors.get(field.name, ""))
        for field in (*days, *texts, *ratings)
    )
    asked = Form(about(it.visit, "visit_protocol"), say(language, "visit.protocol.submit"), fields)
    summary = say(language, "visit.protocol.summary")
    text = Text(say(language, "visit.protocol.text", host=it.visit.host.name), "quiet")
    return titled(context, summary, title(language, it.visit), text, asked)


def _day_unknown(visit: VisitFacts) -> bool:
    return visit.status == "proposed"
