import asyncio
import base64
import io
import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import log
from bot.app import calendars
from bot.config import Settings
from bot.memory import Memory
from bot.platforms.slack.oauth import OAuth, routes
from bot.platforms.slack.scopes import SCOPES
from conversations.messages import Message, Text
from conversations.turn import To
from storage import audit, installations, outbox, people
from storage.database import Database
from storage.installations import Vault
from storage.keys import Keys
from storage.outbox import Parcel
from storage.people import NewAuthority
from storage.tables import Installation, Outbox
from tests.quiet import log_unconfigured

START = datetime(2026, 1, 15, 7, 15, tzinfo=UTC)
SECRET = "secret-canary-0815"  # noqa: S105  -- a made-up one
TOKEN = "xoxb-canary-4711"  # noqa: S105  -- a made-up one
CODE = "code-canary-1234"
PUBLIC = "https://skolsteg.kommun.example"
BACK = "/slack/oauth_redirect"
COOKIE = "skolsteg-install"


@dataclass
class Slack:
    """A Slack that only gives tokens and takes them back."""

    team: object = field(default_factory=lambda: {"id": "T0MALMO", "name": "Grundskolan <i>Malmö</i>"})
    more: dict[str, object] = field(default_factory=dict)
    answer: Callable[[], web.Response] | None = None
    used: list[str] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    asked: list[dict[str, object]] = field(default_factory=list)
    url: str = ""

    async def access(self, request: web.Request) -> web.Response:
        said = dict(await request.post())
        self.asked.append(said)
        basic = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        if self.answer:
            return self.answer()
        if basic != f"4711.0815:{SECRET}":
            return web.json_response({"ok": False, "error": "bad_client_secret"})
        code = str(said["code"])
        if code != CODE or code in self.used:
            return web.json_response(
                {"ok": False, "error": "code_already_used" if self.used else "invalid_code"}
            )
        self.used.append(code)
        return web.json_response(self.granted())

    def granted(self) -> dict[str, object]:
        given = {"ok": True, "access_token": TOKEN, "token_type": "bot", "bot_user_id": "U0BOT"}
        return given | {"scope": "chat:write,commands", "team": self.team} | self.more

    async def revoke(self, request: web.Request) -> web.Response:
        self.revoked.append(request.headers["authorization"])
        return web.json_response({"ok": True, "revoked": True})


@contextmanager
def listening(slack: Slack) -> Iterator[None]:
    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", slack.access)
    app.router.add_route("*", "/api/auth.revoke", slack.revoke)
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app)
    loop.run_until_complete(runner.setup())
    site = web.TCPSite(runner, "127.0.0.1", 0)
    loop.run_until_complete(site.start())
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(runner.cleanup())
        loop.close()


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    served = Slack()
    with listening(served):
        yield served


@dataclass
class Office:
    """The bot's side: its memory, its clock, and a browser that is at its door."""

    app: OAuth
    browser: TestClient
    hands: list[datetime]
    told: list[int]
    log: io.StringIO
    authority: int = 0

    def start(self) -> dict[str, str]:
        """Open the first page; gives what its link carries to Slack."""
        page = self.browser.get("/slack/install")
        assert page.status_code == 200
        (link,) = set(re.findall(r'href="(http[^"]+)"', page.text))
        return {
            name: found[0] for name, found in parse_qs(urlsplit(link.replace("&amp;", "&")).query).items()
        }

    def back(self, **said: str) -> tuple[int, str]:
        """What Slack sends the browser back with; gives the page's status and text."""
        page = self.browser.get(BACK, params=said)
        assert "Traceback" not in page.text
        assert "canary" not in page.text
        assert page.headers["referrer-policy"] == "no-referrer"
        return page.status_code, page.text

    def kept(self) -> int:
        with self.app.memory.database.reading() as connection:
            return len(connection.execute(select(Installation.id)).all())


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    stream = io.StringIO()
    log.configure("json", stream)
    yield stream
    root.handlers, root.level = before
    log_unconfigured()
    logging.captureWarnings(capture=False)


@pytest.fixture
def office(slack: Slack, migrated_file: Path, tmp_path: Path, written: io.StringIO) -> Iterator[Office]:
    path = tmp_path / "skolsteg.sqlite3"
    shutil.copyfile(migrated_file, path)
    hands, told = [START], list[int]()

    def now() -> datetime:
        return hands[-1]

    with closing(Database(f"sqlite:///{path}")) as database:
        keys = tmp_path / "keys"
        memory = Memory(database, Keys(keys), now, calendars(Settings(), now))
        scopes = tuple(scope.name for scope in SCOPES)
        app = OAuth(
            *("4711.0815", SecretStr(SECRET), scopes, slack.url, PUBLIC),
            memory=memory,
            vault=Vault(keys),
            installed=told.append,
        )
        with database.writing() as connection:
            authority = people.create_authority(connection, NewAuthority("slack", "T0MALMO", "Malmö stad"))
            people.create_authority(connection, NewAuthority("teams", "T0OTHER", "Annan stad"))
        browser = TestClient(Starlette(routes=routes(app)), PUBLIC, raise_server_exceptions=True)
        yield Office(app, browser, hands, told, written, authority)
        lines = written.getvalue()
        for secret in (SECRET, TOKEN, CODE, "canary"):
            assert secret not in lines


