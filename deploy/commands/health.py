"""`o2c doctor`: what this machine has and lacks for each way to run the company."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.embedded.keys import SIGNING_KEY
from deploy.embedded.ownership import owner_of
from deploy.embedded.postgres_place import NoPostgres, postgres_binaries
from deploy.home import writable
from shared.hosting.settings import SECRETS_DIR

_ANYBODY_ELSE: Final = 0o077


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what was found, and what needs it."""

    name: str
    well: bool
    found: str
    needed_for: str


def _first_line(command: list[str]) -> str | None:
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if done.returncode == 0 and lines else None


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python >= 3.11", sys.version_info >= (3, 11), version, "everything")


def _postgres() -> Finding:
    try:
        binaries = postgres_binaries()
    except NoPostgres as missing:
        return Finding("PostgreSQL of the wheel", False, str(missing), "demo, run, test")
    version = _first_line([str(binaries / "postgres"), "--version"]) or "does not run"
    return Finding("PostgreSQL of the wheel", version != "does not run", version, "demo, run, test")


def _broker() -> Finding:
    address = os.environ.get("KAFKA_BOOTSTRAP_SERVERS")
    if address:
        return Finding("Kafka", True, f"KAFKA_BOOTSTRAP_SERVERS={address}", "test, bench, api, worker")
    docker = _first_line(["docker", "version", "--format", "{{.Server.Version}}"])
    if docker:
        return Finding("Kafka", True, f"a container by Docker {docker}", "test, bench")
    java, maven = _first_line(["java", "-version"]), _first_line(["mvn", "--version"])
    found = ", ".join(name for name, has in (("Java", java), ("Maven", maven)) if has)
    return Finding("Kafka", bool(java and maven), found or "neither Docker, Java nor Maven", "test, bench")


def _nearest(home: Path) -> Path:
    """The home, or what is there of the way to it."""
    home = home.absolute()
    return next(place for place in (home, *home.parents) if os.path.exists(place))


def _place(home: Path) -> Finding:
    place = _nearest(home)
    if not place.is_dir():
        return Finding("the company's home", False, f"{place} is not a folder", "run")
    well = writable(place)
    return Finding("the company's home", well, f"{'' if well else 'not '}writable: {place}", "run")


def _name_of(account: int) -> str:
    try:
        return pwd.getpwuid(account).pw_name
    except KeyError:
        return f"the account {account}"


def _owner(home: Path) -> Finding:
    """A company is its owner's: its secrets are readable by nobody else. Root may do everything, and locks them out."""
    what, me = "owner of the company's home", os.geteuid()
    try:
        owner = home.stat().st_uid
    except OSError:
        return Finding(what, True, "nobody yet", "run")
    if owner == me:
        return Finding(what, True, f"you, {_name_of(me)}", "run")
    found = f"{home} belongs to {_name_of(owner)}, you are {_name_of(me)}: run as its owner, or choose another --home"
    return Finding(what, False, found, "run" if me else "its owner")


def _unreadable(path: Path) -> str:
    """What to do about it; empty where it can be read."""
    try:
        with path.open("rb"):
            return ""
    except OSError as error:
        return f"{path} cannot be read ({error.strerror}): chown it to {_name_of(os.geteuid())}"


def _is_open(path: Path) -> bool:
    """Whether anybody but its owner can do anything with it."""
    return bool(path.stat().st_mode & _ANYBODY_ELSE)


def _secrets(home: Path) -> Finding:
    what = "secrets of the company"
    try:
        kept = [path for path in (home / SIGNING_KEY, home / "postgres" / "passwords.json") if path.exists()]
    except OSError as error:
        return Finding(what, False, f"{home} cannot be looked into: {error.strerror}", "run")
    if closed := [said for path in kept if (said := _unreadable(path))]:
        return Finding(what, False, "; ".join(closed), "run")
    if told := [f"others may read {path}: chmod 600 {path}" for path in kept if _is_open(path)]:
        return Finding(what, False, "; ".join(told), "keeping them secret")
    return Finding(what, True, "for their owner alone" if kept else "none yet", "run")


def _secrets_of_a_deployment() -> Finding:
    """`o2c secrets` closes the folder and not its files, which a container mounts one by one."""
    what, folder = f"secrets of {SECRETS_DIR}", Path(os.environ[SECRETS_DIR])
    try:
        files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    except OSError as error:
        return Finding(what, False, f"{folder} cannot be listed ({error.strerror}): name another", "api, worker")
    if closed := [said for path in files if (said := _unreadable(path))]:
        return Finding(what, False, "; ".join(closed), "api, worker")
    if _is_open(folder) and any(_is_open(path) for path in files):
        return Finding(what, False, f"others may read what is in {folder}: chmod 700 {folder}", "keeping them secret")
    return Finding(what, True, f"for their owner alone in {folder}", "api, worker")


def _disk(home: Path) -> Finding:
    place = _nearest(home)
    free = shutil.disk_usage(place).free / 2**30
    return Finding("disk at the company's home", free > 1, f"{free:.1f} GiB free at {place}", "run")


def _home(home: Path) -> Finding:
    if not os.path.exists(home / "postgres"):
        return Finding("company", True, f"none in {home} yet: `o2c run` makes one", "run")
    try:
        owner = owner_of(home / "postgres")
    except OSError as error:
        return Finding("company", False, f"in {home}, which cannot be looked into: {error.strerror}", "run")
    return Finding("company", True, f"in {home}, {f'at work in process {owner}' if owner else 'closed'}", "run")


def _findings(home: Path) -> Iterator[Finding]:
    checks: list[Callable[[], Finding]] = [_python, _postgres, _broker]
    for check in checks:
        yield check()
    for look in (_place, _owner, _secrets, _disk, _home):
        yield look(home)
    if os.environ.get(SECRETS_DIR):
        yield _secrets_of_a_deployment()


def doctor(home: Path) -> int:
    """Prints every finding; 1 when something is missing that running the embedded company needs."""
    table = Table(title_justify="left")
    for heading in ("", "what", "found", "needed for"):
        table.add_column(heading, overflow="fold")
    fine = True
    for finding in _findings(home):
        said = "[green]ok" if finding.well else "[red]no"
        table.add_row(said, finding.name, Text(finding.found), finding.needed_for)
        fine = fine and (finding.well or "run" not in finding.needed_for)
    Console().print(table)
    return 0 if fine else 1
