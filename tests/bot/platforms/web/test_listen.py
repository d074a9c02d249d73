import asyncio
import json
import logging
import threading
import time
from collections.abc import Iterator
from io import StringIO
from typing import Protocol

import httpx2
import pytest
import uvicorn
from sse_starlette.sse import AppStatus
from starlette.testclient import TestClient

from bot.platforms.envelope import Incoming
from bot.platforms.web.listen import application
from bot.platforms.web.send import Hub
from bot.platforms.web.stage import Hint, Stage
from conversations.events import Event, Opened, Pressed, Submitted, Wrote
from conversations.messages import Action, Heading, Message
from conversations.turn import To


class Memory(Stage, Protocol):
    """What the stage in memory shows to a test besides."""

    hub: Hub
    heard: list[Incoming]
    deeds: list[tuple[object, ...]]
    hint: Hint
    broken: bool

    def say(self, to: To, message: Message) -> None: ...


BASE = "http://127.0.0.1:8765"
ACTION = Action("answer", 1, 1, "person:11", "c12", "3")
PLACE = {"school": "10", "person": "11", "place": "person/11", "message": "0"}
SCRIPT = {"x-skolsteg": "page"}


def test_the_page_shows_four_conversations_at_once(page: TestClient) -> None:
    body = page.get("/").text
    assert body.count('role="log"') == 4
    assert body.count("<h1") == 1
    assert body.count("<h2 id=") == 4
    assert "måndag 12 januari 2026" in body


@pytest.mark.parametrize(
    ("path", "extra", "event"),
    [
        ("/press", {"action": ACTION.encode()}, Pressed(ACTION)),
        ("/submit", {"action": ACTION.encode(), "field.title": "A|b"}, Submitted(ACTION, {"title": "A|b"})),
        ("/write", {"text": " hjälp "}, Wrote("hjälp")),
        ("/write", {"text": " "}, Opened()),
        ("/open", {}, Opened()),
    ],
)
def test_what_is_done_on_the_page_becomes_an_event(
    page: TestClient, stage: Memory, path: str, extra: dict[str, str], event: Event
) -> None:
    answer = page.post(path, data=PLACE | extra | {"key": "k-1"}, headers=SCRIPT)
    assert answer.status_code == 200
    (heard,) = stage.heard
    assert (heard.event, heard.person, heard.place, heard.key) == (event, 11, To("person", 11), "web-k-1")


def test_a_pressed_card_comes_back_as_what_it_became(page: TestClient, stage: Memory) -> None:
    page.post("/open", data=PLACE)
    answer = page.post("/press", data=PLACE | {"message": "1", "action": ACTION.encode()}, headers=SCRIPT)
    assert stage.heard[-1].message == 1
    assert 'id="m1" data-revision="1"' in answer.text
    assert "Fråga 13 av 30" in answer.text


def test_a_ticked_checkbox_outweighs_its_empty_companion(page: TestClient, stage: Memory) -> None:
    body = "school=10&person=11&place=person/11&action=" + ACTION.encode().replace("|", "%7C")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    page.post("/submit", content=f"{body}&field.ok=&field.ok=yes", headers=headers)
    assert stage.heard[-1].event.fields == {"ok": "yes"}


def test_the_team_channel_hears_the_teacher_and_the_principal_is_herself(
    page: TestClient, stage: Memory
) -> None:
    page.post("/open", data=PLACE | {"place": "team/11"})
    page.post("/open", data=PLACE | {"place": "person/12"})
    assert [(heard.person, heard.place) for heard in stage.heard] == [
        (11, To("team", 11)),
        (12, To("person", 12)),
    ]


