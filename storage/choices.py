"""What people choose on the way: languages, reminders and talks that were had."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, update

from conversations.turn import Discussed, Respondent
from storage import nudges
from storage.keys import Poll
from storage.tables import Discussion, Participation, Person
from storage.writes import upsert

_MUTE = (
    update(Participation)
    .where(
        Participation.authority_id == bindparam("authority"),
        Participation.round_id == bindparam("round"),
        Participation.school_id == bindparam("school"),
        Participation.respondent_kind == bindparam("kind"),
        Participation.respondent_id == bindparam("respondent"),
    )
    .values(muted=True)
)
_DISCUSSED = upsert(Discussion, ("round_id", "team_id", "area"), ("at", "note"))
_UNDISCUSSED = delete(Discussion).where(
    Discussion.authority_id == bindparam("authority"),
    Discussion.round_id == bindparam("round"),
    Discussion.team_id == bindparam("team"),
    Discussion.area == bindparam("about"),
)
_LANGUAGE = (
    update(Person)
    .where(Person.authority_id == bindparam("authority"), Person.id == bindparam("person"))
    .values(language=bindparam("speaks"))
)


def mute(connection: Connection, poll: Poll, person: int, *, leads: bool = False) -> None:
    """No more reminders to a person about a school's round; ``leads`` mutes what principals answer too."""
    joint = (Respondent("leadership", poll.school), Respondent("school", poll.school))
    of_poll = {"authority": poll.authority, "round": poll.round, "school": poll.school}
    for each in (Respondent("person", person), *(joint if leads else ())):
        connection.execute(_MUTE, {**of_poll, "kind": each.kind, "respondent": each.id})
        nudges.after_a_no(connection, poll, each)


def discussed(connection: Connection, authority: int, effect: Discussed, now: datetime) -> None:
    """Note that a work team has talked an area through, with its newest note, or that it takes that back."""
    if effect.undone:
        which = {"round": effect.round, "team": effect.team, "about": effect.area}
        connection.execute(_UNDISCUSSED, {"authority": authority, **which})
        return
    values = {
        "authority_id": authority,
        "round_id": effect.round,
        "team_id": effect.team,
        "area": effect.area,
        "note": effect.note,
        "at": now,
    }
    _DISCUSSED.run(connection, values)


def set_language(connection: Connection, authority: int, person: int, language: str) -> None:
    """Remember which language to speak with a person."""
    connection.execute(_LANGUAGE, {"authority": authority, "person": person, "speaks": language})
