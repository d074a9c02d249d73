import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.turn import Respondent
from storage.seal import Ballot, Seal, Tampered

SEAL = Seal(bytes(range(32)))
REF = SEAL.ref(1, 2, Respondent("person", 3))
BALLOT = Ballot(3, 12, (1, 2, 3, 4, 14, 15, 0))

answers = st.lists(st.integers(0, 255), max_size=60).map(tuple)
ballots = st.builds(Ballot, st.integers(0, 2**63), st.integers(0, 2**32 - 1), answers)


@given(ballots, st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16))
def test_what_was_sealed_is_opened_again(ballot: Ballot, key: bytes, ref: bytes) -> None:
    assert Seal(key).open(ref, ballot.version, Seal(key).seal(ref, ballot)) == ballot


@given(
    st.lists(st.sampled_from([0, 1, 2, 3, 4, 14, 15]), min_size=30, max_size=30), st.integers(0, 2**32 - 1)
)
def test_the_length_tells_nothing_about_answers_or_team(marks: list[int], team: int) -> None:
    assert len(SEAL.seal(REF, Ballot(1, team, tuple(marks)))) == 12 + 4 + 30 + 16


@given(st.integers(0, 8 * (12 + 4 + 7 + 16) - 1))
def test_a_single_changed_bit_is_noticed(bit: int) -> None:
    blob = bytearray(SEAL.seal(REF, BALLOT))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        SEAL.open(REF, BALLOT.version, bytes(blob))


@given(st.integers(0, 12 + 4 + 7 + 16 - 1))
def test_a_cut_ballot_is_noticed(length: int) -> None:
    with pytest.raises(Tampered):
        SEAL.open(REF, BALLOT.version, SEAL.seal(REF, BALLOT)[:length])


def test_another_version_row_or_key_is_noticed() -> None:
    blob = SEAL.seal(REF, BALLOT)
    with pytest.raises(Tampered):
        SEAL.open(REF, BALLOT.version - 1, blob)
    with pytest.raises(Tampered):
        SEAL.open(SEAL.ref(1, 2, Respondent("person", 4)), BALLOT.version, blob)
    with pytest.raises(Tampered):
        Seal(bytes(32)).open(REF, BALLOT.version, blob)


def test_the_same_answers_never_look_the_same_twice() -> None:
    assert len({SEAL.seal(REF, BALLOT) for _ in range(50)}) == 50


def test_every_respondent_of_every_school_and_round_has_a_reference_of_their_own() -> None:
    refs = {
        SEAL.ref(round_id, school, Respondent(kind, number))
        for round_id in range(1, 4)
        for school in range(1, 4)
        for kind in ("person", "team", "leadership", "school")
        for number in range(1, 4)
    }
    assert len(refs) == 3 * 3 * 4 * 3


def test_nothing_that_is_printed_shows_an_answer() -> None:
    assert "answers" not in repr(BALLOT)
    assert "14" not in repr(BALLOT)
    assert str(Tampered()) == "a sealed ballot has been changed, moved or cut"


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        Seal(b"short")
