import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conversations.context import Need
from conversations.messages import Action, Message, Text
from conversations.turn import (
    Close,
    Effect,
    Erase,
    Extend,
    OpenRound,
    Record,
    Refused,
    Replace,
    Respondent,
    Say,
    SetLanguage,
    Show,
    To,
    Turn,
)
from storage import answers, audit, ballots, effects, schedule
from storage.answers import TooLate
from storage.database import Database
from storage.keys import Keys
from storage.seal import Ballot
from storage.tables import Ballot as BallotRow
from storage.tables import Outbox, Participation
from tests.storage.authorities import (
    CALENDAR,
    CLOSED,
    OPEN,
    PLAN,
    PLANNED,
    Arrived,
    Authority,
    found,
    occasions,
)

LAST_MOMENT = CALENDAR.end_of_day(PLAN.closes_on)


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    made = found(database, keys)
    made.plan()
    return made


def words(text: str) -> Message:
    return Message(text, (Text(text),))


def record(authority: Authority, name: str, given: dict[int, int]) -> Record:
    (desk,) = authority.desks(name)
    return Record(desk.round.id, desk.school.id, desk.respondent, given, "begun")


def sent(authority: Authority) -> list[tuple[str, int, str, int]]:
    with authority.database.reading() as connection:
        rows = connection.execute(select(Outbox.__table__).order_by(Outbox.id))
        return [(row.to_kind, row.to_id, row.dedupe_key, row.revision) for row in rows]


def test_what_is_said_is_queued_once_for_its_key(authority: Authority) -> None:
    to = To("person", authority.person("Bo Dahl"))
    arrived = authority.arrived("Asta Berg", key="e1")
    for _ in range(2):
        authority.do(arrived, Say(to, words("Hej"), "hello"), Say(to, words("Hej igen")))
    assert sent(authority) == [("person", to.id, "hello", 1), ("person", to.id, "e1:1", 1)]


def test_a_pressed_card_becomes_another_and_typed_words_get_a_new_one(authority: Authority) -> None:
    arrived = authority.arrived("Asta Berg", key="typed")
    assert authority.do(arrived, Replace(words("Ett"))).replaced == words("Ett")
    with authority.database.reading() as connection:
        card = connection.execute(select(Outbox.id)).scalar_one()
    authority.do(replace(arrived, key="pressed", message=card), Replace(words("Två")))
    assert sent(authority) == [("person", arrived.person, "typed:0", 2)]


def test_a_card_in_somebody_elses_conversation_is_left_alone(authority: Authority) -> None:
    bo = authority.arrived("Bo Dahl", key="bo")
    authority.do(bo, Replace(words("Till Bo")))
    with authority.database.reading() as connection:
        card = connection.execute(select(Outbox.id)).scalar_one()
    asta = authority.arrived("Asta Berg", key="asta", message=card)
    authority.do(asta, Replace(words("Till Asta")))
    assert sent(authority) == [("person", bo.person, "bo:0", 1), ("person", asta.person, "asta:0", 1)]
    with authority.database.reading() as connection:
        noted = audit.entries(connection, authority.id)
    assert [(entry.what, entry.person) for entry in noted] == [("refused card", asta.person)]
    saved = authority.do(replace(asta, place=bo.place, key="forged"), Replace(words("Till Bo?")))
    assert (saved.shown, saved.replaced) == (words("Till Bo?"), None)
    assert len(sent(authority)) == 2


def test_members_change_their_teams_card_and_others_do_not(authority: Authority) -> None:
    place = To("team", authority.team("Lag ett"))
    authority.do(Arrived(authority.id, 0), Say(place, words("Paket"), "pack"))
    with authority.database.reading() as connection:
        card = connection.execute(select(Outbox.id)).scalar_one()
    for name, revision in (("Folke Holm", 1), ("Rut Norr", 1), ("Asta Berg", 2)):
        authority.do(authority.arrived(name, place=place, message=card), Replace(words("Klart")))
        assert sent(authority) == [("team", place.id, "pack", revision)]


def test_a_stranger_gets_an_answer_that_is_kept_nowhere(authority: Authority) -> None:
    saved = authority.do(Arrived(authority.id, 4711), Replace(words("Vem är du?")))
    assert saved.replaced == words("Vem är du?")
    assert sent(authority) == []


