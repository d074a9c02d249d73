import asyncio
import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy
import structlog
from structlog.contextvars import bound_contextvars

from bot.log import ALLOWED, configure
from tests.quiet import log_unconfigured

CANARY = "Kanariefågeln"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    before = logging.root.handlers[:], logging.root.level, logging.raiseExceptions
    written = io.StringIO()
    configure("json", written)
    yield written
    logging.captureWarnings(capture=False)
    logging.root.handlers, logging.raiseExceptions = before[0], before[2]
    logging.root.setLevel(before[1])
    for name in ("sqlalchemy.engine", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    log_unconfigured()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_numbers_kinds_and_durations_come_through(stream: io.StringIO) -> None:
    with bound_contextvars(authority=1):
        structlog.get_logger().info("event handled", person=12, kind="pressed", verb="answer", duration=0.01)
    (line,) = lines(stream)
    assert line["event"] == "event handled"
    assert (line["authority"], line["person"], line["kind"], line["verb"]) == (1, 12, "pressed", "answer")
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_a_key_that_is_not_on_the_list_is_dropped(stream: io.StringIO) -> None:
    structlog.get_logger().info("saved", name=CANARY, text=CANARY, answer=3, criterion="c7", round=4)
    (line,) = lines(stream)
    assert set(line) == {"event", "round", "level", "timestamp"}


def test_an_answer_cannot_pose_as_the_line_s_level(stream: io.StringIO) -> None:
    structlog.get_logger().info("saved", level=3)
    assert lines(stream)[0]["level"] == "info"


@pytest.mark.parametrize("key", sorted(ALLOWED))
def test_no_allowed_key_carries_words(stream: io.StringIO, key: str) -> None:
    structlog.get_logger().info("saved", **{key: f"{CANARY} svarade fyra"})
    structlog.get_logger().info("saved", **{key: [CANARY]})
    structlog.get_logger().info("saved", **{key: {"name": CANARY}})
    assert CANARY not in stream.getvalue()


def test_an_event_with_a_name_in_it_loses_it(stream: io.StringIO) -> None:
    structlog.get_logger().info(f"{CANARY} pressed the button")
    assert lines(stream)[0]["event"] == "unnamed event"


def test_an_exception_keeps_its_type_and_places_and_loses_its_words(stream: io.StringIO) -> None:
    def breaks() -> None:
        raise RuntimeError(CANARY)

    try:
        breaks()
    except RuntimeError:
        structlog.get_logger().exception("handling failed", reference="a1b2")
        logging.getLogger("other").exception("failed for %s", CANARY)
    own, library = lines(stream)
    assert own["error_type"] == library["error_type"] == "RuntimeError"
    assert own["trace"].endswith(":breaks")
    assert own["reference"] == "a1b2"
    assert library["event"] == "library message"
    assert library["logger"] == "other"
    assert CANARY not in stream.getvalue()


def test_a_statement_s_parameters_never_show_even_when_the_library_is_loud(stream: io.StringIO) -> None:
    engine = sqlalchemy.create_engine("sqlite://", echo=True)
    logging.getLogger("sqlalchemy.engine.Engine").handlers = []
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("select :name"), {"name": CANARY})
        try:
            connection.execute(sqlalchemy.text("select nothing where :name"), {"name": CANARY})
        except sqlalchemy.exc.OperationalError:
            structlog.get_logger().exception("query failed")
    engine.dispose()
    assert CANARY not in stream.getvalue()
    assert any(line["logger"].startswith("sqlalchemy") for line in lines(stream) if "logger" in line)
    assert "OperationalError" in {line.get("error_type") for line in lines(stream)}


def test_a_server_s_access_lines_are_silent_and_its_warnings_wordless(stream: io.StringIO) -> None:
    access = logging.getLogger("uvicorn.access")
    access.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1", "GET", f"/?namn={CANARY}", "1.1", 200)
    assert stream.getvalue() == ""
    logging.getLogger("uvicorn.error").warning("Invalid request: %s", CANARY)
    (line,) = lines(stream)
    assert line["logger"] == "uvicorn.error"
    assert line["source"].startswith("bot/test_log.py:")
    assert CANARY not in stream.getvalue()


def test_handlers_that_a_library_brought_are_taken_away() -> None:
    brought = io.StringIO()
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(logging.StreamHandler(brought))
    logger.propagate = False
    written = io.StringIO()
    before = logging.root.handlers[:]
    configure("json", written)
    logger.warning(CANARY)
    logging.captureWarnings(capture=False)
    logging.root.handlers = before
    log_unconfigured()
    assert brought.getvalue() == ""
    assert "library message" in written.getvalue()


def test_warnings_and_forgotten_tasks_lose_their_words(stream: io.StringIO) -> None:
    async def forgotten() -> None:
        raise RuntimeError(CANARY)

    async def lives() -> None:
        task = asyncio.ensure_future(forgotten())
        await asyncio.sleep(0)
        del task

    asyncio.run(lives())
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(CANARY, stacklevel=1)
    assert {line["logger"] for line in lines(stream)} == {"asyncio", "py.warnings"}
    assert CANARY not in stream.getvalue()


def test_a_line_that_cannot_be_formatted_is_not_printed_with_its_arguments(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("other").warning("%d persons", CANARY)
    assert CANARY not in stream.getvalue() + "".join(capsys.readouterr())


def test_the_console_says_the_same_without_names() -> None:
    written = io.StringIO()
    before = logging.root.handlers[:]
    configure("console", written)
    structlog.get_logger().warning("delivery parked", person=12, name=CANARY)
    logging.captureWarnings(capture=False)
    logging.root.handlers = before
    log_unconfigured()
    assert "delivery parked" in written.getvalue()
    assert "person=12" in written.getvalue()
    assert CANARY not in written.getvalue()
