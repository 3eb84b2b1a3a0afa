"""Every guard of `make sabotage` stands where its list says, and can be taken away; quick, so that it does not rot."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools.sabotage.guard import Guard, GuardMoved
from tools.sabotage.guards import GUARDS
from tools.sabotage.plugin import VARIABLE

NAMES = [guard.name for guard in GUARDS]


def test_each_guard_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 26


@pytest.mark.parametrize("guard", GUARDS, ids=NAMES)
def test_the_guard_stands_where_the_list_says(guard: Guard) -> None:
    guard.check()


@pytest.mark.parametrize("guard", GUARDS, ids=NAMES)
def test_its_tests_are_there(guard: Guard) -> None:
    for test in guard.tests:
        path, *names = test.split("::")
        assert Path(path).exists(), test
        if names:
            defined = {
                node.name
                for node in ast.walk(ast.parse(Path(path).read_text()))
                if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            }
            assert set(names) <= defined, test


def test_a_guard_that_moved_is_named() -> None:
    moved = Guard(
        name="moved", promise="", place="shared.kernel.clock:derived_id", line="is not there", instead="", tests=()
    )
    gone = Guard(name="gone", promise="", place="shared.kernel.clock:nowhere", line="", instead="", tests=())
    for guard in (moved, gone):
        with pytest.raises(GuardMoved, match=guard.name):
            guard.check()


def test_guards_can_be_taken_away() -> None:
    """One of each place, in a process of its own, which is then of no use for anything else."""
    code = (
        "from tools.sabotage.guards import GUARDS\n"
        "for guard in {guard.place: guard for guard in GUARDS}.values(): guard.switch_off()\n"
        "print('without')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "without"
    assert VARIABLE == "O2C_SABOTAGE"
