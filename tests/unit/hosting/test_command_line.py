"""What is asked for on the command line is looked at before anything is done about it."""

import logging
from pathlib import Path
from typing import Final

import asyncpg
import pytest
import structlog
from typer.testing import CliRunner

from deploy.cli import app
from deploy.commands import proving, running
from deploy.databases import company_databases
from deploy.departments import NAMES
from deploy.embedded.kept_process import free_port
from deploy.embedded.keys import issuer_of
from deploy.embedded.staff import ROLES
from deploy.reaching import DatabaseAway, reaching_databases
from deploy.registry import SERVICES

AN_ID: Final = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def no_logging(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command sets the log of its process up, which here is that of all tests; its standard error ends with it."""
    monkeypatch.setattr(structlog, "configure", lambda **_: None)
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)


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


@pytest.mark.parametrize("reason", ["", "  "])
@pytest.mark.parametrize(
    "words",
    [
        ("parked", "retry", "sales", AN_ID, "--reason"),
        ("parked", "discard", "sales", AN_ID, "--reason"),
        ("reconcile", "--accept"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_is_done_by_hand_is_not_done_without_a_reason(words: tuple[str, ...], reason: str) -> None:
    assert refused(*words, reason).startswith("say why")


LOOKING: Final = [
    ("proof",),
    ("verify",),
    ("parked", "list"),
    ("parked", "retry", "sales", AN_ID, "--reason", "because"),
    ("rebuild", "sales", "all", "--compare"),
    ("reconcile",),
    ("backup", "backups"),
    ("timeline", AN_ID),
    ("token", "sara.rep"),
]


@pytest.mark.parametrize("words", LOOKING, ids=lambda words: words[0])
def test_who_looks_at_a_company_that_there_is_not_makes_none(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        monkeypatch.delenv(f"{name.upper()}_DATABASE_DSN", raising=False)
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    assert refused(*words, "--home", "home") == f"no company in {home}: `o2c run` makes one"
    assert list(tmp_path.iterdir()) == []
    home.touch()
    assert refused(*words, "--home", "home") == f"no company in {home}: `o2c run` makes one"


async def test_a_deployment_needs_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_DSN", f"postgresql://{name}")
    async with company_databases(SERVICES, tmp_path / "home") as access:
        assert [way.app_dsn for way in access.values()] == [f"postgresql://{name}" for name in NAMES]
    assert list(tmp_path.iterdir()) == []


ASKING: Final = [
    *(words for words in LOOKING if words[0] != "token"),
    ("migrate",),
    ("migrate", "sales"),
    ("databases",),
]


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_a_database_that_cannot_be_asked_is_no_breach(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    port = free_port()
    monkeypatch.setenv("POSTGRES_ADMIN_DSN", f"postgresql://admin:pw@127.0.0.1:{port}/postgres")
    for name in NAMES:
        for setting in ("DATABASE_DSN", "OWNER_DSN"):
            monkeypatch.setenv(f"{name.upper()}_{setting}", f"postgresql://{name}:pw@127.0.0.1:{port}/{name}")
        monkeypatch.setenv(f"{name.upper()}_APP_ROLE", name)
    assert f"'127.0.0.1', {port}" in refused(*words)


@pytest.mark.parametrize("words", [("proof",), ("databases",), ("reconcile",), ("backup", "folder")])
def test_an_address_that_cannot_be_read_is_told_in_a_sentence(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_ADMIN_DSN", "postgresql://admin:pw@127.0.0.1/postgres?sslmode=requires")
    for name in NAMES:
        for setting in ("DATABASE_DSN", "OWNER_DSN"):
            monkeypatch.setenv(f"{name.upper()}_{setting}", f"postgresql://{name}:pw@127.0.0.1/{name}?sslmode=requires")
        monkeypatch.setenv(f"{name.upper()}_APP_ROLE", name)
    answer = CliRunner().invoke(app, words)
    assert (answer.exit_code, answer.stdout, type(answer.exception)) == (2, "", SystemExit)
    told = " ".join(answer.stderr.split())
    for name in NAMES:
        for setting in ("DATABASE_DSN", "OWNER_DSN"):
            assert f"{name.upper()}_{setting} (`sslmode` parameter must be one of" in told


@pytest.mark.parametrize("folder", ["file", "file/below", "/proc/none"])
def test_where_no_backup_can_be_written_is_no_fault_of_a_database(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    for name in NAMES:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_DSN", f"postgresql://{name}")
    assert refused("backup", folder).startswith(f"{folder} cannot hold a backup: N")


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    assert refused("restore", str(tmp_path)).startswith(f"{tmp_path} holds no whole backup: ")


def test_what_a_command_gets_wrong_itself_keeps_its_traceback() -> None:
    for cut in ("connection is closed", "cannot call Cursor.fetch(): the underlying connection is closed"):
        with pytest.raises(DatabaseAway, match="is closed"), reaching_databases():
            raise asyncpg.InterfaceError(cut)
    with pytest.raises(asyncpg.InterfaceError), reaching_databases():
        raise asyncpg.InterfaceError("cannot perform operation: another operation is in progress")


@pytest.mark.parametrize("home", ["file", "file/below", "/proc/none/there", "/proc"])
def test_where_no_company_can_be_is_said(home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "configure_logging", lambda *_, **__: None)
    (tmp_path / "file").touch()
    for words in (("run", "--home", home), ("secrets", home)):
        assert f"{tmp_path / home if words[0] == 'run' else home}" in refused(*words)
    looked_at = CliRunner().invoke(app, ["doctor", "--home", home])
    assert (looked_at.exit_code, looked_at.exception.__class__) == (1, SystemExit)
    assert [line for line in looked_at.stdout.splitlines() if "company's home" in line and " no " in line]


def test_a_home_whose_parents_are_missing_is_looked_for_further_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    looked_at = CliRunner().invoke(app, ["doctor", "--home", str(tmp_path / "a/b/c")])
    assert f"writable: {tmp_path} " in looked_at.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [("run", "--port", "99999"), ("run", "--port", "-1"), ("simulate", "--seeds", "0"), ("simulate", "--seeds", "-1")],
    ids=" ".join,
)
def test_a_number_that_cannot_be_is_refused(words: tuple[str, ...]) -> None:
    said = refused(*words)
    assert (f"'{words[1]}'" in said, "should be" in said) == (True, True)


def test_a_role_that_there_is_not_is_named(tmp_path: Path) -> None:
    said = refused("token", "x", "--role", "sales.manager", "--role", "sales.rpe", "--home", str(tmp_path))
    assert said.startswith("there is no role sales.rpe; there are accounting.clerk, ")
    issuer_of(tmp_path)
    answer = CliRunner().invoke(app, ["token", "x", "--role", "sales.rep", "--home", str(tmp_path)])
    assert (answer.exit_code, answer.stdout.count(".")) == (0, 2)


def test_every_role_that_may_do_something_can_be_asked_for() -> None:
    may = {role for service in SERVICES for roles in service.permissions.values() for role in roles}
    assert sorted(may - set(ROLES)) == []
