import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openvc.status.status_list import CredentialRevoked
from openvc.verify import VerificationPolicy, verify_credential
from pydantic import SecretStr
from sqlalchemy import select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import badge_signing, badge_status, files, verification
from bot.app import Installation, installation
from bot.checking.throttle import Pace, Throttle
from bot.config import Settings
from bot.play.people import Size, roster
from conversations.framework import load, packaged
from storage import certificates, frameworks, people
from storage import roster as rosters
from storage.tables import Certificate, Membership, School

FRAMEWORK = load(packaged("malmo-2022-2025"))
ADDRESS = "https://skolsteg.kommun.example"
STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock:
    """A time of day and a stopwatch that stand still unless they are moved."""

    def __init__(self) -> None:
        self.now = datetime(2028, 3, 1, 12, tzinfo=STOCKHOLM)
        self.seconds = 1000.0

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def installed(migrated_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Installation]:
    path = tmp_path / "skolsteg.sqlite3"
    shutil.copyfile(migrated_file, path)
    settings = Settings(
        database_url=SecretStr(f"sqlite:///{path}"), keys_dir=tmp_path / "keys", public_url=ADDRESS
    )
    with closing(installation(settings, clock)) as made:
        yield made


@pytest.fixture
def number(installed: Installation) -> str:
    new = people.NewAuthority("local", "local", "Almstad", contact="dataskydd@almstad.example")
    with installed.memory.database.writing() as connection:
        authority = people.create_authority(connection, new)
        rosters.import_rows(connection, authority, roster(Size(teams=(6, 5))), installed.memory.now())
        frameworks.keep(connection, authority, FRAMEWORK)
        school = connection.execute(select(School.id).order_by(School.id)).scalars().first()
        values = {
            "authority_id": authority,
            "school_id": school,
            "cohort_id": None,
            "framework_hash": FRAMEWORK.hash,
            "issued_on": date(2027, 6, 11),
            "valid_until": date(2030, 6, 11),
            "withdrawn_on": None,
            "reason": "",
        }
        return certificates.issue(connection, values, 2027)


@pytest.fixture
def client(installed: Installation, clock: Clock) -> Iterator[TestClient]:
    routes = verification.routes(installed, lambda: clock.seconds)
    with TestClient(Starlette(routes=routes)) as made:
        yield made


def withdraw(installed: Installation, day: date) -> None:
    with installed.memory.database.writing() as connection:
        connection.execute(update(Certificate).values(withdrawn_on=day, reason="Skolan har bett om det."))


def fetching(client: TestClient, clock: Clock) -> Callable[[str], dict[str, object]]:
    """How a verifier gets the list of what is withdrawn: by its address, and only as its issuer signed it."""

    def fetched(url: str) -> dict[str, object]:
        answer = client.get(url.removeprefix(ADDRESS))
        assert answer.status_code == 200, answer.text
        policy = VerificationPolicy(now=clock.now, expected_types=["BitstringStatusListCredential"])
        found: dict[str, object] = verify_credential(answer.json(), policy=policy).credential
        assert found["id"] == url
        return found

    return fetched


def school_of(installed: Installation) -> str:
    with installed.memory.database.reading() as connection:
        name = connection.execute(
            select(School.name).join(Certificate, Certificate.school_id == School.id)
        ).scalar_one()
    return str(name)


def test_a_certificate_that_holds_says_so_in_both_languages_with_its_days_and_award(
    client: TestClient, number: str
) -> None:
    answer = client.get(f"/certificate/{number}")
    assert answer.status_code == 200
    told = answer.text
    assert "Certifikatet gäller" in told
    assert "The certificate is valid" in told
    assert told.index('lang="sv"') < told.index('lang="en"')
    for words in ("Digital skola", "Digital School", "11 juni 2027", "11 juni 2030", "11 June 2030"):
        assert words in told


def test_it_says_nothing_of_the_school_the_authority_or_why(
    client: TestClient, number: str, installed: Installation
) -> None:
    name = school_of(installed)
    assert name
    withdraw(installed, date(2028, 1, 1))
    told = client.get(f"/certificate/{number}").text
    assert "Certifikatet är återkallat" in told
    for secret in (name, "Almstad", "bett om det", "badge.json"):
        assert secret not in told


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2030, 6, 11, 23, 59, tzinfo=STOCKHOLM), "Certifikatet gäller"),
        (datetime(2030, 6, 12, 0, 1, tzinfo=STOCKHOLM), "Certifikatet har gått ut"),
    ],
)
def test_it_holds_to_the_end_of_its_last_local_day(
    client: TestClient, number: str, clock: Clock, moment: datetime, words: str
) -> None:
    clock.now = moment
    assert words in client.get(f"/certificate/{number}").text


