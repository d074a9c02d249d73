"""The card that asks one criterion, and the one that asks whether the team has talked first."""

from conversations.context import Context, Desk
from conversations.dialogs.parts import at, whose
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Heading,
    Message,
    Option,
    Part,
    Progress,
    Text,
)
from conversations.texts import say

NOT_APPLICABLE, PREFER_NOT = "na", "skip"


def question(context: Context, desk: Desk, place: int, *before: Part) -> Message:
    """One criterion with a button for each level; nothing on it tells what was chosen before."""
    language, criterion = context.language, desk.round.criteria[place]
    words = desk.round.framework.words(language)
    asked = words.criterion(criterion.id)
    number, total = desk.asked.index(place) + 1, len(desk.asked)
    progress = say(language, "assessment.question.progress", place=number, total=total)
    parts = (
        *before,
        *belonging(context, desk),
        Text(words.area(criterion.area).name, "quiet"),
        Progress(total - len(desk.open_questions), total, progress),
        Heading(asked.question),
        Choice(_options(context, desk, criterion.id)),
        Buttons(
            (
                _mark(context, desk, criterion.id, "not_applicable", NOT_APPLICABLE),
                _mark(context, desk, criterion.id, "prefer_not", PREFER_NOT),
            )
        ),
        Buttons(_ways(context, desk, place)),
    )
    summary = say(language, "assessment.question.summary", place=number, total=total, title=asked.title)
    return Message(summary, parts, language)


def talked_first(context: Context, desk: Desk, place: int) -> Message:
    """Ask kindly whether the team has talked about the area that begins here; going on is always possible."""
    language, criterion = context.language, desk.round.criteria[place]
    area = desk.round.framework.words(language).area(criterion.area)
    ask = at(desk, "ask", criterion.id)
    buttons = (
        Button(say(language, "assessment.discuss.go_on"), ask, "primary"),
        Button(say(language, "assessment.discuss.anyway"), ask),
        Button(say(language, "assessment.discuss.wait"), at(desk, "pause")),
    )
    parts = (
        *belonging(context, desk),
        Heading(area.name),
        Text(area.introduction),
        Text(say(language, "assessment.discuss.text")),
        Buttons(buttons),
    )
    return Message(say(language, "assessment.discuss.summary", area=area.name), parts, language)


def wants_talk(desk: Desk, place: int) -> bool:
    """Whether an area begins here for somebody who answers alone before the team has discussed it."""
    area = desk.round.criteria[place].area
    untouched = not any(
        desk.answers[other] for other in desk.asked if desk.round.criteria[other].area == area
    )
    alone = desk.respondent.kind == "person" and desk.round.kind == "yearly"
    return alone and untouched and desk.team is not None and area not in desk.team.discussed


def encouragement(context: Context, desk: Desk, place: int) -> tuple[Part, ...]:
    """A word on the way when a new area begins after finished ones."""
    areas = [desk.round.criteria[other].area for other in desk.asked]
    unfinished = {desk.round.criteria[other].area for other in desk.open_questions}
    here = desk.round.criteria[place].area
    done = len(set(areas) - unfinished)
    begins = all(not desk.answers[other] for other in desk.asked if desk.round.criteria[other].area == here)
    if not done or not begins:
        return ()
    return (Text(say(context.language, "assessment.question.started", n=done), "warm"),)


def belonging(context: Context, desk: Desk) -> tuple[Part, ...]:
    """Which desk this is, for whoever has several or answers for others; nothing for everybody else."""
    if len(context.desks) == 1 and desk.respondent.kind == "person":
        return ()
    return (Text(whose(context, desk), "quiet"),)


def _options(context: Context, desk: Desk, criterion: str) -> tuple[Option, ...]:
    words = desk.round.framework.words(context.language)
    return tuple(
        Option(
            say(context.language, "assessment.question.option", number=number, name=words.level(number).name),
            description,
            at(desk, "answer", criterion, str(number)),
        )
        for number, description in enumerate(words.criterion(criterion).levels, 1)
    )


def _mark(context: Context, desk: Desk, criterion: str, key: str, value: str) -> Button:
    return Button(say(context.language, f"assessment.question.{key}"), at(desk, "answer", criterion, value))


def _ways(context: Context, desk: Desk, place: int) -> tuple[Button, ...]:
    criterion = desk.round.criteria[place].id
    ways: list[tuple[str, Action]] = [
        ("pause", at(desk, "pause", criterion)),
        ("terms", at(desk, "terms", criterion)),
    ]
    if place != desk.asked[0]:
        ways.insert(0, ("back", at(desk, "back", criterion)))
    return tuple(Button(say(context.language, f"assessment.question.{key}"), action) for key, action in ways)
