import json
import stat
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openvc.proof.errors import ProofError
from openvc.verify import VerificationPolicy, verify_credential

from bot import badges
from bot.badges import Issuer
from storage.keys import Keys
from tests.bot.printing.on_paper import ADDRESS, CERTIFICATE, NUMBER, certificate

ISSUER = Issuer(1, "Grundskoleförvaltningen", ADDRESS)
NOW = datetime(2027, 6, 11, 12, tzinfo=UTC)


@pytest.fixture
def own_keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


def badge(keys: Keys, issuer: Issuer = ISSUER, name: str = "Almgårdens skola") -> dict[str, object]:
    made: dict[str, object] = json.loads(badges.badge(keys, issuer, certificate(name), NOW))
    return made


def accepted(credential: dict[str, object], now: datetime = NOW) -> str:
    # Whether it has been withdrawn is another question, and asked in test_badge_status.py.
    policy = VerificationPolicy(now=now, expected_types=["OpenBadgeCredential"], require_status=False)
    return str(verify_credential(credential, policy=policy).issuer)


def test_a_verifier_that_others_wrote_accepts_the_badge(own_keys: Keys) -> None:
    made = badge(own_keys)
    assert accepted(made) == badges.profile(own_keys, ISSUER)["id"]
    assert made["id"] == f"{ADDRESS}/certificate/{NUMBER}"


@pytest.mark.parametrize(
    "changed", ["validUntil", "id", "name", "issuer", "credentialSubject", "credentialStatus"]
)
def test_the_verifier_refuses_a_badge_that_somebody_has_changed(own_keys: Keys, changed: str) -> None:
    made = badge(own_keys)
    value = made[changed]
    made[changed] = {**value, "name": "Annan"} if isinstance(value, dict) else "2099-01-01T00:00:00Z"
    with pytest.raises(ProofError):
        accepted(made)


def test_it_holds_from_the_first_moment_of_its_first_day_to_the_last_of_its_last(own_keys: Keys) -> None:
    made = badge(own_keys)
    assert (made["validFrom"], made["validUntil"]) == ("2027-06-10T22:00:00Z", "2030-06-11T21:59:59Z")
    assert accepted(made, datetime(2030, 6, 11, 21, tzinfo=UTC))
    for outside in (datetime(2027, 6, 10, 21, tzinfo=UTC), datetime(2030, 6, 12, 1, tzinfo=UTC)):
        with pytest.raises(ProofError):
            accepted(made, outside)


def test_another_authority_signs_with_another_key(own_keys: Keys) -> None:
    other = replace(ISSUER, authority=2)
    assert badges.profile(own_keys, ISSUER)["id"] != badges.profile(own_keys, other)["id"]
    assert badges.profile(own_keys, ISSUER) == badges.profile(own_keys, ISSUER)


def test_the_badge_says_what_open_badges_asks_for(own_keys: Keys) -> None:
    made = badge(own_keys)
    assert made["@context"] == list(badges.CONTEXT)
    assert made["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    subject = made["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["type"] == ["AchievementSubject"]
    (who,) = subject["identifier"]
    assert (who["identityHash"], who["identityType"], who["hashed"]) == ("Almgårdens skola", "name", False)
    achievement = subject["achievement"]
    assert achievement["name"] == "Digital skola"
    assert "Trygg" in achievement["criteria"]["narrative"]
    assert {"id", "type", "name", "description", "criteria"} <= achievement.keys()
    assert made["issuer"] == badges.profile(own_keys, ISSUER)
    assert badges.profile(own_keys, ISSUER)["url"] == ADDRESS


def test_an_installation_without_an_address_makes_badges_too(own_keys: Keys) -> None:
    made = badge(own_keys, replace(ISSUER, address=""))
    assert accepted(made)
    assert "url" not in json.dumps(made["issuer"])


def test_a_withdrawn_certificate_has_no_badge(own_keys: Keys) -> None:
    gone = replace(CERTIFICATE, withdrawn_on=date(2028, 1, 1))
    with pytest.raises(ValueError, match="withdrawn"):
        badges.badge(own_keys, ISSUER, gone, NOW)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=40))
def test_whatever_a_school_is_called_the_signature_holds(own_keys: Keys, name: str) -> None:
    assert accepted(badge(own_keys, name=name))


def test_the_key_is_a_file_for_the_bot_alone_and_made_once(own_keys: Keys, tmp_path: Path) -> None:
    seen: list[object] = []
    together = [
        threading.Thread(target=lambda: seen.append(badges.profile(own_keys, ISSUER)["id"])) for _ in range(8)
    ]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1
    (secret,) = (tmp_path / "keys").glob("*.secret")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert own_keys.kept() == []
    assert secret.read_bytes().hex() not in json.dumps(badge(own_keys))
