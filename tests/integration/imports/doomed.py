"""An import that is killed at once after so many requests of a stage were answered: nobody else has heard of the last.

python -m tests.integration.imports.doomed adventureworks|receivables SOURCE HOME LIMIT STAGE REQUESTS
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deploy.imports import opening
from deploy.imports.adventureworks.files import read_folder
from deploy.imports.adventureworks.importing import import_folder
from deploy.imports.receivables.importing import import_file
from deploy.journeys.people import People
from shared.observability.logging import configure_logging


class Doom:
    """Watches the stages, and counts down in the one that is not survived."""

    def __init__(self, stage: str, requests: int) -> None:
        self._stage = stage
        self._left = requests
        self._counting = False

    def stage(self, what: str, total: int, done: int = 0) -> None:
        self._counting = what == self._stage

    def advance(self) -> None:
        """The number of requests is what counts here."""

    def answered(self) -> None:
        self._left -= self._counting
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def main(kind: str, source: str, home: str, limit: str, stage: str, requests: str) -> None:
    configure_logging("doomed", level="error")
    doom = Doom(stage, int(requests))

    class Doomed(People):
        async def ask(self, *words: Any, **more: Any) -> dict[str, Any]:
            answer = await super().ask(*words, **more)
            doom.answered()
            return answer

    with patch.object(opening, "People", Doomed):
        if kind == "receivables":
            asyncio.run(import_file(Path(source), Path(home), doom, limit=int(limit)))
        else:
            asyncio.run(import_folder(read_folder(source), Path(home), doom, limit=int(limit)))


if __name__ == "__main__":
    main(*sys.argv[1:])