def test_without_script_a_press_leads_back_to_the_page(page: TestClient) -> None:
    answer = page.post("/press", data=PLACE | {"action": ACTION.encode()}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?school=10&person=11#teacher")


def test_what_is_only_shown_comes_in_the_answer_and_is_not_kept(page: TestClient) -> None:
    for headers in (SCRIPT, {}):
        assert "3 Trygg" in page.post("/write", data=PLACE | {"text": "mina svar"}, headers=headers).text
    assert "3 Trygg" not in page.get("/").text


@pytest.mark.parametrize("action", ["", "x", "a|b|c|d|e|f", "answer|1|1|||||", "<script>"])
def test_a_forged_button_gets_a_kind_sentence(page: TestClient, stage: Memory, action: str) -> None:
    answer = page.post("/press", data=PLACE | {"action": action})
    assert answer.status_code == 400
    assert "Den knappen känner jag inte igen" in answer.text
    assert not stage.heard


@pytest.mark.parametrize(
    "changed",
    [
        {"school": "99"},
        {"person": "12"},
        {"person": "x"},
        {"place": "person/22"},
        {"place": "team/15"},
        {"message": "-1"},
    ],
)
def test_what_is_not_on_the_page_is_not_found(
    page: TestClient, stage: Memory, changed: dict[str, str]
) -> None:
    assert page.post("/open", data=PLACE | changed).status_code == 404
    assert not stage.heard


@pytest.mark.parametrize(
    "path", ["/?school=9", "/?person=9", "/conversation/person/9", "/files/x?person=9", "/page/../x", "/x"]
)
def test_an_unknown_address_is_not_found(page: TestClient, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "Det här hittar jag inte" in answer.text


def test_a_press_without_a_key_gets_one_of_its_own(page: TestClient, stage: Memory) -> None:
    for key in ("", "a b", "x" * 65, "å"):
        page.post("/open", data=PLACE | {"key": key})
    assert len({heard.key for heard in stage.heard}) == 4


@pytest.mark.parametrize(
    "host", ["evil.example:8765", "127.0.0.1:80", "127.0.0.1", "", "localhost.evil.example:8765"]
)
def test_another_host_name_is_refused(page: TestClient, host: str) -> None:
    assert page.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_the_names_of_this_machine_are_welcome(page: TestClient, host: str) -> None:
    assert page.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": BASE, "sec-fetch-site": "cross-site"},
        {"origin": BASE, "sec-fetch-site": "same-site"},
    ],
)
def test_a_press_from_another_page_is_refused(
    page: TestClient, stage: Memory, headers: dict[str, str]
) -> None:
    assert page.post("/open", data=PLACE, headers=headers).status_code == 403
    assert not stage.heard


def test_a_press_from_nowhere_is_refused(stage: Memory) -> None:
    nowhere = TestClient(application(stage, stage.hub), base_url=BASE)
    assert nowhere.post("/open", data=PLACE).status_code == 403


def test_a_body_is_refused_by_its_length_before_it_is_read(page: TestClient, stage: Memory) -> None:
    assert page.post("/write", data=PLACE | {"text": "x" * 65536}).status_code == 413
    assert page.post("/write", content=iter([b"text=x"])).status_code == 411
    assert not stage.heard


def test_every_answer_carries_the_security_headers(page: TestClient) -> None:
    for answer in (
        page.get("/"),
        page.get("/x"),
        page.get("/page/skolsteg.js"),
        page.get("/", headers={"host": "x"}),
    ):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_the_page_asks_nobody_else_for_anything_and_has_no_inline_style_or_script(page: TestClient) -> None:
    body = page.get("/").text
    assert "//" not in body.replace("http://www.w3.org/2000/svg", "")
    assert "style=" not in body
    assert "<style" not in body
    assert " onclick" not in body
    assert body.count("<script") == 1
    assert "http" not in page.get("/page/skolsteg.css").text + page.get("/page/skolsteg.js").text


def test_a_bug_is_a_reference_and_its_content_is_in_no_log(
    page: TestClient, stage: Memory, log_lines: StringIO
) -> None:
    stage.broken = True
    answer = page.post("/press", data=PLACE | {"action": ACTION.encode()}, headers=SCRIPT)
    assert answer.status_code == 500
    (line,) = log_lines.getvalue().splitlines()
    assert json.loads(line)["reference"] in answer.text
    assert json.loads(line)["error_type"] == "RuntimeError"
    assert "Trygg" not in line + answer.text
    assert "Traceback" not in line + answer.text


