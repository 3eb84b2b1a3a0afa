"""One owner at a time for a server's folder."""

import fcntl
import os
from pathlib import Path
from typing import Final

_LOCK: Final = "owner.lock"


class FolderInUse(RuntimeError):
    """Another process, or another object of this one, runs the server of this folder."""


class FolderLock:
    """An advisory lock that the kernel releases on any death of its holder, so it is never stale."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _LOCK
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock or say who has it."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(file)
            os.close(file)
            raise FolderInUse(
                f"{self._path.parent} is in use by process {holder}: stop it, or choose another home"
            ) from None
        os.truncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def release(self) -> None:
        """Let the next owner in; the file stays, since removing it would let two hold "the" lock."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def owner_of(folder: Path) -> str | None:
    """The process that runs the server of this folder; None while nobody does."""
    try:
        file = os.open(folder / _LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(file)
    else:
        return None
    finally:
        os.close(file)


def _holder(file: int) -> str:
    return os.read(file, 32).decode().strip() or "unknown"
