"""Whether a school comes to a learning session, and who."""

from dataclasses import replace

from conversations.certification import Colleague
from conversations.cohorts import SessionPart
from conversations.context import Context
from conversations.decisions import ReplyToSession
from conversations.dialogs.certification.session.card import Lead, Reader, card
from conversations.dialogs.certification.session.session import answered, with_part
from conversations.dialogs.certification.session.who import Acting, acting, at_session
from conversations.dialogs.certification.session.words import inside, meeting_time, standing
from conversations.dialogs.parts import heard_by, titled
from conversations.facts import Listener
from conversations.messages import Action, Field, Form, Message, Text
from conversations.texts import say
from conversations.turn import Replace, Say, To, Turn

_MOST_OPTIONS = 100


def reply(context: Context, action: Action) -> Turn:
    """A school says yes or no; whoever says yes is who comes."""
    who = _open(context, action)
    if isinstance(who, Turn):
        return who
    part, me = who.session.part(who.school.id), context.me
    if action.value == "yes" and me is not None:
        kept = part.reply == "yes" and part.person
        named = (part.person, part.person_name) if kept else (me.id, me.name)
        return _replied(context, who, replace(part, reply="yes", person=named[0], person_name=named[1]))
    if action.value == "no":
        return _replied(context, who, replace(part, reply="no", person=0, person_name=""))
    return Turn((answered(context, who.cohort, who.session, say(context.language, "session.reply.which")),))


def instead(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask which colleague comes, or write down the one who is named and tell them."""
    who = _open(context, action)
    if isinstance(who, Turn):
        return who
    colleagues = tuple(each for each in context.colleagues if each.school == who.school.id)
    if not colleagues:
        told = say(context.language, "session.instead.nobody")
        return Turn((answered(context, who.cohort, who.session, told),))
    if fields is None:
        return Turn((Replace(_form(context, who, colleagues)),))
    written = fields.get("person", "").strip()
    named = _named(colleagues, written)
    if named is None:
        return Turn((Replace(_form(context, who, colleagues, written, wrong=True)),))
    part = who.session.part(who.school.id)
    part = replace(part, reply="yes", person=named.id, person_name=named.name, person_language=named.language)
    turn = _replied(context, who, part)
    mine = context.me is not None and context.me.id == named.id
    return turn if mine else Turn((*turn.effects, _told(context, who, named, part)))


def _open(context: Context, action: Action) -> Acting | Turn:
    """The session and school to reply for, as long as there is something to reply to."""
    who = acting(context, action, leaders_only=True)
    if isinstance(who, Turn):
        return who
    state = standing(context, who.session)
    if state in {"past", "cancelled"}:
        told = say(context.language, f"session.reply.{state}")
        return Turn((answered(context, who.cohort, who.session, told),))
    return who


def _replied(context: Context, who: Acting, part: SessionPart) -> Turn:
    said = say(
        context.language,
        f"session.reply.{part.reply}",
        school=who.school.name,
        name=part.person_name,
        when=meeting_time(context, who.session),
    )
    changed = answered(context, who.cohort, with_part(who.session, part), said)
    return Turn((ReplyToSession(who.session.id, who.school.id, part.reply, part.person), changed))


def _named(colleagues: tuple[Colleague, ...], written: str) -> Colleague | None:
    """The colleague who was picked, or whose whole name was written and who alone has it."""
    same = [
        each for each in colleagues if written == str(each.id) or each.name.casefold() == written.casefold()
    ]
    return same[0] if len(same) == 1 else None


def _form(
    context: Context,
    who: Acting,
    colleagues: tuple[Colleague, ...],
    written: str = "",
    *,
    wrong: bool = False,
) -> Message:
    language, few = context.language, len(colleagues) <= _MOST_OPTIONS
    field = Field(
        "person",
        say(language, "session.instead.field" if few else "session.instead.field_many"),
        "choice" if few else "text",
        value=written,
        options=tuple((str(each.id), each.name) for each in colleagues) if few else (),
        error=say(language, "session.instead.wrong") if wrong else "",
        longest=120,
    )
    form = Form(
        at_session("session_instead", who.session, who.school.id),
        say(language, "session.instead.send"),
        (field,),
    )
    text = Text(
        say(
            language,
            "session.instead.text",
            school=who.school.name,
            session=inside(language, who.session),
        )
    )
    return titled(
        context,
        say(language, "session.instead.summary"),
        say(language, "session.instead.summary"),
        text,
        form,
    )


def _told(context: Context, who: Acting, named: Colleague, part: SessionPart) -> Say:
    """Whoever is named hears it at once, and not again as an invitation the next day."""
    listener = Listener(named.id, named.name, named.language)
    heard = heard_by(context, listener)
    text = say(
        listener.language,
        "session.instead.told",
        name=named.name.split()[0],
        by=context.me.name if context.me else "",
        school=who.school.name,
        session=inside(listener.language, who.session),
    )
    lead = Lead(say(listener.language, "session.instead.told_summary"), text)
    leads = named.id in {each.id for each in context.certification.leading(who.school.id)}
    session = with_part(who.session, part)
    message = card(heard, who.cohort, session, Reader((who.school.id,), leads), lead)
    # A leader has been invited before; somebody else must not be invited once more the next day.
    key = "" if leads else invitation_key(session.id, session.revision, named.id)
    return Say(To("person", named.id), message, key)


def invitation_key(session: int, revision: int, person: int) -> str:
    """What makes an invitation be said once for each time and place that a session has had."""
    return f"session-invite:{session}:{revision}:{person}"
