"""``python -m tools.sabotage``: guard by guard, which test notices that it is gone. Exit status 1 if none does."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from tools.sabotage.guard import Guard
from tools.sabotage.guards import GUARDS, guard_named
from tools.sabotage.plugin import NOTICED, VARIABLE

TESTS_FAILED: Final = 1
"""pytest's exit status; any other than 0 and 1 says that nothing was tested."""
LONGEST_SECONDS: Final = 180.0


@dataclass(frozen=True)
class Verdict:
    """What became of one guard: the test that noticed, or why nobody can have."""

    guard: str
    promise: str
    caught_by: str
    seconds: float
    problem: str = ""


def _pytest(tests: Sequence[str], scratch: Path, *options: str, without: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider", *options, *tests]
    # What Hypothesis finds in sabotaged code is of no use to anybody else.
    environment = {**os.environ, VARIABLE: without, "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=LONGEST_SECONDS * 5)


def _failed(output: str) -> str:
    """The first test that failed, as the plugin says it."""
    return next((line.removeprefix(NOTICED) for line in output.splitlines() if line.startswith(NOTICED)), "")


def _without(guard: Guard, scratch: Path) -> Verdict:
    started = perf_counter()
    ran = _pytest(guard.tests, scratch, "-x", "-p", "tools.sabotage.plugin", without=guard.name)
    seconds = perf_counter() - started
    caught_by = _failed(ran.stdout) if ran.returncode == TESTS_FAILED else ""
    problem = ""
    if not caught_by:
        last = (ran.stdout + ran.stderr).strip().splitlines()[-1:]
        problem = "all tests passed without it" if ran.returncode == 0 else f"pytest: {ran.returncode}: {last}"
    return Verdict(guard.name, guard.promise, caught_by, round(seconds, 1), problem)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def sabotage(guards: Sequence[Guard], *, as_json: bool) -> int:
    """0 when every guard is missed by a test, 1 when one is not, 2 when the tests are red with all guards in place."""
    tests = list(dict.fromkeys(test for guard in guards for test in guard.tests))
    with tempfile.TemporaryDirectory(prefix="o2c-sabotage-") as folder:
        scratch = Path(folder)
        _say(f"{len(guards)} guards; first their {len(tests)} selections of tests with all guards in place")
        whole = _pytest(tests, scratch)
        if whole.returncode != 0:
            _say(f"red before anything was taken away:\n{whole.stdout[-4000:]}{whole.stderr[-2000:]}")
            return 2
        verdicts = []
        for guard in guards:
            verdict = _without(guard, scratch)
            verdicts.append(verdict)
            _say(
                f"{verdict.guard:<24}{verdict.seconds:>7.1f} s  {verdict.caught_by or 'NOT CAUGHT: ' + verdict.problem}"
            )
    missed = [verdict for verdict in verdicts if not verdict.caught_by]
    if as_json:
        sys.stdout.write(json.dumps({"guards": [asdict(one) for one in verdicts], "missed": len(missed)}) + "\n")
    else:
        _say(f"{len(verdicts) - len(missed)} of {len(verdicts)} guards are missed when they are gone")
    return 1 if missed else 0


def main() -> None:
    """All guards, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tools.sabotage", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="guard", help=f"one of: {', '.join(one.name for one in GUARDS)}")
    parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object on standard output")
    arguments = parser.parse_args()
    chosen = [guard_named(name) for name in arguments.names] or list(GUARDS)
    raise SystemExit(sabotage(chosen, as_json=arguments.as_json))


if __name__ == "__main__":
    main()
