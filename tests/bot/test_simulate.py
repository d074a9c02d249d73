from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.play.evidence import Evidence, checked
from bot.play.year import FIRST, Scale, Year
from bot.simulate import memory, run
from conversations.turn import Respondent, To
from storage.keys import Keys
from storage.review import Said

NIGHT = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year")
    with memory(folder / "year.db", folder / "keys") as (remembered, clock):
        lived = Year(remembered, clock, Scale(schools=3, staff=12, seed=3), lambda _day, _doing: None)
        lived.live()
        yield lived


@pytest.fixture(scope="module")
def evidence(year: Year) -> Evidence:
    return year.evidence()


def broken(evidence: Evidence) -> set[str]:
    return {found.rule for found in checked(evidence) if found.times}


def reminder_after(evidence: Evidence, kind: str = "remind_first") -> Said:
    return next(said for said in evidence.said if said.key.startswith(f"{kind}:"))


def with_said(evidence: Evidence, *more: Said) -> Evidence:
    left = dict.fromkeys((said.id for said in more), reminder_after(evidence).at)
    return replace(evidence, said=(*evidence.said, *more), left_at={**evidence.left_at, **left})


def test_a_year_keeps_every_rule(evidence: Evidence) -> None:
    assert broken(evidence) == set()


def test_a_year_has_everything_in_it(evidence: Evidence, year: Year) -> None:
    kinds = {said.key.partition(":")[0] for said in evidence.said}
    assert kinds >= {
        "invite",
        "pack",
        "open",
        "remind_first",
        "remind_second",
        "summary",
        "digest",
        "team-closed",
    }
    assert {part.place.respondent.kind for part in evidence.parts} == {"person", "leadership"}
    assert {part.place.round for part in evidence.parts} == {1, 2}
    assert year.crowd.tally.pressed > 3 * 30
    assert year.crowd.tally.muted_at
    assert (
        len({year.sender.left_at[said.id] for said in evidence.said if said.key.startswith("summary:1:")})
        == 2
    )


def test_schools_apply_learn_together_and_are_certified(evidence: Evidence) -> None:
    (cohort,) = evidence.certification.cohorts
    assert len(cohort.present) == 2
    assert {each.school.id for each in evidence.certification.certificates} == {
        each.school.id for each in cohort.present
    }
    assert [visit.status for visit in cohort.visits] == ["made", "made"]
    kinds = {said.key.partition(":")[0] for said in evidence.said}
    assert kinds >= {"application-sent", "application-accepted", "session-invite", "visit-tomorrow"}


def without(evidence: Evidence, *, visits: bool = False, parts: bool = False) -> Evidence:
    (cohort,) = evidence.certification.cohorts
    sessions = tuple(replace(each, parts=()) for each in cohort.sessions) if parts else cohort.sessions
    made = () if visits else cohort.visits
    lived = replace(cohort, visits=made, sessions=sessions)
    return replace(evidence, certification=replace(evidence.certification, cohorts=(lived,)))


def test_a_school_that_nobody_visited_is_found(evidence: Evidence) -> None:
    assert "Every school of a cohort visited another and was visited" in broken(
        without(evidence, visits=True)
    )


def test_a_certificate_for_too_little_is_found(evidence: Evidence) -> None:
    assert broken(without(evidence, parts=True)) == {"Only schools that had done everything were certified"}


def test_a_school_left_without_its_certificate_is_found(evidence: Evidence) -> None:
    none = replace(evidence, certification=replace(evidence.certification, certificates=()))
    assert broken(none) == {"Every school that had done everything was certified"}


def test_a_reply_on_a_sunday_is_found(evidence: Evidence) -> None:
    reply = next(said for said in evidence.said if said.key.startswith("press"))
    sunday = datetime(2027, 1, 24, 10, 0, tzinfo=UTC)
    assert broken(replace(evidence, left_at={**evidence.left_at, reply.id: sunday})) == {
        "Nothing at all left on a day without school"
    }


def test_the_same_seed_makes_the_same_year(tmp_path: Path, evidence: Evidence) -> None:
    with memory(tmp_path / "again.db", tmp_path / "keys") as (remembered, clock):
        again = Year(remembered, clock, Scale(schools=3, staff=12, seed=3), lambda _day, _doing: None)
        again.live()
        assert [said.key for said in again.evidence().said] == [said.key for said in evidence.said]


