"""A container's health is asked of the process itself, on the loopback interface only."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shared.hosting import probe


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(503 if "away" in self.path else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture
def port() -> Iterator[int]:
    """Where something answers."""
    server = HTTPServer(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_ready_is_0_and_away_is_1(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(probe.PROBE_URL, f"http://127.0.0.1:{port}/sales/health/ready")
    assert probe.main() == 0
    monkeypatch.setenv(probe.PROBE_URL, f"http://127.0.0.1:{port}/away")
    assert probe.main() == 1


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://elsewhere:80/", "http://127.0.0.1:1/nobody"])
def test_anything_else_is_not_ready(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(probe.PROBE_URL, url)
    assert probe.main() == 1
