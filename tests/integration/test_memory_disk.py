"""Where the tests' temporary files go."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.real import memory_disk


@pytest.fixture
def nobody_said_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the beginning of a run: this one's own folder is forgotten for a while."""
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    monkeypatch.setenv("TMPDIR", "")
    monkeypatch.delenv("TMPDIR")


def test_where_a_person_wants_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert memory_disk.move_in() is None
    assert os.environ["TMPDIR"] == str(tmp_path)


@pytest.mark.usefixtures("nobody_said_where")
@pytest.mark.parametrize("folder", ["a folder of a disk", "none"])
def test_on_disk_where_there_is_no_memory_disk(folder: str) -> None:
    disk = Path(__file__).parent if folder == "a folder of a disk" else Path("/not/there")
    assert memory_disk.move_in(disk) is None
    assert "TMPDIR" not in os.environ


@pytest.mark.usefixtures("nobody_said_where")
def test_on_disk_where_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_disk, "ROOM_BYTES", 2**60)
    assert memory_disk.move_in() is None


@pytest.mark.usefixtures("nobody_said_where")
def test_a_run_moves_in_and_out_and_clears_up_after_those_that_were_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_disk, "PREFIX", "o2c-moves-")  # beside the folder of the run that this is
    monkeypatch.setattr(memory_disk, "ROOM_BYTES", 2**20)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    home = memory_disk.move_in()
    if home is None:
        pytest.skip("this machine has no memory disk that programs can be run from")
    left, running = (home.parent / f"o2c-moves-{pid}" for pid in (ended.pid, os.getppid()))
    left.mkdir()
    running.mkdir()
    try:
        assert Path(tempfile.gettempdir()) == home
        memory_disk.move_out(home)
        assert not home.exists()
        (home / "of a run that was killed and had the same id").mkdir(parents=True)
        again = memory_disk.move_in()
        assert again == home
        assert (left.exists(), running.exists(), list(home.iterdir())) == (False, True, [])
        memory_disk.move_out(home)
    finally:
        for folder in (left, running, home):
            if folder.exists():
                folder.rmdir()
