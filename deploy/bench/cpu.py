"""CPU time of processes and their children, from /proc."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str] | None:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def seconds_of(pid: int) -> float:
    """User and system time of one process so far, with that of its ended children."""
    fields = _stat(pid)
    return sum(int(fields[index]) for index in (11, 12, 13, 14)) / _TICKS if fields else 0.0


def children_of(pid: int) -> list[int]:
    """The running children of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields and int(fields[1]) == pid:
                found.append(int(entry.name))
    return found


def seconds_of_family(pid: int) -> float:
    """A process and its children, such as a PostgreSQL server with its backends."""
    return seconds_of(pid) + sum(seconds_of(child) for child in children_of(pid))


def total(pids: Iterable[int]) -> float:
    """All of them together."""
    return sum(seconds_of(pid) for pid in pids)
