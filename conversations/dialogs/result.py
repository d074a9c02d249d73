"""The frozen result as messages: the principal's summary, the others' levels, and the good news."""

from conversations.context import Context, SchoolView
from conversations.dialogs import explain
from conversations.dialogs.action_plan.card import plan_button
from conversations.dialogs.applying import last_day, told, way
from conversations.dialogs.charts import picture
from conversations.dialogs.parts import about, button, titled
from conversations.dialogs.tables import area_table, team_facts
from conversations.facts import Listener
from conversations.messages import Button, Buttons, Heading, Message, Part, Text
from conversations.snapshot import Snapshot
from conversations.texts import say
from conversations.texts.dates import day


def summary(context: Context, view: SchoolView, snapshot: Snapshot, *, applies: bool = True) -> Message:
    """What the school reached: words first, then the picture, what is missing and what to do next."""
    language = context.language
    heading = say(language, "overview.result.heading", school=view.school.name)
    answered = Text(_answered(language, view, snapshot), "quiet")
    if not snapshot.shown:
        hidden = Text(say(language, "overview.result.hidden"))
        ways = way(context, view, principal=applies)
        return titled(context, heading, heading, answered, hidden, *((Buttons(ways),) if ways else ()))
    return titled(
        context,
        heading,
        heading,
        Text(explain.outcome(language, view.round, snapshot), "warm"),
        *_sentences(explain.missing(language, view.round, snapshot)),
        answered,
        picture(context, view, snapshot),
        area_table(context, view, snapshot),
        *_sentences(
            explain.gap(language, view.round, snapshot),
            explain.spread(language, view.round, snapshot),
            explain.certainty(language, snapshot),
        ),
        *_measures(context, view, snapshot),
        *(told(context, view) if applies else ()),
        Buttons((*_more(context, view), *way(context, view, principal=applies))),
    )


def levels(context: Context, view: SchoolView, snapshot: Snapshot) -> Message:
    """What the school reached, for its staff, with their own team where it is shown, and coordinators."""
    heading = say(context.language, "overview.result.heading", school=view.school.name)
    if not snapshot.shown:
        return titled(context, heading, heading, Text(say(context.language, "overview.result.hidden")))
    own = {duty.team for duty in context.me.duties} if context.me else set()
    mine = (team_facts(context, view, snapshot, team) for team in snapshot.teams if team.id in own)
    text = Text(explain.outcome(context.language, view.round, snapshot), "warm")
    see_criteria = Buttons((button(context, "overview.result.criteria", about(view, "criteria")),))
    return titled(context, heading, heading, text, area_table(context, view, snapshot), *mine, see_criteria)


def good_news(context: Context, view: SchoolView, principal: Listener) -> Message:
    """The school qualifies: a message of its own, with the button to apply."""
    language, words = context.language, view.round.framework.words(context.language)
    heading = say(language, "overview.qualifies.heading", school=view.school.name)
    everywhere = view.snapshot is not None and all(each.reached for each in view.snapshot.criteria)
    text = say(
        language,
        "overview.qualifies.text" if everywhere else "overview.qualifies.text_by_rule",
        name=principal.name.split()[0],
        level=explain.qualifying_level(language, view.round),
        award=words.award,
    )
    next_step = Text(say(language, "overview.qualifies.next", day=day(language, last_day(context, view))))
    wish = Button(say(language, "overview.qualifies.apply"), about(view, "apply"), "primary")
    return titled(context, heading, heading, Text(text, "warm"), next_step, Buttons((wish,)))


def _answered(language: str, view: SchoolView, snapshot: Snapshot) -> str:
    key = {"individual": "answered", "team": "answered_team", "joint": "answered_joint"}[snapshot.basis]
    return say(
        language,
        f"overview.result.{key}",
        answered=snapshot.answered,
        eligible=snapshot.eligible,
        round=view.round.title,
    )


def _measures(context: Context, view: SchoolView, snapshot: Snapshot) -> tuple[Part, ...]:
    language, words = context.language, view.round.framework.words(context.language)
    if not snapshot.suggestions:
        return ()
    lines = tuple(
        Text(
            say(
                language,
                "overview.result.measure",
                title=words.criterion(each.criterion).title,
                measure=words.criterion(each.criterion).measures_to(int(each.step.removeprefix("to_")))[0],
            )
        )
        for each in snapshot.suggestions
    )
    return (Heading(say(language, "overview.result.measures")), *lines)


def _more(context: Context, view: SchoolView) -> tuple[Button, ...]:
    ways = (button(context, f"overview.result.{verb}", about(view, verb)) for verb in ("criteria", "teams"))
    return (*ways, *plan_button(context, view))


def _sentences(*texts: str) -> tuple[Text, ...]:
    return tuple(Text(text) for text in texts if text)
