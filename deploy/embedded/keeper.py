"""Keeps one server process exactly as long as its owner lives, however the owner ends.

Run as a script between the owner and the server (see ``kept_process``), with the standard library only, so
that it starts in some 20 ms. Its standard input is a pipe held by the owner: a byte or the end of the pipe
means "stop it". The kernel closes that pipe on any death of the owner, ``kill -9`` included.
PR_SET_PDEATHSIG alone, set by the owner, would not do: it follows the *thread* that forked, and servers are
started from worker threads.

    keeper.py OWNER_PID STOP_SIGNAL GRACE_SECONDS UID GID COMMAND...      (UID and GID -1: keep ours)
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def process_parents() -> dict[int, int]:
    """Every process of the machine with its parent."""
    if not Path("/proc/self/stat").exists():
        listing = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        return {int(pid): int(parent) for pid, parent in (line.split() for line in listing.splitlines())}
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                stat = Path("/proc", entry, "stat").read_bytes()
                # The command name may hold spaces and parentheses: the fields begin after its last one.
                parents[int(entry)] = int(stat[stat.rindex(b")") + 1 :].split()[1])
    return parents


def descendants(root: int) -> list[int]:
    """The children of a process, their children, and so on."""
    parents = process_parents()
    found: list[int] = []
    level = [root]
    while level:
        level = [pid for pid, parent in parents.items() if parent in level]
        found.extend(level)
    return found


def signal_all(pids: Sequence[int], number: int) -> None:
    """Send a signal to each process that is still there."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _process_control(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _become(command: Sequence[str], uid: int, gid: int, stop_signal: int, keeper: int) -> None:
    """In the forked child: give up root, follow the keeper's death, become the server. Does not return."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)  # an ignored signal would stay ignored in the server
        if uid >= 0:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
        _process_control(_PR_SET_PDEATHSIG, stop_signal)  # after setuid, which clears it
        if os.getppid() == keeper:
            os.execv(command[0], list(command))  # noqa: S606
    except BaseException as error:  # whatever went wrong, this copy must not run on as a keeper
        os.write(2, f"cannot start {command[0]}: {error}\n".encode())
    finally:
        os._exit(127)


def _reap(child: int) -> int | None:
    """Collect whatever ended; the exit code once it was the server itself."""
    code = None
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
    return code


def _end(child: int, stop_signal: int, grace_seconds: float, alarm: int) -> int:
    """Ask the server to shut down; after the grace kill it with everything it started."""
    signal_all([child, *descendants(child)], signal.SIGCONT)  # a paused server cannot hear the request
    signal_all([child], stop_signal)
    deadline = time.monotonic() + grace_seconds
    while (code := _reap(child)) is None:
        if time.monotonic() > deadline:
            signal_all([child, *descendants(child)], signal.SIGKILL)
        _wait([alarm], 0.2)
    return code


def _wait(sources: list[int], seconds: float) -> list[int]:
    ready, _, _ = select.select(sources, [], [], seconds)
    return ready


def keep(owner: int, stop_signal: int, grace_seconds: float, uid: int, gid: int, command: Sequence[str]) -> int:
    """Run the command until it ends or the owner does; its exit code, 128 + signal where one ended it."""
    alarm, alarm_in = os.pipe()
    for end in (alarm, alarm_in):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(alarm_in)
    told_to_end: list[int] = []
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: told_to_end.append(1))
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C is the owner's: it stops the server last
    _process_control(_PR_SET_CHILD_SUBREAPER, 1)  # backends of a killed postmaster come to us, not to init
    keeper = os.getpid()
    child = os.fork()
    if child == 0:
        _become(command, uid, gid, stop_signal, keeper)
    os.write(1, b"%d\n" % child)
    os.dup2(2, 1)  # closes the pipe: the owner reads one line, then its end
    code = _reap(child)
    while code is None:
        # The parent counts as well: a forked child of the owner may hold the pipe open after its death.
        ready = _wait([0, alarm], 1.0)
        with contextlib.suppress(BlockingIOError):
            os.read(alarm, 4096)
        over = 0 in ready or told_to_end or os.getppid() != owner
        code = _end(child, stop_signal, grace_seconds, alarm) if over else _reap(child)
    signal_all(descendants(keeper), signal.SIGKILL)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    _owner, _signal, _grace, _uid, _gid, *_command = sys.argv[1:]
    sys.exit(keep(int(_owner), int(_signal), float(_grace), int(_uid), int(_gid), _command))
