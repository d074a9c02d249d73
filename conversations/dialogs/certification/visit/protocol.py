"""What the guests write after a visit, and what the host reads of it."""

from dataclasses import replace

from conversations.cohorts import VisitFacts
from conversations.context import Context
from conversations.decisions import SaveProtocol, SetVisit
from conversations.dialogs.certification.visit.card import card
from conversations.dialogs.certification.visit.visit import (
    Seen,
    about,
    seen,
    sees_host,
    tell,
    title,
    to_visit,
    today,
)
from conversations.dialogs.certification.visit.writing import WRITTEN, Filled, filled, form, kept
from conversations.dialogs.parts import note, plainly, sentence, titled
from conversations.dialogs.stranger import refused
from conversations.framework.schema import Framework
from conversations.messages import Action, Button, Buttons, Facts, Message, Part, Text
from conversations.texts import say
from conversations.turn import Effect, Replace, Show, Turn


def protocol(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask the guests what they saw, or keep it and let the host have it."""
    it = seen(context, action)
    if it is None or not it.guest:
        return refused(context, action.verb, "not theirs")
    if hindered := _hindrance(context, it):
        return sentence(context, hindered)
    if fields is None:
        return Turn((Replace(form(context, it, kept(it.visit), {})),))
    sent = filled(context, it, fields)
    if sent.errors:
        return Turn((Replace(form(context, it, fields, sent.errors)),))
    before = (dict(it.visit.protocol), dict(it.visit.ratings))
    if it.visit.status == "made" and (dict(sent.protocol), dict(sent.ratings)) == before:
        return sentence(context, "visit.protocol.already")
    return _saved(context, it, sent)


def _hindrance(context: Context, it: Seen) -> str:
    """The key of why there is nothing to write now, empty where there is."""
    if it.visit.status == "cancelled":
        return "home.unknown.not_yours"
    early = it.visit.status == "agreed" and it.visit.day and it.visit.day > today(context)
    return "visit.protocol.too_early" if early else ""


def made(context: Context, action: Action) -> Turn:
    """A school says that the visit took place, whether or not the protocol is written."""
    it = seen(context, action)
    if it is None or not it.mine:
        return refused(context, action.verb, "not theirs")
    if it.visit.status != "agreed" or it.visit.day is None or it.visit.day > today(context):
        return Turn((Replace(card(context, it)),))
    changed = replace(it, visit=replace(it.visit, status="made"))
    return Turn((SetVisit(it.visit.id, "made", it.visit.day), Replace(card(context, changed))))


def read(context: Context, action: Action) -> Turn:
    """The protocol as it was written."""
    it = seen(context, action)
    if it is None or not it.visit.protocol:
        return Turn((Show(plainly(context, say(context.language, "visit.protocol.none"))),))
    heading = title(context.language, it.visit)
    facts = written(context, it.cohort.framework, it.visit)
    return Turn((Show(titled(context, heading, heading, *facts)),))


def written(context: Context, framework: Framework, visit: VisitFacts) -> tuple[Part, ...]:
    """A protocol's parts: the guests' words, and their rating per area."""
    language = context.language
    words = tuple(
        Text(f"{say(language, f'visit.protocol.read_{name}')}\n{visit.protocol.get(name, '')}")
        for name in WRITTEN
        if visit.protocol.get(name)
    )
    rows = tuple(
        (framework.words(language).area(area.id).name, rated(language, framework, visit.ratings.get(area.id)))
        for area in framework.areas
    )
    return (*words, Text(say(language, "visit.protocol.ratings"), "quiet"), Facts(rows))


def rated(language: str, framework: Framework, level: int | None) -> str:
    """A rating in words."""
    if level is None or not 1 <= level <= len(framework.levels):
        return say(language, "visit.protocol.not_seen")
    return framework.words(language).level(level).name


def _saved(context: Context, it: Seen, sent: Filled) -> Turn:
    visit, again = it.visit, bool(it.visit.protocol)
    changed = replace(
        visit,
        status="made",
        day=sent.day or visit.day,
        protocol=dict(sent.protocol),
        ratings=dict(sent.ratings),
    )

    def news(heard: Context) -> Message:
        return _news(heard, replace(it, visit=changed), again=again)

    dated: tuple[Effect, ...] = (SetVisit(visit.id, "made", sent.day),) if sent.day else ()
    may_compare = sees_host(context, it)
    key = "changed" if again else "done_compare" if may_compare else "done"
    thanks = say(context.language, f"visit.protocol.{key}", host=visit.host.name)
    look = "visit.button.compare" if may_compare else "visit.button.own_rating"
    compare = Button(say(context.language, look), about(visit, "calibration"))
    open_card = to_visit(context.language, visit)
    return Turn(
        (
            *dated,
            SaveProtocol(visit.id, dict(sent.protocol), dict(sent.ratings)),
            Replace(note(context, "visit.protocol.summary", thanks, compare, open_card, tone="warm")),
            *tell(context, context.certification.leading(visit.host.id), news),
        )
    )


def _news(heard: Context, it: Seen, *, again: bool) -> Message:
    language = heard.language
    summary = say(language, "visit.protocol.told_again" if again else "visit.protocol.told")
    text = say(language, "visit.protocol.told_text", guest=it.visit.guest.name)
    compare = Button(say(language, "visit.button.compare"), about(it.visit, "calibration"), "primary")
    parts = written(heard, it.cohort.framework, it.visit)
    return titled(heard, summary, summary, Text(text, "warm"), *parts, Buttons((compare,)))
