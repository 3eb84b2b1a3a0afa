"""Department processes that are forked from one that has loaded their code.

Loading takes a process two seconds of CPU, and the tests of journeys and faults start a hundred of them. Apart from
that they are what is deployed: processes of their own with an environment and a log of their own, which signals reach,
in what ``python -m services.<department>`` runs. By that command they are started in test_worker_is_watched, in the
bench, and where another version runs.
"""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.commands.deployment import run_process
from deploy.deployed.company import ROOT, DeployedProcess, Running, executed

_FORKING: Final = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.real.loaded"])


def forked(process: DeployedProcess, environment: Mapping[str, str]) -> Running:
    """Forked, where the code is that of these tests; code of another version is started by its command."""
    if process.root != ROOT:
        return executed(process, environment)
    return Forked(process, environment)


class Forked:
    """A process that runs, or did."""

    def __init__(self, process: DeployedProcess, environment: Mapping[str, str]) -> None:
        arguments = (process.department, process.kind, dict(environment), process.log)
        self._process = _FORKING.Process(target=_live, args=arguments, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """Its id."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """None while it runs; then 0, an error's number, or minus the signal's number."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it has. Raises subprocess.TimeoutExpired when it does not in so many seconds."""
        self._process.join(timeout)
        if (status := self._process.exitcode) is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return status


def _live(department: str, kind: str, environment: dict[str, str], log: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    with log.open("ab") as written:
        os.dup2(written.fileno(), sys.stdout.fileno())
        os.dup2(written.fileno(), sys.stderr.fileno())
    run_process(department, kind)