def test_a_forgotten_invitation_is_found(evidence: Evidence) -> None:
    without = tuple(said for said in evidence.said if not said.key.startswith("open:1:2:"))
    assert broken(replace(evidence, said=without)) == {"Every respondent was invited once"}


def test_a_second_invitation_is_found(evidence: Evidence) -> None:
    once = next(said for said in evidence.said if said.key.startswith("open:1:1:person:"))
    assert broken(with_said(evidence, replace(once, id=90_001))) == {"Every respondent was invited once"}


def test_a_reminder_too_many_is_found(evidence: Evidence) -> None:
    again = replace(reminder_after(evidence), id=90_002)
    assert broken(with_said(evidence, again)) == {"Nobody got more than two reminders and a last one"}


def test_a_reminder_to_somebody_who_had_finished_is_found(evidence: Evidence) -> None:
    said = reminder_after(evidence)
    part = next(part for part in evidence.parts if _concerns(said, part.place.respondent))
    early = {part.place: said.at - timedelta(hours=1)}
    assert broken(replace(evidence, finished_at=early)) == {"Nobody who had finished was reminded"}


def test_a_reminder_to_somebody_who_asked_for_silence_is_found(evidence: Evidence) -> None:
    said = reminder_after(evidence)
    part = next(part for part in evidence.parts if _concerns(said, part.place.respondent))
    early = {part.place: said.at - timedelta(hours=1)}
    assert broken(replace(evidence, muted_at=early)) == {"Nobody who asked for silence was reminded"}


def test_a_last_day_reminder_to_somebody_who_never_began_is_found(evidence: Evidence) -> None:
    somebody = next(part for part in evidence.parts if part.status == "invited").place
    number = somebody.respondent.id
    key = f"remind_last:{somebody.round}:{somebody.school}:{somebody.respondent.encode()}:person:{number}"
    said = replace(reminder_after(evidence), id=90_003, key=key, to=To("person", number))
    assert broken(with_said(evidence, said)) == {"On the last day only those were reminded who had begun"}


def test_a_message_at_night_is_found(evidence: Evidence) -> None:
    said = reminder_after(evidence)
    left = {**evidence.left_at, said.id: NIGHT}
    assert broken(replace(evidence, left_at=left)) == {
        "Nothing but replies left outside working hours of a school day"
    }


def test_a_reply_at_night_is_none_of_it(evidence: Evidence) -> None:
    reply = next(said for said in evidence.said if said.key.startswith("press"))
    assert broken(replace(evidence, left_at={**evidence.left_at, reply.id: NIGHT})) == set()


def test_a_message_that_never_left_is_found(evidence: Evidence) -> None:
    said = next(said for said in evidence.said if said.key.startswith("digest:"))
    left = {number: at for number, at in evidence.left_at.items() if number != said.id}
    assert broken(replace(evidence, left_at=left)) == {"Every message left"}


@pytest.mark.parametrize(
    ("left", "rule"),
    [
        ({"keys": 1}, "No key is left"),
        ({"ballots": 1}, "No ballot is left"),
        ({"stuck": 1}, "Nothing got stuck"),
    ],
)
def test_what_is_left_over_is_found(evidence: Evidence, left: dict[str, int], rule: str) -> None:
    assert broken(replace(evidence, **left)) == {rule}


def test_a_year_is_reported_and_its_database_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kept.db"
    assert run(schools=2, staff=6, seed=1, database=file) == 0
    assert file.stat().st_size > 0
    assert "Peak memory" in capsys.readouterr().out
    with pytest.raises(FileExistsError):
        run(schools=2, staff=6, seed=1, database=file)


def test_a_year_in_which_keys_survive_ends_in_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Keys, "destroy", lambda _keys, _poll: None)
    assert run(schools=1, staff=6, seed=1) == 1
    assert "2 keys" in capsys.readouterr().out


def test_very_small_schools_answer_as_one(tmp_path: Path) -> None:
    with memory(tmp_path / "small.db", tmp_path / "keys") as (remembered, clock):
        assert isinstance(clock, MovableClock)
        small = Year(remembered, clock, Scale(schools=2, staff=3, seed=1), lambda _day, _doing: None)
        small.live()
        found = small.evidence()
    assert broken(found) == set()
    assert {part.place.respondent.kind for part in found.parts} == {"school"}
    assert clock().date() > FIRST


def _concerns(said: Said, respondent: Respondent) -> bool:
    return f":{respondent.encode()}:" in said.key