def test_the_first_page_leads_to_slack_with_all_that_it_needs(office: Office, slack: Slack) -> None:
    page = office.browser.get("/slack/install")
    assert "Lägg till i Slack" in page.text
    assert "Add to Slack" in page.text
    (cookie,) = page.headers.get_list("set-cookie")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600"):
        assert part in cookie
    carried = office.start()
    assert carried["client_id"] == "4711.0815"
    assert carried["redirect_uri"] == PUBLIC + BACK
    assert carried["scope"].split(",") == [scope.name for scope in SCOPES]
    assert f"{slack.url.removesuffix('api/')}oauth/v2/authorize?" in page.text


def test_every_visit_gets_a_state_of_its_own(office: Office) -> None:
    assert len({office.start()["state"] for _ in range(5)}) == 5


def test_a_workspace_with_an_authority_is_installed(office: Office, slack: Slack) -> None:
    memory = office.app.memory
    with memory.database.writing() as connection:
        parcel = Parcel(To("person", 7), "a", Message("Hej", (Text("Hej"),)))
        outbox.queue(connection, office.authority, parcel, START)
        connection.execute(update(Outbox).values(state="parked", attempts=5))
    status, text = office.back(code=CODE, state=office.start()["state"])
    assert status == 200
    assert "Klart! Skolsteg finns nu i Grundskolan &lt;i&gt;Malmö&lt;/i&gt;" in text
    assert "Done! Skolsteg is now in" in text
    with memory.database.reading() as connection:
        kept = installations.find(connection, office.app.vault, office.authority, "slack")
        assert kept == installations.Tokens(
            TOKEN, "U0BOT", ("chat:write", "commands"), "Grundskolan <i>Malmö</i>"
        )
        assert outbox.counts(connection, office.authority) == {"queued": 1}
        (entry,) = audit.entries(connection, office.authority)
    assert (entry.what, entry.detail, entry.at) == ("install slack", "T0MALMO", START)
    assert office.told == [office.authority]
    assert slack.revoked == []
    assert slack.asked[0]["redirect_uri"] == PUBLIC + BACK
    assert COOKIE not in office.browser.cookies
    assert '"workspace installed"' in office.log.getvalue()


def test_a_workspace_without_an_authority_gets_its_token_back_and_the_operator_a_command(
    office: Office, slack: Slack
) -> None:
    slack.team = {"id": "T0OTHER", "name": "Annan"}
    status, text = office.back(code=CODE, state=office.start()["state"])
    assert status == 403
    assert text.count("python -m bot authority create NAME") == 2
    assert text.count("--platform slack --workspace T0OTHER") == 2
    assert "inte anmäld än" in text
    assert "not been registered yet" in text
    assert slack.revoked == [f"Bearer {TOKEN}"]
    assert office.kept() == 0
    assert office.told == []


def test_a_whole_organisation_is_refused(office: Office, slack: Slack) -> None:
    slack.team, slack.more = None, {"is_enterprise_install": True, "enterprise": {"id": "E1"}}
    status, text = office.back(code=CODE, state=office.start()["state"])
    assert (status, "en arbetsyta i taget" in text) == (400, True)
    assert slack.revoked == [f"Bearer {TOKEN}"]
    assert office.kept() == 0


def test_a_code_is_good_only_once(office: Office) -> None:
    state = office.start()["state"]
    assert office.back(code=CODE, state=state)[0] == 200
    status, text = office.back(code=CODE, state=office.start()["state"])
    assert (status, "Koden från Slack" in text, "The code from Slack" in text) == (400, True, True)


def test_who_cancels_is_told_so(office: Office, slack: Slack) -> None:
    status, text = office.back(error="access_denied", state=office.start()["state"])
    assert (status, "Inget har lagts till" in text) == (403, True)
    assert slack.asked == []


def test_an_error_of_slacks_own_is_never_repeated_on_the_page(office: Office) -> None:
    status, text = office.back(error="<script>invalid_scope")
    assert (status, "jämföra inställningarna" in text) == (500, True)
    assert "script" not in text


@pytest.mark.parametrize(
    "change",
    [
        lambda _state: "",
        lambda _state: "å.1.ä",
        lambda state: state[:-1] + ("0" if state[-1] != "0" else "1"),
        lambda state: state.replace(".", ".9", 1),
        lambda state: "x" + state,
        lambda state: state * 10,
    ],
    ids=["none", "odd", "another signature", "a longer time", "another", "too long"],
)
def test_a_state_that_was_not_made_here_is_refused(
    office: Office, slack: Slack, change: Callable[[str], str]
) -> None:
    state = change(office.start()["state"])
    office.browser.cookies.clear()
    office.browser.cookies.set(COOKIE, state.encode("ascii", "ignore").decode())
    status, text = office.back(code=CODE, state=state)
    assert (status, "gäller inte längre" in text) == (400, True)
    assert slack.asked == []


