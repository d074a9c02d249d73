import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from bot.app import Installation, installation
from bot.config import Settings
from bot.play.people import Size, roster
from bot.serve import application, lacking, steady
from conversations.messages import Message, Text
from conversations.turn import To
from storage import outbox, people
from storage import roster as rosters
from storage.database import Database
from tests.bot.processes import PATIENCE, status, unreachable, until, working


@pytest.fixture
def installed(migrated_file: Path, tmp_path: Path) -> Iterator[Installation]:
    path = tmp_path / "skolsteg.sqlite3"
    shutil.copyfile(migrated_file, path)
    with closing(installation(_settings(f"sqlite:///{path}", tmp_path))) as made:
        yield made


def _settings(url: str, folder: Path, host: str = "127.0.0.1") -> Settings:
    return Settings(database_url=SecretStr(url), keys_dir=folder / "keys", host=host)


def _populate(installed: Installation) -> int:
    new = people.NewAuthority("local", "local", "Malmö", contact="dataskydd@malmo.example")
    with installed.memory.database.writing() as connection:
        authority = people.create_authority(connection, new)
        rosters.import_rows(connection, authority, roster(Size(teams=(6, 5))), installed.memory.now())
    return authority


def test_ready_follows_the_database_away_and_back(
    url_of: Callable[[str], str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = url_of("migrated")
    server = "" if url.startswith("sqlite") else request.getfixturevalue("postgresql").address
    with working(url, tmp_path) as (_process, address):
        assert httpx2.get(f"{address}/ready").text == "ready"
        unreachable(url, server, gone=True)
        until(lambda: status(f"{address}/ready") == 503)
        assert httpx2.get(f"{address}/ready").text == "database"
        assert status(f"{address}/health") == 200
        unreachable(url, server, gone=False)
        until(lambda: status(f"{address}/ready") == 200)


def test_a_polite_signal_stops_it_within_five_seconds_even_with_an_open_page(
    installed: Installation, tmp_path: Path
) -> None:
    _populate(installed)
    with working(installed.settings.database_url.get_secret_value(), tmp_path) as (process, address):
        opened = threading.Event()

        def watch() -> None:
            with httpx2.stream("GET", f"{address}/changes", timeout=PATIENCE) as answer:
                opened.set()
                for _ in answer.iter_lines():
                    pass

        page = threading.Thread(target=watch)
        page.start()
        assert opened.wait(PATIENCE)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 5
        page.join(5)


def test_each_thing_that_is_lacking_has_its_own_word(installed: Installation, tmp_path: Path) -> None:
    assert lacking(installed) == ""
    keys = installed.settings.keys_dir
    keys.rename(tmp_path / "elsewhere")
    assert lacking(installed) == "keys"
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    with closing(Database(url)) as database, database.reading():
        pass
    with closing(installation(_settings(url, tmp_path))) as unmigrated:
        assert lacking(unmigrated) == "tables"


def test_bound_elsewhere_there_is_no_chat(installed: Installation, tmp_path: Path) -> None:
    settings = _settings(installed.settings.database_url.get_secret_value(), tmp_path, host="0.0.0.0")  # noqa: S104  # nothing listens: the client calls the application itself
    client = TestClient(application(Installation(settings, installed.memory)))
    assert [client.get(path).status_code for path in ("/health", "/ready", "/metrics")] == [200, 200, 200]
    assert [client.get(path).status_code for path in ("/", "/controls", "/changes")] == [404, 404, 404]
    assert client.post("/press").status_code == 404


def test_the_chat_over_a_real_installation_has_its_people_and_no_time_machine(
    installed: Installation,
) -> None:
    authority = _populate(installed)
    client = TestClient(application(installed), base_url="http://127.0.0.1:8765")
    page = client.get("/").text
    assert "Hermodsdalsskolan" in page
    assert page.count("<option") == 11
    for control in ("/stage/", 'id="controls"', 'id="hint"', "popover"):
        assert control not in page
    headers = {"origin": "http://127.0.0.1:8765"}
    deed = client.post("/stage/advance", data={"value": "week", "school": "", "person": ""}, headers=headers)
    assert deed.status_code == 404
    with installed.memory.database.reading() as connection:
        principal = people.principals(connection, authority, 1, datetime.now(UTC).date())[0]
    place = {"place": f"person/{principal.id}", "school": "1", "person": "", "text": "hjälp"}
    assert "Det här kan jag hjälpa dig med" in client.post("/write", data=place, headers=headers).text


def test_an_installation_without_a_school_says_so(installed: Installation) -> None:
    answer = TestClient(application(installed), base_url="http://127.0.0.1:8765").get("/")
    assert answer.status_code == 503
    assert "Här finns ingen skola att visa än" in answer.text


def test_what_waits_is_sent_by_the_clock_alone(installed: Installation) -> None:
    authority = _populate(installed)
    parcel = outbox.Parcel(To("person", 1), "greeting", Message("Hej", (Text("Hej"),)))
    with installed.memory.database.writing() as connection:
        outbox.queue(connection, authority, parcel, installed.memory.now())

    def arrived() -> bool:
        with installed.memory.database.reading() as connection:
            return bool(outbox.conversation(connection, authority, parcel.to))

    with TestClient(application(installed)) as client:
        until(arrived)
        assert 'skolsteg_deliveries_total{state="sent"} 1.0' in client.get("/metrics").text


def test_a_lasting_trouble_is_logged_once_and_a_new_one_again(installed: Installation) -> None:
    errors: list[Exception | None] = [OSError(), OSError(), None, OSError(), ValueError()]

    def beat() -> None:
        error = errors.pop(0)
        if error:
            raise error

    safe = steady(installed, beat)
    with capture_logs() as logged:
        for _ in range(5):
            safe()
    assert [line["event"] for line in logged] == ["the clock could not do its work"] * 3
