"""How a learning session is spoken of: its name, its time, its people, and where it stands today."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from conversations.cohorts import CERTIFICATION, CohortFacts, SessionFacts, SessionPart
from conversations.context import Context
from conversations.framework.schema import Framework
from conversations.texts import say
from conversations.texts.dates import day, joined, short_day

Standing = Literal["to_come", "today", "past", "cancelled"]


def theme(language: str, framework: Framework, name: str) -> str:
    """A session's theme in words: an area's name, or the certification itself."""
    words = framework.words(language)
    if name == CERTIFICATION:
        return say(language, "session.word.certification", award=words.award)
    return words.area(name).name if name in words.areas else name


def title(language: str, cohort: CohortFacts, session: SessionFacts) -> str:
    """A session's number and theme in one line."""
    named = theme(language, cohort.framework, session.theme)
    return say(language, "session.word.title", number=session.number, theme=named)


def short_title(language: str, session: SessionFacts) -> str:
    """A session by its number, as a sentence begins with it."""
    return say(language, "session.word.short_title", number=session.number)


def inside(language: str, session: SessionFacts) -> str:
    """A session by its number, inside a sentence."""
    return say(language, "session.word.inside", number=session.number)


def local(context: Context, instant: datetime) -> datetime:
    """An instant as the authority's own clocks show it."""
    return instant.astimezone(ZoneInfo(context.authority.calendar.zone))


def when(context: Context, begins_at: datetime, ends_at: datetime, *, short: bool = False) -> str:
    """The local day and the times of something that ends on the same day."""
    begins, ends = local(context, begins_at), local(context, ends_at)
    written = short_day if short else day
    return say(
        context.language,
        "session.word.when",
        day=written(context.language, begins.date()),
        first=say(
            context.language, "session.word.time", hour=f"{begins.hour:02}", minute=f"{begins.minute:02}"
        ),
        last=say(context.language, "session.word.time", hour=f"{ends.hour:02}", minute=f"{ends.minute:02}"),
    )


def meeting_time(context: Context, session: SessionFacts, *, short: bool = False) -> str:
    """When a session takes place, in words."""
    return when(context, session.begins_at, session.ends_at, short=short)


def standing(context: Context, session: SessionFacts) -> Standing:
    """Where a session stands on this local day."""
    if session.cancelled_at is not None:
        return "cancelled"
    calendar = context.authority.calendar
    today, takes_place = (calendar.local_date(each) for each in (context.now, session.begins_at))
    if today == takes_place:
        return "today"
    return "to_come" if today < takes_place else "past"


def replied(language: str, part: SessionPart) -> str:
    """What a school has said about coming, and who comes."""
    if part.reply == "yes" and part.person:
        return say(language, "session.word.comes", name=part.person_name)
    return say(language, f"session.word.reply_{part.reply}")


def attended(language: str, part: SessionPart) -> str:
    """Whether a school was there, in words; one that has caught up counts as having been there."""
    if part.attended and part.made_up:
        return say(language, "session.word.made_up")
    if part.attended is None:
        return say(language, "session.word.attended_unknown" if not part.made_up else "session.word.waits")
    if not part.attended and part.made_up:
        return say(language, "session.word.waits")
    return say(language, "session.word.attended_yes" if part.attended else "session.word.attended_no")


def names(language: str, cohort: CohortFacts, schools: tuple[int, ...]) -> str:
    """The names of some of a cohort's schools, as a sentence lists them."""
    return joined(language, [each.school.name for each in cohort.schools if each.school.id in schools])