def test_the_stage_moves_when_asked_and_only_as_it_can(page: TestClient, stage: Memory) -> None:
    here = {"school": "20", "person": ""}
    assert "19 januari" in page.post("/stage/advance", data=here | {"value": "week"}, headers=SCRIPT).text
    page.post("/stage/others", data=here)
    page.post("/stage/reset", data=here)
    assert stage.deeds == [("advance", "week", 20), ("others", 20, 21), ("reset",)]
    assert page.post("/stage/advance", data=here | {"value": "year"}).status_code == 404
    assert page.post("/stage/unknown", data=here).status_code == 404


def test_the_whole_page_speaks_the_language_chosen(page: TestClient) -> None:
    body = page.post("/stage/language", data={"value": "en"}).text
    assert '<html lang="en">' in body
    assert "Let the others answer" in body
    assert "Låt de andra" not in body


def test_the_next_step_is_pointed_out_in_words(page: TestClient, stage: Memory) -> None:
    stage.hint = "close"
    body = page.get("/").text
    assert 'id="close" class="next"' in body
    assert "Flytta fram tiden till stängningen" in body


def test_a_file_is_given_to_the_one_who_may_have_it(page: TestClient) -> None:
    answer = page.get("/files/results/1/%C3%A5%20%C3%A4.xlsx?person=12")
    assert answer.content == b"x"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Resultat%20%C3%A5.csv"
    assert page.get("/files/results/1/%C3%A5%20%C3%A4.xlsx?person=11").status_code == 404


def test_a_change_from_another_thread_reaches_the_page_once() -> None:
    async def listen() -> list[tuple[str, str]]:
        hub = Hub()
        subscription = hub.subscribe()
        for _ in range(3):
            await asyncio.to_thread(hub.changed, To("person", 7))
        await asyncio.to_thread(hub.changed, To("team", 2))
        await asyncio.sleep(0)
        changes = subscription.changes()
        heard = [await anext(changes), await anext(changes)]
        hub.leave(subscription)
        await asyncio.to_thread(hub.changed, To("person", 9))
        assert not subscription.waiting
        return heard

    assert asyncio.run(listen()) == [("conversation", "person/7"), ("conversation", "team/2")]


def test_a_page_whose_loop_is_gone_disturbs_nobody() -> None:
    async def listen(hub: Hub) -> None:
        hub.subscribe()

    hub = Hub()
    asyncio.run(listen(hub))
    hub.changed(To("person", 7))
    assert not hub._subscriptions


@pytest.fixture
def served(stage: Memory) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(application(stage, stage.hub), "127.0.0.1", 0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


def test_an_open_page_hears_which_conversation_changed(stage: Memory, served: str) -> None:
    with httpx2.stream("GET", f"{served}/changes", timeout=5) as answer:
        lines = answer.iter_lines()
        while not stage.hub._subscriptions:
            time.sleep(0.01)
        stage.say(To("person", 12), Message("x", (Heading("Hej"),)))
        assert [next(lines), next(lines)] == ["event: conversation", "data: person/12"]


def test_the_program_stops_in_peace_while_a_page_is_open(
    stage: Memory, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = uvicorn.Server(uvicorn.Config(application(stage, stage.hub), "127.0.0.1", 0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with httpx2.stream("GET", f"{address}/changes", timeout=5) as answer:
        while not stage.hub._subscriptions:
            time.sleep(0.01)
        monkeypatch.setattr(AppStatus, "should_exit", True)  # what the signal does in the main thread
        server.should_exit = True
        assert list(answer.iter_lines()) == []
    thread.join(5)
    assert not thread.is_alive()
    assert not stage.hub._subscriptions
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
