"""structlog as JSON lines, one object each: time, level, event, and the correlation and causation of the moment."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, Final, TextIO

import msgspec
import structlog

TALKATIVE: Final = ("aiokafka",)
SECONDS_BETWEEN: Final = 5.0
LEFT_OUT: Final = "o2c_left_out"

_encode = msgspec.json.Encoder(enc_hook=str).encode


class _BytesLogger:
    """Writes whole lines; a line break inside a value is escaped by JSON and cannot forge a second line."""

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.buffer.write
        self._flush = stream.buffer.flush

    def msg(self, line: bytes) -> None:
        """One line."""
        self._write(line + b"\n")
        self._flush()

    debug = info = warning = error = critical = exception = log = msg


def _render(_: Any, __: str, event: Any) -> bytes:
    return _encode(event)


def _name(service: str) -> structlog.types.Processor:
    def add(_: Any, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
        event["service"] = service
        return event

    return add


def configure_logging(service: str, *, level: str = "info", stream: TextIO | None = None) -> None:
    """Every log line of this process, ours and the libraries', as JSON on standard error."""
    target = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _name(service),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            _render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: _BytesLogger(target),
        cache_logger_on_first_use=True,
    )
    forward = _Forward()
    forward.addFilter(Seldom())
    logging.basicConfig(
        handlers=[forward],
        level=max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]),
        force=True,
    )


class _Forward(logging.Handler):
    """The libraries' own log lines, in the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        told = {"left_out": left_out} if (left_out := getattr(record, LEFT_OUT, 0)) else {}
        structlog.get_logger(record.name).log(record.levelno, record.getMessage(), exc_info=record.exc_info, **told)


class Seldom(logging.Filter):
    """Lets a talkative library say each thing once in a while, with how often it was not let since.

    A client of Kafka whose broker is away says so a hundred times a second.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """The line of the library's code, not the words, tells one thing from another: words have addresses in them."""
        if not record.name.startswith(TALKATIVE):
            return True
        now, thing = self._clock(), (record.name, record.lineno)
        said_at, left_out = self._said.get(thing, (-SECONDS_BETWEEN, 0))
        if now - said_at < SECONDS_BETWEEN:
            self._said[thing] = (said_at, left_out + 1)
            return False
        self._said[thing] = (now, 0)
        setattr(record, LEFT_OUT, left_out)
        return True
