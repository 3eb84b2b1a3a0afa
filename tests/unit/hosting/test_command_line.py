"""What is asked for on the command line is looked at before anything is done about it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy import cli
from deploy.cli import app
from deploy.commands import proving


@pytest.fixture(autouse=True)
def no_logging(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is set up for a process; the runner's standard error ends with the call."""
    monkeypatch.setattr(cli, "configure_logging", lambda *_, **__: None)


def test_a_relative_home_is_below_where_one_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Path] = []

    def proof(home: Path, *, as_json: bool) -> int:
        asked.append(home)
        return int(as_json)

    monkeypatch.setattr(proving, "proof", proof)
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["proof", "--home", "home"]).exit_code == 0
    assert asked == [tmp_path / "home"]
