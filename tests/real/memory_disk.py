"""Temporary files of the tests in memory, where the machine has room: databases come and go much faster there.

What a killed process leaves behind is the same as on a disk: the kernel has it either way.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

MEMORY_DISK: Final = Path("/dev/shm")  # noqa: S108 - a folder of this run is made in it, under a name of its own
ROOM_BYTES: Final = 6 * 2**30
"""What it must have free, and twice of it the machine. All tests together need about half."""
PREFIX: Final = "o2c-tests-"


def move_in(disk: Path = MEMORY_DISK) -> Path | None:
    """Makes a folder there the one for temporary files of this process and its children.

    None where there is no room, where no program may be run from there, or where TMPDIR says that it is wanted
    elsewhere. Folders of runs that were killed go.
    """
    if "TMPDIR" in os.environ or not _has_room(disk):
        return None
    home = disk / f"{PREFIX}{os.getpid()}"
    for left in disk.glob(f"{PREFIX}*"):
        if left == home or not Path(f"/proc/{left.name.removeprefix(PREFIX)}").exists():
            shutil.rmtree(left)
    home.mkdir()
    home.chmod(0o711)  # PostgreSQL may run as another user
    os.environ["TMPDIR"] = str(home)
    tempfile.tempdir = None  # to be found out anew
    return home


def move_out(home: Path) -> None:
    """Ends what `move_in` began."""
    del os.environ["TMPDIR"]
    tempfile.tempdir = None
    shutil.rmtree(home, ignore_errors=True)


def _has_room(disk: Path) -> bool:
    try:
        found = os.statvfs(disk)
        available = next(line for line in Path("/proc/meminfo").read_text().splitlines() if "MemAvailable" in line)
    except (OSError, StopIteration):
        return False
    in_memory = any(line.split()[1:3] == [str(disk), "tmpfs"] for line in Path("/proc/mounts").read_text().splitlines())
    runs_programs = not found.f_flag & os.ST_NOEXEC
    free = found.f_bavail * found.f_frsize
    return in_memory and runs_programs and free >= ROOM_BYTES and int(available.split()[1]) * 1024 >= 2 * ROOM_BYTES
