"""The wall clock, ahead by what a file says: how a rehearsal drives the time of processes that run on their own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class ShiftedClock:
    """Reads the seconds to add from the file each time; a file that is not there yet adds none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """The present moment, so many seconds ahead."""
        return datetime.now(UTC) + self.shift

    @property
    def shift(self) -> timedelta:
        """How far it is ahead."""
        try:
            return timedelta(seconds=int(self._file.read_text()))
        except FileNotFoundError:
            return timedelta()

    def move_to(self, moment: datetime) -> None:
        """Lets it be that moment now, for everybody who reads the file. A moment that has passed changes nothing."""
        ahead = max(moment - datetime.now(UTC), self.shift)
        beside = self._file.with_suffix(".next")
        beside.write_text(str(int(ahead.total_seconds())))
        beside.replace(self._file)  # at once: nobody reads half a number
