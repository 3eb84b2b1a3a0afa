"""A progress bar with rate and time left, one line per stage."""

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    """So many a second."""

    def render(self, task: Task) -> Text:
        """Nothing until there is something to divide."""
        return Text(f"{task.speed:,.1f}/s" if task.speed else "", style="progress.data.speed")


class Bar:
    """Enter it to show it; told how far it is, stage by stage."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> "Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def stage(self, what: str, total: int, done: int = 0) -> None:
        """Begins a line. What was done by an earlier run does not count for the rate."""
        label = f"{what} ({done:,} done before)" if done else what
        self._task = self._progress.add_task(label, total=total - done)

    def advance(self) -> None:
        """One more."""
        if self._task is not None:
            self._progress.advance(self._task)