def test_a_state_is_good_for_ten_minutes(office: Office) -> None:
    state = office.start()["state"]
    office.hands.append(START + timedelta(minutes=10))
    assert office.back(code=CODE, state=state)[0] == 400
    office.hands.append(START + timedelta(minutes=9, seconds=59))
    assert office.back(code=CODE, state=state)[0] == 200


def test_a_state_is_good_in_its_own_browser_only(office: Office, slack: Slack) -> None:
    state = office.start()["state"]
    office.start()
    status, text = office.back(code=CODE, state=state)
    assert (status, "en och samma webbläsare" in text) == (400, True)
    office.browser.cookies.clear()
    status, text = office.back(code=CODE, state=state)
    assert (status, "kakan" in text, "cookie" in text) == (400, True, True)
    assert slack.asked == []


def test_a_state_signed_with_another_secret_is_refused(office: Office, slack: Slack) -> None:
    others = OAuth("x", SecretStr("another"), (), slack.url, PUBLIC, office.app.memory, office.app.vault)
    with TestClient(Starlette(routes=routes(others)), PUBLIC) as stranger:
        state = re.findall(r"state=([^&]+)&", stranger.get("/slack/install").text)[0]
    office.browser.cookies.set(COOKIE, state)
    assert office.back(code=CODE, state=state)[0] == 400
    assert slack.asked == []


@pytest.mark.parametrize("code", [{}, {"code": ""}, {"code": "x" * 501}, {"code": "wrong"}])
def test_a_code_that_is_none_is_refused(office: Office, code: dict[str, str]) -> None:
    status, text = office.back(state=office.start()["state"], **code)
    assert (status, "Koden från Slack" in text) == (400, True)


def no(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error, "access_token": TOKEN})


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda: no("bad_client_secret"), 500, "jämföra inställningarna"),
        (lambda: no("bad_redirect_uri"), 500, PUBLIC + BACK),
        (lambda: no("fatal_error"), 503, "svarar inte som det ska"),
        (lambda: web.json_response({"ok": False}, status=429), 503, "svarar inte som det ska"),
        (lambda: web.Response(status=503, text="<html>", content_type="text/html"), 503, "svarar inte"),
        (lambda: web.Response(text="ok"), 503, "svarar inte"),
        (lambda: web.Response(text="{", content_type="application/json"), 503, "svarar inte"),
        (lambda: web.json_response([1]), 503, "svarar inte"),
        (lambda: web.json_response({"ok": True}), 503, "svarar inte"),
        (lambda: web.json_response({"ok": True, "access_token": 7}), 503, "svarar inte"),
        (lambda: web.json_response({"ok": True, "access_token": TOKEN, "team": "T"}), 500, "gick fel"),
    ],
)
def test_whatever_slack_answers_there_is_a_sentence_and_what_to_do(
    office: Office, slack: Slack, answer: Callable[[], web.Response], status: int, words: str
) -> None:
    slack.answer = answer
    found, text = office.back(code=CODE, state=office.start()["state"])
    assert (found, words in text, "Börja om" in text) == (status, True, True)
    assert office.kept() == 0
    assert len(slack.asked) == 1


def test_a_slack_that_cannot_be_reached_is_said_kindly(office: Office, slack: Slack) -> None:
    app = OAuth(
        *("4711.0815", SecretStr(SECRET), (), "http://127.0.0.1:9/api/", PUBLIC),
        memory=office.app.memory,
        vault=office.app.vault,
    )
    office.browser = TestClient(Starlette(routes=routes(app)), PUBLIC)
    status, text = office.back(code=CODE, state=office.start()["state"])
    assert (status, "Slack svarar inte" in text, "Slack is not answering" in text) == (503, True, True)
    assert slack.asked == []


def test_a_bug_becomes_a_short_reference(office: Office, tmp_path: Path) -> None:
    (tmp_path / "keys" / "installations.secret").write_bytes(b"short")
    status, text = office.back(code=CODE, state=office.start()["state"])
    assert status == 500
    (reference,) = set(re.findall(r"\b[0-9a-f]{8}\b", text))
    assert f'"reference": "{reference}"' in office.log.getvalue()
    assert '"error_type": "Locked"' in office.log.getvalue()
    assert office.kept() == 0


def test_the_app_shows_no_secret_of_its_own(office: Office) -> None:
    assert "canary" not in repr(office.app)


def test_every_permission_has_a_reason_of_one_sentence() -> None:
    assert len({scope.name for scope in SCOPES}) == len(SCOPES)
    for scope in SCOPES:
        assert re.fullmatch(r"[A-Z][^.]+\.", scope.reason), scope.name
