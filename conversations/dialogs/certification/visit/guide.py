"""What to talk about and what to look for on a visit, area by area, in the framework's own words."""

from conversations.context import Context
from conversations.dialogs.certification.visit.visit import Seen, about, seen, title
from conversations.dialogs.parts import plainly, titled
from conversations.dialogs.stranger import noted
from conversations.framework.schema import Framework
from conversations.messages import Action, Button, Buttons, Choice, Message, Option, Part, Text
from conversations.texts import say
from conversations.turn import Show, Turn


def guide(context: Context, action: Action) -> Turn:
    """The areas with their introductions, or one area's questions and what to look for."""
    it = seen(context, action)
    if it is None:
        told = Show(plainly(context, say(context.language, "home.unknown.not_yours")))
        return noted(Turn((told,)), action.verb, "not theirs")
    known = {area.id for area in it.cohort.framework.areas}
    shown = _area(context, it, action.value) if action.value in known else _areas(context, it)
    return Turn((Show(shown),))


def _areas(context: Context, it: Seen) -> Message:
    language, framework = context.language, it.cohort.framework
    words = framework.words(language)
    options = tuple(
        Option(
            words.area(area.id).name,
            words.area(area.id).introduction,
            about(it.visit, "visit_guide", area.id),
        )
        for area in framework.areas
    )
    summary = say(language, "visit.guide.summary")
    text = Text(say(language, "visit.guide.text", visit=title(language, it.visit), host=it.visit.host.name))
    how = Text(say(language, "visit.guide.how"), "quiet")
    return titled(context, summary, summary, text, how, Choice(options))


def _area(context: Context, it: Seen, area: str) -> Message:
    language, framework = context.language, it.cohort.framework
    words = framework.words(language).area(area)
    parts: list[Part] = [Text(words.introduction, "quiet")]
    level = framework.words(language).level(framework.qualifying_level).name
    parts.append(Text(say(language, "visit.guide.level", level=level), "quiet"))
    parts += [Text(_criterion(language, framework, each.id)) for each in framework.criteria_of(area)]
    parts.append(Buttons((*_onward(context, it, area), _back(context, it))))
    return titled(context, words.name, words.name, *parts)


def _criterion(language: str, framework: Framework, criterion: str) -> str:
    words = framework.words(language).criterion(criterion)
    look = say(language, "visit.guide.look", seen=words.levels[framework.qualifying_level - 1])
    return "\n".join((words.title, *words.prompts, look))


def _onward(context: Context, it: Seen, area: str) -> tuple[Button, ...]:
    areas = [each.id for each in it.cohort.framework.areas]
    place = areas.index(area) + 1
    if place == len(areas):
        return ()
    name = it.cohort.framework.words(context.language).area(areas[place]).name
    label = say(context.language, "visit.guide.next", area=name)
    return (Button(label, about(it.visit, "visit_guide", areas[place]), "primary"),)


def _back(context: Context, it: Seen) -> Button:
    return Button(say(context.language, "visit.guide.back"), about(it.visit, "visit_guide"))
