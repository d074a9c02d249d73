from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from conversations.certification import Leader
from conversations.cohorts import SessionPart
from tests.conversations.dialogs.certification.cohorts import (
    BEGINS,
    COHORT,
    FIRST,
    KIM,
    LAST,
    LEADERS,
    NOW,
    buttons,
    documents,
    tended,
    with_parts,
    with_session,
)

LATE = datetime(2028, 5, 1, 6, 15, tzinfo=UTC)


def morning(day: int, month: int = 9) -> datetime:
    return datetime(2027, month, day, 6, 15, tzinfo=UTC)


def kinds(now: datetime, *parts: SessionPart) -> Counter[str]:
    said = [each for each in tended(with_parts(*parts), now=now) if each.key.startswith("session-")]
    return Counter(each.key.split(":")[0] for each in said if each.key.split(":")[1] == "11")


def test_a_new_cohort_hears_all_its_days_and_is_invited_to_the_first() -> None:
    said = tended(COHORT, now=morning(31, 8))
    assert Counter(each.key.split(":")[0] for each in said) == {"cohort-dates": 4, "session-invite": 4}
    dates = next(each for each in said if each.key == "cohort-dates:7:30")
    assert documents(dates.message) == ["session/11/ics", "session/12/ics"]
    invited = next(each for each in said if each.key == "session-invite:11:0:30")
    assert "Vi kommer" in buttons(invited.message)
    assert next(each for each in said if each.to.id == 50).message.language == "en"


def test_a_later_session_is_invited_to_when_it_is_the_next_or_near() -> None:
    assert not any(each.key.startswith("session-invite:12") for each in tended(COHORT, now=morning(1)))
    assert any(each.key.startswith("session-invite:12") for each in tended(COHORT, now=morning(16)))


def test_a_new_time_gives_an_invitation_of_its_own() -> None:
    moved = with_session(replace(FIRST, revision=2))
    assert any(each.key == "session-invite:11:2:30" for each in tended(moved, now=morning(31, 8)))


def test_from_two_weeks_ahead_the_request_to_prepare_is_the_invitation() -> None:
    first = [each for each in tended(COHORT, now=morning(1)) if each.key.split(":")[1] == "11"]
    assert {each.key.split(":")[0] for each in first} == {"session-prepare"}
    assert all("Vi kommer" in buttons(each.message) for each in first if each.message.language == "sv")


def test_preparation_is_asked_for_two_weeks_ahead_of_those_who_come() -> None:
    written = SessionPart(4, preparation={"challenges": "Tid."})
    declined = SessionPart(5, reply="no")
    named = SessionPart(3, 31, "Rut Ask", "yes")
    assert kinds(morning(31, 8), named, written, declined)["session-prepare"] == 0
    said = tended(with_parts(named, written, declined), now=morning(1))
    assert [each.key for each in said if "prepare" in each.key] == ["session-prepare:11:3:31"]


def test_whoever_has_said_nothing_is_reminded_two_school_days_before() -> None:
    said_yes = SessionPart(3, 30, "Alva Lind", "yes")
    # The session is on a Wednesday; two school days before is Monday.
    assert kinds(morning(10), said_yes)["session-remind"] == 0
    assert kinds(morning(13), said_yes)["session-remind"] == 2
    assert kinds(morning(13), said_yes)["session-soon"] == 0
    assert kinds(morning(14), said_yes)["session-soon"] == 1


def test_school_days_are_counted_and_not_the_weekend() -> None:
    monday = replace(FIRST, begins_at=BEGINS.replace(day=20), ends_at=BEGINS.replace(day=20, hour=14))
    thursday = tended(with_session(monday), now=morning(16))
    assert sum(each.key.startswith("session-remind:11") for each in thursday) == 4


def test_on_the_day_whoever_comes_can_press_that_they_are_here() -> None:
    coming, declined = SessionPart(3, 31, "Rut Ask", "yes"), SessionPart(5, reply="no")
    said = [each for each in tended(with_parts(coming, declined), now=morning(15)) if ":11:" in each.key]
    assert sorted(each.key for each in said) == [
        "session-attendance-today:11:9:2027-09-15",
        "session-today:11:3:31:2027-09-15",
        "session-today:11:4:40:2027-09-15",
    ]
    here = next(each for each in said if each.to.id == 31)
    assert buttons(here.message)["Jag är här"].style == "primary"
    assert here.expires_at == datetime(2027, 9, 15, 22, tzinfo=UTC)


