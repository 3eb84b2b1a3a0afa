"""Libraries' log lines in our form, and not more of them than anybody can read."""

import io
import json
import logging
from typing import Any

import pytest

from shared.observability.logging import SECONDS_BETWEEN, Seldom

KAFKA = "aiokafka.conn"


def _record(line: int, words: str, name: str = KAFKA) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "conn.py", line, words, (), None)


def test_a_talkative_client_says_each_thing_once_in_a_while() -> None:
    now = 0.0
    seldom = Seldom(lambda: now)
    said = [seldom.filter(_record(7, f"no connection to {port}")) for port in range(100)]
    assert said == [True] + [False] * 99
    assert seldom.filter(_record(8, "another thing"))
    assert seldom.filter(_record(7, "no connection", name="somebody.else"))
    now = SECONDS_BETWEEN
    assert seldom.filter(_record(7, "no connection"))


def test_the_next_line_tells_how_many_were_left_out(written: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.observability.logging.SECONDS_BETWEEN", 0.05)
    kafka = logging.getLogger(KAFKA)
    lines: list[dict[str, Any]] = []
    while len(lines) < 2:
        kafka.error("Unable connect to node %s", 1)
        lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["Unable connect to node 1"] * 2
    assert "left_out" not in lines[0]
    assert lines[1]["left_out"] > 0
    assert lines[1]["service"] == "sales-worker"
