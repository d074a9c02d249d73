import base64
import functools
import gzip
import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openvc.proof.errors import ProofError
from openvc.status.status_list import CredentialRevoked
from openvc.verify import VerificationPolicy, verify_credential

from bot import badge_signing, badge_status, badges
from bot.badge_signing import Signer
from bot.badges import Issuer
from storage.keys import Keys
from tests.bot.printing.on_paper import ADDRESS, CERTIFICATE

NOW = datetime(2027, 6, 11, 12, tzinfo=UTC)
SIGNER = Signer(bytes(range(32)))
OTHER = Signer(bytes(reversed(range(32))))
PLACES = 1 << 18

Json = dict[str, object]
IDS = st.integers(0, badge_status.CERTIFICATES - 1)


def listing(withdrawn: frozenset[int], signer: Signer = SIGNER) -> Json:
    made: Json = json.loads(badge_status.listing(signer, ADDRESS, withdrawn, NOW))
    return made


def bits(listed: Json) -> str:
    """The list as it is meant to be read: a text of 0 and 1, the first bit first."""
    subject = listed["credentialSubject"]
    assert isinstance(subject, dict)
    encoded = subject["encodedList"]
    assert encoded[0] == "u"
    assert "=" not in encoded
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    assert packed[4:8] == bytes(4), "the time of packing would make every list another one"
    return "".join(f"{byte:08b}" for byte in gzip.decompress(packed))


def place(certificate: int, signer: Signer = SIGNER) -> int:
    return int(str(badge_status.entry(signer, ADDRESS, certificate)["statusListIndex"]))


def test_every_certificate_and_decoy_has_a_place_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    # There are few different turns, so that all places can be looked at.
    monkeypatch.setattr(badge_status, "_scrambled", functools.cache(badge_status._scrambled))
    places = {badge_status._place(b"secret", number) for number in range(PLACES)}
    assert places == set(range(PLACES))


@settings(max_examples=50, deadline=None)
@given(withdrawn=st.frozensets(IDS, max_size=150), others=st.frozensets(IDS, max_size=50))
def test_the_withdrawn_are_set_and_no_other_certificate_is(
    withdrawn: frozenset[int], others: frozenset[int]
) -> None:
    read = bits(listing(withdrawn))
    assert {read[place(each)] for each in withdrawn} <= {"1"}
    assert {read[place(each)] for each in others - withdrawn} <= {"0"}


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65])
def test_how_many_are_withdrawn_is_hidden_in_a_crowd(count: int) -> None:
    read = bits(listing(frozenset(range(1, count + 1))))
    assert read.count("1") == (64 if count < 64 else 128)


def test_the_list_is_as_long_as_the_recommendation_asks_for_and_each_time_the_same() -> None:
    made = listing(frozenset({5}))
    assert len(bits(made)) == PLACES
    assert PLACES >= 131_072
    assert listing(frozenset({5})) == made


@pytest.mark.parametrize("wrong", [-1, badge_status.CERTIFICATES])
def test_a_certificate_for_which_there_is_no_place_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="no place"):
        badge_status.entry(SIGNER, ADDRESS, wrong)


def test_one_that_has_no_place_does_not_spoil_the_list_for_the_others() -> None:
    beyond = badge_status.CERTIFICATES + 1000
    assert bits(listing(frozenset({5, beyond}))) == bits(listing(frozenset({5})))


def test_the_first_and_the_last_certificate_have_places_in_the_list() -> None:
    ends = (0, badge_status.CERTIFICATES - 1)
    read = bits(listing(frozenset(ends)))
    assert [read[place(each)] for each in ends] == ["1", "1"]


def test_each_authority_has_a_list_and_places_of_its_own() -> None:
    assert badge_status.name(SIGNER) != badge_status.name(OTHER)
    assert [place(each) for each in range(20)] != [place(each, OTHER) for each in range(20)]
    assert listing(frozenset(), OTHER)["issuer"] == OTHER.did != SIGNER.did


