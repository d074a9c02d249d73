"""One's own answers: review, change, download and erase, always in a place that leaves no history."""

from conversations.context import Context, Desk
from conversations.dialogs.assessment import thanks
from conversations.dialogs.desks import choose, desk_for, in_question
from conversations.dialogs.parts import at, button, last_day, note, sentence, titled
from conversations.dialogs.questions import belonging, question
from conversations.dialogs.welcome import nothing_to_answer, out_of_time
from conversations.messages import Action, Button, Buttons, Document, Field, Form, Message, Table, Text
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT, UNANSWERED
from conversations.texts import say
from conversations.turn import Erase, Replace, Show, Turn


def review(context: Context, action: Action) -> Turn:
    """Show all my answers, with ways to change, download and erase them; ask which where I have several."""
    several = in_question(context, action)
    if len(several) > 1:
        return Turn((Replace(choose(context, several, "review", "home.menu.which_answers")),))
    desk = next(iter(several), None) or desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if desk.window.state(context.now) != "open":
        return Turn((Replace(out_of_time(context, desk)),))
    return Turn((Show(_review(context, desk)),))


def change(context: Context, action: Action, fields: dict[str, str]) -> Turn:
    """Ask the picked question again."""
    desk = desk_for(context, action)
    if desk is None or desk.window.state(context.now) != "open":
        return review(context, action)
    places = {desk.round.criteria[place].id: place for place in desk.asked}
    place = places.get(fields.get("criterion", ""))
    if place is None:
        return review(context, action)
    return Turn((Replace(question(context, desk, place)),))


def erase(context: Context, action: Action) -> Turn:
    """Ask once more before anything is erased, and which answers where I have several."""
    several = in_question(context, action)
    if len(several) > 1:
        return Turn((Replace(choose(context, several, "erase", "home.menu.which_answers")),))
    desk = next(iter(several), None) or desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if desk.window.state(context.now) != "open":
        return Turn((Replace(_too_late(context, desk)),))
    if not any(desk.answers):
        return sentence(context, "assessment.erase.nothing")
    return Turn((Replace(_sure(context, desk)),))


def _sure(context: Context, desk: Desk) -> Message:
    text = say(
        context.language,
        f"assessment.erase.{'text' if desk.respondent.kind == 'person' else 'joint'}",
        round=desk.round.title,
        school=desk.school.name,
        day=last_day(context, desk),
    )
    yes = Button(say(context.language, "assessment.erase.yes"), at(desk, "erase_yes"), "danger")
    no = button(context, "assessment.erase.no", at(desk, "erase_no"))
    return note(context, "assessment.erase.summary", text, yes, no)


def erase_yes(context: Context, action: Action) -> Turn:
    """Erase all of one respondent's answers."""
    desk = desk_for(context, action)
    if desk is None or desk.window.state(context.now) != "open":
        return erase(context, action)
    text = say(context.language, "assessment.erase.done", day=last_day(context, desk))
    begin = button(context, "home.welcome.begin", at(desk, "begin"))
    return Turn(
        (
            Erase(desk.round.id, desk.school.id, desk.respondent),
            Replace(note(context, "assessment.erase.done_summary", text, begin)),
        )
    )


def erase_no(context: Context, action: Action) -> Turn:
    """Keep the answers and offer to go on."""
    desk = desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    go_on = button(context, "assessment.pause.go_on", at(desk, "begin"))
    kept = say(context.language, "assessment.erase.kept")
    if not desk.open_questions:
        return Turn((Replace(thanks(context, desk)),))
    return Turn((Replace(note(context, "assessment.erase.kept", kept, go_on)),))


def shown_answer(context: Context, desk: Desk, place: int) -> str:
    """One of my answers, in words; only ever shown to me."""
    given = desk.answers[place]
    marks = {UNANSWERED: "unanswered", NOT_APPLICABLE: "not_applicable", PREFER_NOT: "prefer_not"}
    if given in marks:
        return say(context.language, f"assessment.review.{marks[given]}")
    name = desk.round.framework.words(context.language).level(given).name
    return say(context.language, "assessment.review.level", number=given, name=name)


def _review(context: Context, desk: Desk) -> Message:
    language, joint = context.language, desk.respondent.kind != "person"
    words = desk.round.framework.words(language)
    asked = [(desk.round.criteria[place].id, place) for place in desk.asked]
    rows = tuple(
        (words.criterion(criterion).title, shown_answer(context, desk, place)) for criterion, place in asked
    )
    columns = tuple(say(language, f"assessment.review.column_{name}") for name in ("question", "answer"))
    picks = tuple((criterion, words.criterion(criterion).title) for criterion, _ in asked)
    pick = Field("criterion", say(language, "assessment.review.pick"), "choice", options=picks)
    heading = say(language, "assessment.review.joint_heading" if joint else "assessment.review.heading")
    return titled(
        context,
        say(language, "assessment.review.summary"),
        heading,
        *belonging(context, desk),
        Text(say(language, "assessment.review.joint" if joint else "assessment.review.text"), "quiet"),
        Table(columns, rows, heading),
        Form(at(desk, "change"), say(language, "assessment.review.open"), (pick,)),
        Document(say(language, "assessment.review.download"), _name(desk)),
        Buttons((Button(say(language, "assessment.review.erase"), at(desk, "erase"), "danger"),)),
    )


def _name(desk: Desk) -> str:
    return f"answers/{desk.round.id}/{desk.school.id}/{desk.respondent.encode()}"


def _too_late(context: Context, desk: Desk) -> Message:
    if desk.window.state(context.now) == "planned":
        return out_of_time(context, desk)
    text = say(context.language, "assessment.erase.too_late")
    return note(context, "assessment.closed.summary", text)
