"""The log: what happened, to which number, how long it took. No names, no texts, no answers.

Keys and the shape of their values come from one list; whatever is not on it is dropped. Lines of libraries
lose their words, which may carry parameters and bodies, and keep where in the library they were written.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from pathlib import PurePath
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

_EVENT = re.compile(r"[a-z][a-z0-9 _.,:-]{0,79}")
_WORD = re.compile(r"[A-Za-z0-9_.:/<>+-]{1,64}")
_PLACE = re.compile(r"[A-Za-z0-9_.:<>-]{1,160}")
_TRACE_DEPTH = 12

Kind = Literal["number", "word", "trace"]
ALLOWED: Mapping[str, Kind] = {
    "authority": "number",
    "round": "number",
    "school": "number",
    "person": "number",
    "delivery": "number",
    "count": "number",
    "attempt": "number",
    "status": "number",
    "duration": "number",
    "lag": "number",
    "port": "number",
    "verb": "word",
    "kind": "word",
    "outcome": "word",
    "state": "word",
    "platform": "word",
    "host": "word",
    "reference": "word",
    "error_type": "word",
    "logger": "word",
    "source": "word",
    "level": "word",
    "timestamp": "word",
    "trace": "trace",
}
# They write one line per request or statement at INFO; from WARNING they come through like any library.
_QUIET = (
    "alembic",
    "uvicorn",
    "uvicorn.access",
    "uvicorn.error",
    "sqlalchemy",
    "sqlalchemy.engine",
    "apscheduler",
    "httpx",
    "httpx2",
)


def logger() -> FilteringBoundLogger:
    """A logger that is safe before `configure` too: structlog itself prints a failing frame's variables."""
    if not structlog.is_configured():
        structlog.configure(
            processors=[
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _errors_without_words,
                _only_allowed,
                _renderer("console"),
            ],
            logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
            cache_logger_on_first_use=False,
        )
    bound: FilteringBoundLogger = structlog.get_logger()
    return bound


def configure(log_format: Literal["console", "json"] = "console", stream: TextIO | None = None) -> None:
    """Send all logging of the process through the list; to standard error when no stream is given.

    uvicorn must be started with ``log_config=None``, or it puts its own handlers back.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _errors_without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, _library_without_words],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _only_allowed,
            _renderer(log_format),
        ],
        pass_foreign_args=False,
        keep_exc_info=False,
    )
    _take_over(formatter, stream or sys.stderr)


def _renderer(log_format: Literal["console", "json"]) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False)


def _take_over(formatter: logging.Formatter, stream: TextIO) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    # When a line cannot be written, logging would print its words and arguments to standard error.
    logging.raiseExceptions = False


def _library_without_words(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    record: logging.LogRecord = line["_record"]
    path = PurePath(record.pathname)
    source = f"{path.parent.name}/{path.name}:{record.lineno}"
    line.update(event="library message", logger=record.name, source=source)
    return line


def _errors_without_words(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Keep an exception's type and the places it passed: its words may hold a statement's parameters."""
    error = _error_of(line.pop("exc_info", None))
    line.pop("stack_info", None)
    if error is not None:
        line.update(error_type=type(error).__qualname__, trace=_places(error.__traceback__))
    return line


def _error_of(found: object) -> BaseException | None:
    if isinstance(found, tuple):
        found = found[1] if found else None
    elif found is True:
        found = sys.exc_info()[1]
    return found if isinstance(found, BaseException) else None


def _places(passed: TracebackType | None) -> str:
    frames = traceback.extract_tb(passed)[-_TRACE_DEPTH:]
    return " > ".join(f"{PurePath(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames)


def _only_allowed(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    event = line.get("event")
    named = isinstance(event, str) and _EVENT.fullmatch(event)
    kept = {key: line[key] for key, kind in ALLOWED.items() if key in line and _fits(kind, line[key])}
    return {"event": event if named else "unnamed event"} | kept


def _fits(kind: Kind, value: object) -> bool:
    match kind:
        case "number":
            return isinstance(value, int | float)
        case "word":
            return isinstance(value, str) and _WORD.fullmatch(value) is not None
        case "trace":
            return isinstance(value, str) and all(_PLACE.fullmatch(place) for place in value.split(" > "))