def test_the_places_say_nothing_of_the_order() -> None:
    places = [place(each) for each in range(200)]
    steps = [after - before for before, after in itertools.pairwise(places)]
    assert len(set(steps)) > 190
    assert 60 < sum(step > 0 for step in steps) < 140
    assert min(places) < PLACES // 10
    assert max(places) > PLACES * 9 // 10


def test_the_secrets_are_seen_in_nothing_that_is_published_or_printed() -> None:
    published = json.dumps([listing(frozenset({5})), badge_status.entry(SIGNER, ADDRESS, 5)])
    for secret in (SIGNER.seed, badge_status._secret(SIGNER)):
        assert secret.hex() not in published + repr(SIGNER)
    assert repr(SIGNER) == "Signer()"


def test_the_entry_says_what_the_recommendation_asks_for() -> None:
    made = badge_status.entry(SIGNER, ADDRESS, 5)
    listed = f"{ADDRESS}/certificate/status/{badge_status.name(SIGNER)}"
    assert made == {
        "id": f"{listed}#{place(5)}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place(5)),
        "statusListCredential": listed,
    }
    assert 0 <= place(5) < PLACES


def test_the_list_says_what_the_recommendation_asks_for() -> None:
    made = listing(frozenset())
    assert made["@context"] == ["https://www.w3.org/ns/credentials/v2"]
    assert made["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert made["id"] == badge_status.entry(SIGNER, ADDRESS, 5)["statusListCredential"]
    subject = made["credentialSubject"]
    assert isinstance(subject, dict)
    assert (subject["id"], subject["type"], subject["statusPurpose"]) == (
        f"{made['id']}#list",
        "BitstringStatusList",
        "revocation",
    )


def test_a_slow_clock_accepts_the_list_and_nobody_an_old_one() -> None:
    made = listing(frozenset())
    for moment in (NOW - timedelta(minutes=4), NOW + timedelta(hours=23)):
        policy = VerificationPolicy(now=moment, expected_types=["BitstringStatusListCredential"])
        assert verify_credential(made, policy=policy).issuer == SIGNER.did
    with pytest.raises(ProofError):
        verify_credential(made, policy=VerificationPolicy(now=NOW + timedelta(days=2)))


def test_a_list_that_somebody_has_changed_is_refused() -> None:
    made = listing(frozenset({5}))
    innocent = listing(frozenset())
    with pytest.raises(ProofError):
        verify_credential(
            made | {"credentialSubject": innocent["credentialSubject"]}, policy=VerificationPolicy(now=NOW)
        )


def test_a_verifier_that_others_wrote_refuses_a_saved_badge_once_it_is_withdrawn(keys: Keys) -> None:
    issuer = Issuer(1, "Grundskoleförvaltningen", ADDRESS)
    signer = badge_signing.signer(keys, 1)
    saved = json.loads(badges.badge(keys, issuer, CERTIFICATE, NOW))
    policy = VerificationPolicy(now=NOW, require_status_issuer_binding=True)

    def verified(withdrawn: frozenset[int]) -> object:
        def fetched(url: str) -> Json:
            made = listing(withdrawn, signer)
            assert made["id"] == url
            return verify_credential(made, policy=policy).credential

        return verify_credential(saved, policy=policy, resolve_status_list=fetched).status

    assert verified(frozenset({CERTIFICATE.id + 1}))
    with pytest.raises(CredentialRevoked):
        verified(frozenset({CERTIFICATE.id}))


def test_a_badge_that_nobody_could_fetch_the_list_of_names_none(keys: Keys) -> None:
    inside = Issuer(1, "Grundskoleförvaltningen", "")
    outside = replace(inside, address=ADDRESS)
    made = [json.loads(badges.badge(keys, each, CERTIFICATE, NOW)) for each in (inside, outside)]
    assert ["credentialStatus" in each for each in made] == [False, True]