def test_a_colleague_who_is_named_is_invited_and_hears_of_the_day() -> None:
    named = SessionPart(3, KIM.id, KIM.name, "yes")
    invited = [
        each for each in tended(with_parts(named), now=morning(31, 8)) if each.key == "session-invite:11:0:33"
    ]
    assert len(invited) == 1
    assert "Någon annan kommer" not in buttons(invited[0].message)
    assert [
        each.to.id for each in tended(with_parts(named), now=morning(15)) if "today:11:3" in each.key
    ] == [33]


def test_the_next_school_day_those_who_were_there_look_back_and_the_others_catch_up() -> None:
    there = SessionPart(3, 30, "Alva Lind", "yes", attended=True)
    missed, unknown = SessionPart(4, reply="yes", person=40, attended=False), SessionPart(5, reply="no")
    said = [
        each.key for each in tended(with_parts(there, missed, unknown), now=morning(16)) if ":11:" in each.key
    ]
    assert said == ["session-reflect:11:3:30", "session-missed:11:4:40", "session-missed:11:5:50"]


def test_who_has_looked_back_or_caught_up_is_left_alone() -> None:
    done = SessionPart(3, attended=True, reflection={"take_home": "Mod."})
    waits = SessionPart(4, attended=False, made_up="Vi läste.")
    caught_up = SessionPart(5, attended=True, made_up="Vi läste.")
    assert kinds(morning(16), done, waits, caught_up) == {}


def test_attendance_that_nobody_noted_is_asked_of_the_coordinator() -> None:
    assert kinds(morning(16), SessionPart(3, reply="yes", person=30)) == {"session-attendance-after": 1}


def test_nothing_is_said_of_a_session_that_is_called_off_or_long_gone() -> None:
    cancelled = with_session(replace(FIRST, cancelled_at=NOW))
    assert not any(":11:" in each.key for each in tended(cancelled, now=morning(15)))
    missed = with_parts(SessionPart(3, attended=False))
    assert not any(":11:" in each.key for each in tended(missed, now=LATE))


def test_nothing_is_said_to_a_school_that_has_left() -> None:
    left = replace(COHORT, schools=tuple(replace(each, left=each.school.id == 3) for each in COHORT.schools))
    for day in (1, 13, 15, 16):
        assert {30, 31}.isdisjoint(each.to.id for each in tended(left, now=morning(day)))


def test_when_whoever_should_come_has_left_the_principals_are_asked_once() -> None:
    gone = with_parts(SessionPart(3, 0, "", "yes"))
    asked = [each for each in tended(gone, now=morning(1)) if each.key.startswith("session-gone")]
    assert [each.key for each in asked] == ["session-gone:11:3:30"]
    assert "Någon annan kommer" in buttons(asked[0].message)


def test_looking_at_the_day_again_says_the_same_with_the_same_keys() -> None:
    for day in (1, 13, 14, 15, 16):
        keys = [each.key for each in tended(COHORT, now=morning(day))]
        assert keys == [each.key for each in tended(COHORT, now=morning(day))]
        assert len(set(keys)) == len(keys)
        assert all(0 < len(key) <= 200 for key in keys)


def test_whoever_leads_two_schools_is_invited_once() -> None:
    alva = LEADERS[0].listener
    leaders = (*LEADERS, Leader("principal", 4, alva))
    said = tended(COHORT, now=morning(31, 8), leaders=leaders)
    invited = [each for each in said if each.key == "session-invite:11:0:30"]
    assert len(invited) == 1
    assert buttons(invited[0].message)["Vi kommer"].action.school == 0


def test_one_card_a_morning_is_enough_for_whoever_has_said_nothing_late() -> None:
    late = with_parts(SessionPart(3), SessionPart(4), SessionPart(5))
    said = [each for each in tended(late, now=morning(13)) if each.key.startswith("session-")]
    assert {each.key.split(":")[0] for each in said} == {"session-remind"}


def test_whoever_is_asked_who_comes_instead_is_not_greeted_as_well() -> None:
    gone = with_parts(SessionPart(3, 0, "", "yes"), SessionPart(4, reply="no"), SessionPart(5, reply="no"))
    said = [each for each in tended(gone, now=morning(14)) if each.key.startswith("session-")]
    assert [each.key.split(":")[0] for each in said] == ["session-gone"]
    assert next(iter(buttons(said[0].message))) == "Någon annan kommer"


def test_after_the_last_session_nothing_more_is_asked_for() -> None:
    last = replace(LAST, parts=(SessionPart(3, attended=True),))
    now = datetime(2028, 5, 17, 6, 15, tzinfo=UTC)
    keys = [each.key for each in tended(with_session(last), now=now)]
    assert not any(key.startswith("session-reflect:12") for key in keys)
