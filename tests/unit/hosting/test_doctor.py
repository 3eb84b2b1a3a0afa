"""`o2c doctor` names what of a company its runner cannot use, and what others can."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.commands import health
from deploy.embedded.keys import SIGNING_KEY
from deploy.embedded.ownership import FolderLock
from shared.hosting.settings import SECRETS_DIR


@pytest.fixture(autouse=True)
def _no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Docker, Java and Maven take their time to say which they are."""
    monkeypatch.setattr(health, "_first_line", lambda _: None)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """With a company in it, as far as its secrets go."""
    (tmp_path / "postgres").mkdir()
    for path in (tmp_path / SIGNING_KEY, tmp_path / "postgres" / "passwords.json"):
        path.write_text("{}")
        path.chmod(0o600)
    return tmp_path


def line_about(what: str, home: Path) -> tuple[str, str, str, int]:
    """Whether it is well, what was found, what needs it; and how the command ended."""
    said = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["doctor", "--home", str(home)])
    (line,) = [line for line in said.stdout.splitlines() if f" {what} " in line]
    well, _, found, needed_for = (cell.strip() for cell in line.strip("│┃").split("│"))
    return well, found, needed_for, said.exit_code


def test_a_home_of_ones_own_is_well(home: Path) -> None:
    assert line_about("owner of the company's home", home)[0] == "ok"
    assert line_about("secrets of the company", home)[:2] == ("ok", "for their owner alone")


def test_a_home_that_is_not_there_yet_is_well(tmp_path: Path) -> None:
    assert line_about("owner of the company's home", tmp_path / "none")[:2] == ("ok", "nobody yet")
    assert line_about("secrets of the company", tmp_path / "none")[:2] == ("ok", "none yet")


def test_a_company_is_closed_unless_somebody_holds_it(home: Path) -> None:
    """As after a kill: what the company wrote about where it is found stays there."""
    (home / "address.json").write_text("{}")
    assert line_about("│ company", home)[:2] == ("ok", f"in {home}, closed")
    lock = FolderLock(home / "postgres")
    lock.acquire()
    assert line_about("│ company", home)[:2] == ("ok", f"in {home}, at work in process {os.getpid()}")
    lock.release()
    assert line_about("│ company", home)[:2] == ("ok", f"in {home}, closed")


def test_a_home_of_somebody_else_cannot_be_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4242 + os.getuid())
    well, found, needed_for, status = line_about("owner of the company's home", home)
    assert (well, needed_for, status) == ("no", "run", 1)
    assert f"you are the account {4242 + os.getuid()}: run as its owner, or choose another --home" in found


def test_root_is_told_whose_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = real(path, follow_symlinks=follow_symlinks)
        return os.stat_result((*found[:4], 4242, *found[5:])) if path == home else found

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(Path, "stat", stat)
    well, found, needed_for, _ = line_about("owner of the company's home", home)
    assert (well, needed_for) == ("no", "its owner")
    assert "belongs to the account 4242" in found


@pytest.mark.parametrize("name", [SIGNING_KEY, "postgres/passwords.json"])
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_secret_that_is_open_to_others_is_named(home: Path, name: str, mode: int) -> None:
    (home / name).chmod(mode)
    well, found, needed_for, _ = line_about("secrets of the company", home)
    assert (well, needed_for) == ("no", "keeping them secret")
    assert found == f"others may read {home / name}: chmod 600 {home / name}"


@pytest.mark.parametrize("name", [SIGNING_KEY, "postgres/passwords.json"])
def test_a_secret_that_cannot_be_read_is_named(home: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def opened(path: Path, *args: object, **more: object) -> object:
        if path == home / name:
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", opened)
    well, found, needed_for, status = line_about("secrets of the company", home)
    assert (well, needed_for, status) == ("no", "run", 1)
    assert f"{home / name} cannot be read (Permission denied): chown it to " in found


def test_the_folder_of_a_deployments_secrets_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are readable because a container mounts each of them alone."""
    secrets = tmp_path / "secrets"
    secrets.mkdir(mode=0o700)
    (secrets / "sales_owner_dsn").write_text("postgresql://")
    (secrets / "sales_owner_dsn").chmod(0o644)
    monkeypatch.setenv(SECRETS_DIR, str(secrets))
    assert line_about(f"secrets of {SECRETS_DIR}", tmp_path)[0] == "ok"
    secrets.chmod(0o755)
    well, found, needed_for, _ = line_about(f"secrets of {SECRETS_DIR}", tmp_path)
    assert (well, needed_for) == ("no", "keeping them secret")
    assert found.endswith(f"chmod 700 {secrets}")


def test_a_folder_of_secrets_that_there_is_not_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path / "none"))
    well, found, _, _ = line_about(f"secrets of {SECRETS_DIR}", tmp_path)
    assert (well, found) == ("no", f"{tmp_path / 'none'} cannot be listed (No such file or directory): name another")
