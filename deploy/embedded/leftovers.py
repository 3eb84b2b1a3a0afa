"""Servers that lost their owner a moment ago and still work in the folder the next owner wants.

Only for whoever holds the folder's lock: then no living owner minds.
"""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from deploy.embedded.keeper import descendants, signal_all


def end_leftovers(
    folder: Path, program: str, stop_signal: signal.Signals, grace_seconds: float, recorded: int | None = None
) -> None:
    """End each `program` whose working folder is this one: cleanly, after the grace by force."""
    deadline = time.monotonic() + grace_seconds
    while found := _working_in(folder, program, recorded):
        signal_all(found, signal.SIGCONT)  # a paused one cannot hear the request
        signal_all(found, signal.SIGKILL if time.monotonic() > deadline else stop_signal)
        time.sleep(0.05)


def process_exists(pid: int) -> bool:
    """Whether any process has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _working_in(folder: Path, program: str, recorded: int | None) -> list[int]:
    """The topmost ones: a postmaster without its backends, or backends that have lost theirs."""
    if not Path("/proc/self/cwd").exists():
        return [recorded] if recorded is not None and _is_called(recorded, program) else []
    inside = []
    for entry in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            # The program is asked for too: somebody's shell may stand in the folder.
            if entry.isdigit() and Path(os.readlink(f"/proc/{entry}/cwd")) == folder.resolve():
                executable = os.readlink(f"/proc/{entry}/exe").removesuffix(" (deleted)")
                if Path(executable).name == program:
                    inside.append(int(entry))
    family = {child for pid in inside for child in descendants(pid)}
    return [pid for pid in inside if pid not in family]


def _is_called(pid: int, program: str) -> bool:
    said = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return program in said.stdout