def test_a_number_typed_by_hand_is_understood(client: TestClient, number: str) -> None:
    assert client.get(f"/certificate/%20{number.lower()}").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        "DS-2027-00000-00000",
        "",
        "x",
        "å",
        "%00",
        "%0d%0aSet-Cookie:%20a=b",
        "a/b/c",
        "..%2f..%2fetc%2fpasswd",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "9" * 5000,
    ],
)
def test_every_wrong_number_gets_the_same_page(client: TestClient, number: str, wrong: str) -> None:
    unknown = client.get("/certificate/DS-2027-ZZZZZ-ZZZZZ")
    answer = client.get(f"/certificate/{wrong}")
    assert number not in answer.text
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert answer.headers == unknown.headers
    assert client.get(f"/certificate/{wrong}/badge.json").content == unknown.content


@pytest.mark.parametrize("wrong", ["DS-2027-ZZZZZ-ZZZZZ", "x", "å", "9" * 500, "%00"])
def test_a_wrong_number_costs_one_look_up_however_it_is_wrong(
    client: TestClient, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    found = certificates.by_number

    def watched(connection: object, asked_for: str) -> object:
        asked.append(asked_for)
        assert 0 < len(asked_for) <= 40
        return found(connection, asked_for)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(certificates, "by_number", watched)
    assert client.get(f"/certificate/{wrong}").status_code == 404
    assert len(asked) == 1


def test_the_page_keeps_nothing_loads_nothing_and_is_in_no_search_engine(
    client: TestClient, number: str
) -> None:
    answer = client.get(f"/certificate/{number}")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in answer.text
    assert "http" not in answer.text


def test_the_badge_is_accepted_by_a_verifier_that_others_wrote(
    client: TestClient, number: str, clock: Clock, installed: Installation
) -> None:
    answer = client.get(f"/certificate/{number}/badge.json")
    assert answer.headers["content-type"] == "application/vc+ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    found = verify_credential(
        answer.json(),
        policy=VerificationPolicy(now=clock.now, require_status_issuer_binding=True),
        resolve_status_list=fetching(client, clock),
    )
    whose = client.get(f"/certificate/issuer/{found.issuer}").json()
    assert (whose["id"], whose["name"], whose["url"]) == (found.issuer, "Almstad", ADDRESS)
    assert answer.json()["id"] == f"{ADDRESS}/certificate/{number}"
    assert school_of(installed) in json.dumps(answer.json(), ensure_ascii=False)


def test_those_at_the_school_fetch_what_the_page_speaks_of_and_others_do_not(
    installed: Installation, number: str
) -> None:
    with installed.memory.database.reading() as connection:
        school = connection.execute(select(Certificate.school_id)).scalar_one()
        held = connection.execute(select(Membership.person_id, Membership.school_id, Membership.role)).all()
    at_school = next(row.person_id for row in held if row.school_id == school and row.role == "principal")
    elsewhere = next(row.person_id for row in held if row.school_id not in {school, None})
    badge = files.fetch(installed.memory, 1, at_school, f"certificate/{school}/json")
    sheet = files.fetch(installed.memory, 1, at_school, f"certificate/{school}/pdf")
    log = files.fetch(installed.memory, 1, at_school, f"decisions/{school}/pdf")
    assert badge
    assert number.encode() in badge.content
    assert sheet
    assert sheet.content.startswith(b"%PDF-")
    assert log is None, "there has been no round, so nothing is known of the school but its certificate"
    assert files.fetch(installed.memory, 1, elsewhere, f"certificate/{school}/json") is None


def test_the_badge_of_a_withdrawn_certificate_is_gone(
    client: TestClient, number: str, installed: Installation
) -> None:
    withdraw(installed, date(2028, 1, 1))
    answer = client.get(f"/certificate/{number}/badge.json")
    assert answer.status_code == 410
    assert school_of(installed) not in answer.text


def test_a_badge_that_was_saved_no_longer_holds_once_the_certificate_is_withdrawn(
    client: TestClient, number: str, clock: Clock, installed: Installation
) -> None:
    saved = client.get(f"/certificate/{number}/badge.json").json()
    policy = VerificationPolicy(now=clock.now, require_status_issuer_binding=True)
    verify = partial(verify_credential, saved, policy=policy, resolve_status_list=fetching(client, clock))
    assert verify().status
    withdraw(installed, date(2028, 1, 1))
    with pytest.raises(CredentialRevoked):
        verify()


def test_the_list_of_another_authority_is_another_one_and_says_nothing_of_this(
    client: TestClient, number: str, installed: Installation
) -> None:
    own = client.get(f"/certificate/{number}/badge.json").json()["credentialStatus"]
    new = people.NewAuthority("local", "other", "Bystad", contact="dataskydd@bystad.example")
    with installed.memory.database.writing() as connection:
        other = badge_signing.signer(installed.memory.keys, people.create_authority(connection, new))
    paths = [
        own["statusListCredential"].removeprefix(ADDRESS),
        f"{badge_status.PATH}/{badge_status.name(other)}",
    ]
    before = [client.get(path).json() for path in paths]
    withdraw(installed, date(2028, 1, 1))
    after = [client.get(path).json() for path in paths]
    assert [each["issuer"] == other.did for each in after] == [False, True]
    assert [one != two for one, two in zip(before, after, strict=True)] == [True, False]


