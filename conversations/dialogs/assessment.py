"""Going through the questions: begin, answer, back, pause, terms."""

from conversations.context import Context, Desk
from conversations.dialogs.desks import desk_for
from conversations.dialogs.parts import at, button, last_day, minutes, note, titled
from conversations.dialogs.questions import (
    NOT_APPLICABLE,
    PREFER_NOT,
    encouragement,
    question,
    talked_first,
    wants_talk,
)
from conversations.dialogs.stranger import kept_place, noted
from conversations.dialogs.welcome import nothing_to_answer, out_of_time, welcome
from conversations.messages import Action, Button, Buttons, Message, Text
from conversations.rules import sheets
from conversations.texts import say
from conversations.turn import Record, Replace, Show, Status, Turn

_MARKS = {NOT_APPLICABLE: sheets.NOT_APPLICABLE, PREFER_NOT: sheets.PREFER_NOT}


def begin(context: Context, action: Action) -> Turn:
    """Go to the first question without an answer; whoever has not been welcomed is welcomed first."""
    desk = desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if desk.window.state(context.now) != "open":
        return Turn((Replace(out_of_time(context, desk)),))
    if desk.status == "invited" and not action.round:
        return Turn((Replace(welcome(context, desk)),))
    return Turn((Replace(onward(context, desk, after=-1)),))


def ask(context: Context, action: Action) -> Turn:
    """Show one question, answered before or not."""
    desk, place = _aimed(context, action)
    if desk is None or place is None:
        return _astray(context, action)
    return Turn((Replace(question(context, desk, place)),))


def answer(context: Context, action: Action) -> Turn:
    """Take an answer down and show what comes next; an answer from an old card is an edit."""
    desk, place = _aimed(context, action)
    if desk is None or place is None:
        return _astray(context, action)
    given = _given(desk, action.value)
    if given is None:
        return noted(Turn((Replace(question(context, desk, place)),)), action.verb, "no such level")
    answered = with_answer(desk, place, given)
    record = Record(desk.round.id, desk.school.id, desk.respondent, {place: given}, status=answered.status)
    return Turn((record, Replace(onward(context, answered, after=place))))


def back(context: Context, action: Action) -> Turn:
    """Show the question before this one again, without telling what was chosen."""
    desk, place = _aimed(context, action)
    if desk is None or place is None:
        return _astray(context, action)
    number = desk.asked.index(place)
    return Turn((Replace(question(context, desk, desk.asked[max(0, number - 1)])),))


def pause(context: Context, action: Action) -> Turn:
    """Say that all is saved, what is left, and how to go on."""
    desk = desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if not desk.open_questions or desk.window.state(context.now) != "open":
        return begin(context, at(desk, "begin"))
    left = len(desk.open_questions)
    text = say(
        context.language,
        f"assessment.pause.{'text' if desk.respondent.kind == 'person' else 'joint'}",
        left=say(context.language, "assessment.pause.left", n=left),
        minutes=say(context.language, "assessment.pause.minutes", n=minutes(desk, left)),
        day=last_day(context, desk),
    )
    go_on = Button(say(context.language, "assessment.pause.go_on"), at(desk, "begin"), "primary")
    return Turn((Replace(note(context, "assessment.pause.summary", text, go_on)),))


def terms(context: Context, action: Action) -> Turn:
    """Explain the words of a question, beside it."""
    desk, place = _aimed(context, action)
    if desk is None or place is None:
        return _astray(context, action)
    words = desk.round.framework.words(context.language).criterion(desk.round.criteria[place].id)
    summary = say(context.language, "assessment.terms.summary")
    return Turn((Show(titled(context, summary, words.title, Text(words.question), Text(words.help))),))


def onward(context: Context, desk: Desk, after: int) -> Message:
    """The next open question, the team talk before a new area, or the thank-you when all is done."""
    left = desk.open_questions
    if not left:
        return thanks(context, desk)
    place = next((other for other in left if other > after), left[0])
    if wants_talk(desk, place):
        return talked_first(context, desk, place)
    return question(context, desk, place, *encouragement(context, desk, place))


def thanks(context: Context, desk: Desk) -> Message:
    """The end of the questions; answers can still be changed until the last day."""
    key = "text" if desk.respondent.kind == "person" else "joint"
    text = say(context.language, f"assessment.done.{key}", total=len(desk.asked), day=last_day(context, desk))
    return titled(
        context,
        say(context.language, "assessment.done.summary"),
        say(context.language, "assessment.done.heading"),
        Text(text, "warm"),
        Buttons((button(context, "assessment.done.review", at(desk, "review")),)),
    )


def with_answer(desk: Desk, place: int, given: int) -> Desk:
    """The desk as it stands once the answer is given."""
    answers = (*desk.answers[:place], given, *desk.answers[place + 1 :])
    status: Status = "begun" if any(not answers[other] for other in desk.asked) else "finished"
    return desk.changed(answers, status)


def _astray(context: Context, action: Action) -> Turn:
    """A card that no longer fits: that its round has closed, before anything that can be answered now."""
    desk = desk_for(context, action)
    if desk is not None:
        return begin(context, at(desk, "begin") if action.round else Action("begin"))
    turn = begin(context, Action("begin"))
    return kept_place(turn, say(context.language, "assessment.closed.old_card")) if context.desks else turn


def _aimed(context: Context, action: Action) -> tuple[Desk | None, int | None]:
    """The open desk and the asked place an action names, or nothing where either does not hold."""
    desk = desk_for(context, action)
    if desk is None or desk.window.state(context.now) != "open":
        return None, None
    places = {desk.round.criteria[place].id: place for place in desk.asked}
    return desk, places.get(action.item)


def _given(desk: Desk, value: str) -> int | None:
    if value in _MARKS:
        return _MARKS[value]
    levels = {str(level.number): level.number for level in desk.round.framework.levels}
    return levels.get(value)