def test_what_is_shown_is_handed_back_and_kept_nowhere(authority: Authority) -> None:
    assert authority.do(authority.arrived("Asta Berg"), Show(words("Bara du"))).shown == words("Bara du")
    again = Action("who")
    assert authority.do(authority.arrived("Asta Berg"), Show(words("Bara du"), again)).again == again
    assert sent(authority) == []


def test_an_answer_is_kept_and_changed(authority: Authority) -> None:
    authority.answer("Asta Berg", {0: 3, 1: 2})
    authority.answer("Asta Berg", {1: 15, 2: 4})
    (desk,) = authority.desks("Asta Berg")
    assert (desk.answers[:4], desk.status) == ((3, 15, 4, 0), "begun")


def test_the_last_answer_finishes_whatever_the_step_believed(authority: Authority) -> None:
    authority.answer_all("Asta Berg", 3)
    assert authority.desks("Asta Berg")[0].status == "finished"
    authority.answer("Asta Berg", {0: 1})
    assert authority.desks("Asta Berg")[0].status == "finished"
    authority.answer("Asta Berg", {0: 0})
    assert authority.desks("Asta Berg")[0].status == "begun"


def test_a_ballot_lies_there_without_a_trace_of_its_owner(authority: Authority) -> None:
    authority.answer("Asta Berg", {0: 3})
    with authority.database.reading() as connection:
        row = connection.execute(select(BallotRow.__table__)).one()
    assert set(row._fields) == {"ref", "authority_id", "version", "blob"}
    assert len(row.blob) == 12 + 4 + 30 + 16


def test_nobody_answers_at_somebody_elses_desk(authority: Authority) -> None:
    for name in ("Bo Dahl", "Rut Norr", "Karin Samordnare"):
        effect = record(authority, "Asta Berg", {0: 1})
        with pytest.raises(LookupError, match="not this person's"):
            authority.do(authority.arrived(name), effect)
    with pytest.raises(LookupError, match="not this person's"):
        authority.do(
            authority.arrived("Rut Norr"),
            Record(authority.round, authority.school("Södra"), Respondent("school", 1), {0: 1}, "begun"),
        )
    assert set(authority.desks("Asta Berg")[0].answers) == {0}


@pytest.mark.parametrize("effect", ["record", "erase"])
def test_after_the_deadline_nothing_is_taken(authority: Authority, effect: str) -> None:
    authority.answer("Asta Berg", {0: 3}, LAST_MOMENT - timedelta(microseconds=1))
    made = record(authority, "Asta Berg", {0: 1})
    late: Effect = made if effect == "record" else Erase(made.round, made.school, made.respondent)
    with pytest.raises(TooLate):
        authority.do(authority.arrived("Asta Berg"), late, now=LAST_MOMENT)
    assert authority.desks("Asta Berg")[0].answers[0] == 3


def test_after_the_freeze_nothing_is_taken_whatever_the_clock_says(authority: Authority) -> None:
    effect = record(authority, "Asta Berg", {0: 1})
    authority.do(Arrived(authority.id, 0), Close(authority.round, authority.school("Norra"), ()), now=CLOSED)
    with pytest.raises(TooLate):
        authority.do(authority.arrived("Asta Berg"), effect, now=OPEN)


def test_a_refused_answer_undoes_its_whole_turn(authority: Authority) -> None:
    effect = record(authority, "Asta Berg", {0: 1})
    with pytest.raises(TooLate):
        authority.do(authority.arrived("Asta Berg"), Replace(words("Nästa")), effect, now=CLOSED)
    assert sent(authority) == []


def test_erasing_forgets_all_answers_and_one_may_begin_anew(authority: Authority) -> None:
    authority.answer("Asta Berg", {0: 3})
    made = record(authority, "Asta Berg", {0: 1})
    authority.do(authority.arrived("Asta Berg"), Erase(made.round, made.school, made.respondent))
    (desk,) = authority.desks("Asta Berg")
    assert (set(desk.answers), desk.status) == ({0}, "invited")
    with authority.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(BallotRow)).scalar_one() == 0
    authority.answer("Asta Berg", {1: 2})
    assert authority.desks("Asta Berg")[0].answers[:2] == (0, 2)


