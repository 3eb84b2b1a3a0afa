"""What is asked for on the command line is looked at before anything is done about it."""

from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner

from deploy import cli
from deploy.cli import app
from deploy.commands import proving
from deploy.departments import NAMES

AN_ID: Final = "00000000-0000-7000-8000-000000000000"


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


def refused(*words: str) -> str:
    """What is said, in one line, to who asked for that."""
    answer = CliRunner().invoke(app, words)
    assert (answer.exit_code, answer.stdout) == (2, ""), answer.output
    return " ".join(answer.stderr.split())


@pytest.mark.parametrize(
    "words",
    [
        ("restore", "backup", "sales", "foo", "--replace"),
        ("parked", "list", "foo"),
        ("parked", "retry", "foo", AN_ID, "--reason", "because"),
        ("parked", "discard", "foo", AN_ID, "--reason", "because"),
        ("verify", "foo"),
        ("rebuild", "foo", "all"),
        ("api", "foo"),
        ("worker", "foo"),
        ("migrate", "foo"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_department_that_there_is_not_is_named(words: tuple[str, ...]) -> None:
    assert refused(*words) == f"there is no department foo; there are {', '.join(NAMES)}"


def test_a_department_is_named_as_it_was_written() -> None:
    assert "there is no department [/x] and [red]; there" in refused("verify", "[/x] and [red]")
