"""structlog as JSON lines, one object each: time, level, event, and the correlation and causation of the moment."""

import logging
import sys
from typing import Any, TextIO

import msgspec
import structlog

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
    logging.basicConfig(
        handlers=[_Forward(target)],
        level=max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]),
        force=True,
    )


class _Forward(logging.Handler):
    """The libraries' own log lines, in the same form."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        structlog.get_logger(record.name).log(record.levelno, record.getMessage(), exc_info=record.exc_info)