def test_a_write_in_between_is_merged_and_not_lost(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.answer("Asta Berg", {0: 3})
    effect = record(authority, "Asta Berg", {1: 2})
    original = ballots.BallotBox.save
    between = iter([True])

    def interrupted(
        box: ballots.BallotBox, connection: object, respondent: Respondent, ballot: Ballot
    ) -> Ballot:
        if next(between, False):
            newest = box.load(connection, respondent)  # type: ignore[arg-type]
            assert newest is not None
            other = replace(newest, answers=(*newest.answers[:2], 4, *newest.answers[3:]))
            original(box, connection, respondent, other)  # type: ignore[arg-type]
        return original(box, connection, respondent, ballot)  # type: ignore[arg-type]

    monkeypatch.setattr(ballots.BallotBox, "save", interrupted)
    authority.do(authority.arrived("Asta Berg"), effect)
    assert authority.desks("Asta Berg")[0].answers[:4] == (3, 2, 4, 0)


@pytest.mark.parametrize("begun", [False, True])
def test_two_devices_at_once_lose_nothing_and_finish(authority: Authority, begun: bool) -> None:  # noqa: FBT001  -- a parameter
    (desk,) = authority.desks("Asta Berg")
    *rest, first, second = desk.asked
    if begun:
        authority.answer("Asta Berg", dict.fromkeys(rest, 3))
    mine, other = ([*rest[:10], first], [*rest[10:], second])
    loaded, errors = threading.Barrier(2), []

    def press(given: list[int]) -> None:
        arrived = authority.arrived("Asta Berg")
        effect = record(authority, "Asta Berg", dict.fromkeys(given, 3))
        context = authority.context(arrived, Need.DESKS)
        loaded.wait(10)
        try:
            with authority.database.writing() as connection:
                effects.save(connection, authority.keys, arrived, context, Turn((effect,)), OPEN)
        except Exception as error:  # noqa: BLE001  -- whatever it is, the test must hear of it
            errors.append(error)

    threads = [threading.Thread(target=press, args=(given,)) for given in (mine, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert errors == []
    (desk,) = authority.desks("Asta Berg")
    assert (desk.open_questions, desk.status) == ((), "finished")


def test_a_language_is_remembered(authority: Authority) -> None:
    arrived = authority.arrived("Asta Berg")
    authority.do(arrived, SetLanguage("en"))
    assert authority.context(arrived).language == "en"


def test_refusals_are_noted(authority: Authority) -> None:
    rut = authority.arrived("Rut Norr")
    authority.do(rut, Refused("extend", "role"))
    with authority.database.reading() as connection:
        noted = audit.entries(connection, authority.id)
    assert [(entry.what, entry.person, entry.detail) for entry in noted] == [
        ("refused extend", rut.person, "role")
    ]


def test_a_coordinator_opens_a_round_and_a_principal_extends_it(database: Database, keys: Keys) -> None:
    authority = found(database, keys)
    karin = authority.arrived("Karin Samordnare")
    authority.do(karin, OpenRound(PLAN, occasions(PLAN)), now=PLANNED)
    (desk,) = authority.desks("Asta Berg")
    later = replace(PLAN, closes_on=PLAN.closes_on + timedelta(days=7))
    effect = Extend(desk.round.id, desk.school.id, later.closes_on, occasions(later, OPEN))
    authority.do(authority.arrived("Rut Norr"), effect)
    authority.answer("Asta Berg", {0: 3}, LAST_MOMENT + timedelta(days=1))
    with database.reading() as connection:
        noted = {entry.what: entry.detail for entry in audit.entries(connection, authority.id)}
        due = schedule.next_due(connection, authority.id)
    assert noted == {"open round": PLAN.decision, "extend": "2026-02-06"}
    assert due is not None


def test_only_respondents_of_the_round_have_a_place_in_it(authority: Authority) -> None:
    (desk,) = authority.desks("Asta Berg")
    made = Record(desk.round.id, desk.school.id, Respondent("person", 4711), {0: 1}, "begun")
    with authority.database.writing() as connection, pytest.raises(LookupError, match="take part"):
        answers.record(connection, authority.keys, authority.id, desk, made, OPEN)


def test_participation_says_how_far_and_never_when(authority: Authority) -> None:
    authority.answer("Asta Berg", {0: 3})
    columns = set(Participation.__table__.columns.keys())
    assert not [name for name in columns if name.endswith(("_at", "_on"))]