def test_the_list_names_nobody_and_no_certificate(
    client: TestClient, number: str, installed: Installation
) -> None:
    status = client.get(f"/certificate/{number}/badge.json").json()["credentialStatus"]
    withdraw(installed, date(2028, 1, 1))
    answer = client.get(status["statusListCredential"].removeprefix(ADDRESS))
    assert answer.headers["content-type"] == "application/vc+ld+json"
    for name in verification._OPEN.keys() - {"cache-control"}:
        assert answer.headers[name] == verification._OPEN[name]
    for secret in (number, school_of(installed), "Almstad", "bett om det"):
        assert secret not in answer.text


@pytest.mark.parametrize("wrong", ["", "1", "0" * 32, "å", "%00", "a/b", "x/badge.json", "9" * 5000])
def test_a_list_that_does_not_exist_is_as_unknown_as_a_wrong_number(
    client: TestClient, number: str, wrong: str
) -> None:
    unknown = client.get("/certificate/DS-2027-ZZZZZ-ZZZZZ")
    answer = client.get(f"/certificate/status/{wrong}")
    assert number not in answer.text
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert answer.headers == unknown.headers


def test_without_an_address_there_is_no_list_and_no_badge_that_asks_for_one(
    installed: Installation, number: str
) -> None:
    inside = replace(installed, memory=replace(installed.memory, address=""))
    name = badge_status.name(badge_signing.signer(installed.memory.keys, 1))
    with TestClient(Starlette(routes=verification.routes(inside))) as client:
        assert "credentialStatus" not in client.get(f"/certificate/{number}/badge.json").json()
        assert client.get(f"/certificate/status/{name}").status_code == 404


def test_whoever_asks_for_the_list_too_often_has_to_wait_too(
    client: TestClient, number: str, clock: Clock
) -> None:
    status = client.get(f"/certificate/{number}/badge.json").json()["credentialStatus"]
    path = status["statusListCredential"].removeprefix(ADDRESS)
    assert [client.get(path).status_code for _ in range(31)] == [200] * 29 + [429] * 2
    clock.seconds += 60
    assert client.get(path).status_code == 200


def test_who_guesses_has_to_wait_and_may_then_ask_again(
    client: TestClient, number: str, clock: Clock
) -> None:
    answers = [client.get(f"/certificate/DS-2027-{place:05}-00000") for place in range(40)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [404] * 30 + [429] * 10
    wait = int(answers[-1].headers["retry-after"])
    assert 0 < wait <= 60
    assert "Vänta en minut" in answers[-1].text
    assert client.get(f"/certificate/{number}").status_code == 429
    clock.seconds += wait
    assert client.get(f"/certificate/{number}").status_code == 200


def test_without_its_database_the_page_asks_one_to_come_back(
    client: TestClient, installed: Installation, number: str
) -> None:
    with installed.memory.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE certificate RENAME TO lost")
    assert client.get(f"/certificate/{number}").status_code == 503
    name = badge_status.name(badge_signing.signer(installed.memory.keys, 1))
    assert client.get(f"/certificate/status/{name}").status_code == 503


def test_nothing_can_be_posted(client: TestClient, number: str) -> None:
    assert client.post(f"/certificate/{number}").status_code == 405


def test_each_address_has_its_own_pace_and_a_home_network_is_one() -> None:
    throttle = Throttle(lambda: 0.0, Pace(2, 10))
    assert [throttle.wait("192.0.2.1") for _ in range(3)] == [0, 0, 10]
    assert throttle.wait("192.0.2.2") == 0
    assert [throttle.wait(f"2001:db8::{last}") for last in (1, 2, 3)] == [0, 0, 10]
    assert throttle.wait("2001:db8:0:1::1") == 0


def test_the_throttle_forgets_the_longest_silent_and_never_grows_beyond_bounds() -> None:
    throttle = Throttle(lambda: 0.0, Pace(1, 10))
    assert throttle.wait("192.0.2.1") == 0
    for number in range(10_000):
        throttle.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert throttle.wait("192.0.2.1") == 0
    assert len(throttle._buckets) == 10_000


@pytest.mark.parametrize("key", ["", "/", "/did:key:z6MkNobody", "/Almstad"])
def test_whoever_has_no_badge_learns_of_no_authority(client: TestClient, number: str, key: str) -> None:
    answer = client.get(f"/certificate/issuer{key}")
    assert answer.status_code == 404
    assert "Almstad" not in answer.text
    assert number not in answer.text


@pytest.mark.parametrize("path", ["status/0123456789abcdef0123456789abcdef", "issuer/did:key:z6MkNobody"])
def test_whoever_asks_from_outside_makes_no_keys(
    client: TestClient, number: str, installed: Installation, path: str
) -> None:
    assert number
    keys = installed.settings.keys_dir
    before = sorted(keys.iterdir()) if keys.is_dir() else []
    assert client.get(f"/certificate/{path}").status_code == 404
    assert (sorted(keys.iterdir()) if keys.is_dir() else []) == before


def test_the_list_may_be_kept_for_some_minutes(client: TestClient, number: str) -> None:
    status = client.get(f"/certificate/{number}/badge.json").json()["credentialStatus"]
    answer = client.get(status["statusListCredential"].removeprefix(ADDRESS))
    assert answer.headers["cache-control"] == "public, max-age=300"
