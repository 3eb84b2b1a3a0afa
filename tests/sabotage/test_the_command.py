"""What `make sabotage` ends with: a guard is missed, nobody misses it, or tests were red before."""

import json
from dataclasses import replace

import pytest

from tools.sabotage.__main__ import sabotage
from tools.sabotage.guards import guard_named

MISSED = guard_named("asked-twice")
UNMISSED = replace(MISSED, tests=("tests/unit/test_cursors.py",))
RED = replace(MISSED, tests=("tests/unit/no_such_test.py",))


@pytest.mark.slow
def test_a_guard_that_nobody_misses_fails_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert sabotage([MISSED, UNMISSED], as_json=True) == 1
    told = capsys.readouterr()
    caught, uncaught = json.loads(told.out)["guards"]
    assert caught["caught_by"].startswith("tests/")
    assert caught["seconds"] > 0
    assert (uncaught["caught_by"], uncaught["problem"]) == ("", "all tests passed without it")
    assert "NOT CAUGHT: all tests passed without it" in told.err


def test_tests_that_are_red_with_all_guards_in_place_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert sabotage([RED], as_json=False) == 2
    assert "red before anything was taken away" in capsys.readouterr().err
